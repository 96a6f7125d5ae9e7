"""Coefficients of 1/N of the posterior of a network with D = 2, by no theory of the library: the posterior given the hidden weights is a Gaussian
process with kernel K_N = lambda sum_i phi_i phi_i^T, a mean of N independent matrices k = N lambda phi phi^T around K. For any function F of the
kernel, E F(K_N) = F(K) + (1/2N) E[d^2/dt^2 F(K + t(k - K))] + O(1/N^2): the second derivative by exact arithmetic of polynomials in t, at every
node of a quadrature over the two hidden weights of one neuron. With F = O exp(log p(y|K)) and exp(log p(y|K)) posterior means of O to first order
follow. O: f, f f^T + Cov f on training and test points (in that order), and the kernel itself, which is N lambda times that of features.

Quadrature: tanh, erf by the trapezoidal rule in the plane; relu in polar coordinates, Gauss-Legendre between the kinks, Gauss-Laguerre in r^2/2.

    python3 scripts/kernel_adaptation.py
"""
import json
import numpy as np
from scipy.special import erf
from common import TABLES

def plane(step):
    x = step * np.arange(-int(8.5 / step), int(8.5 / step) + 1)
    w = np.exp(-x * x / 2) * step / np.sqrt(2 * np.pi)
    return np.stack(np.meshgrid(x, x, indexing="ij"), -1).reshape(-1, 2), np.outer(w, w).ravel()


def polar(points, order):
    kinks = np.sort(np.mod(np.concatenate([np.arctan2(points[:, 1], points[:, 0]) + s for s in (np.pi / 2, -np.pi / 2)]), 2 * np.pi))
    gauss, gw = np.polynomial.legendre.leggauss(order)
    energy, ew = np.polynomial.laguerre.laggauss(8)
    nodes, weights = [], []
    for a, b in zip(kinks, np.append(kinks[1:], kinks[0] + 2 * np.pi)):
        for t, w in zip((a + b) / 2 + (b - a) / 2 * gauss, (b - a) / 2 * gw):
            nodes += [np.sqrt(2 * e) * np.array([np.cos(t), np.sin(t)]) for e in energy]
            weights += list(w * ew / (2 * np.pi))
    return np.array(nodes), np.array(weights)


def product(a, b):
    """Coefficients 0..2 in t of a product of two matrix polynomials."""
    return [sum(a[i] @ b[k - i] for i in range(k + 1)) for k in range(3)]


def answers(mean, delta, y, kappa):
    """log p(y) up to constants, and f, f f^T + Cov f, kernel, flattened: coefficients 0..2 in t at the kernels mean + t delta, exactly."""
    p, zero = len(y), np.zeros_like(delta)
    kernel = [np.broadcast_to(mean, delta.shape), delta, zero]
    inverse = np.broadcast_to(np.linalg.inv(mean[:p, :p] + kappa * np.eye(p)), (len(delta), p, p))
    first = -inverse @ delta[:, :p, :p] @ inverse
    inverse = [inverse, first, -inverse @ delta[:, :p, :p] @ first]
    spread = inverse[0] @ delta[:, :p, :p]
    trace = lambda m: np.trace(m, axis1=-2, axis2=-1)
    determinant = [0, trace(spread), -0.5 * trace(spread @ spread)]
    log = [-0.5 * (y @ inverse[k] @ y) - 0.5 * determinant[k] for k in range(3)]
    cross = [k[:, :, :p] for k in kernel]
    f = [v @ y for v in product(cross, inverse)]
    reduced = product(product(cross, inverse), [np.swapaxes(c, 1, 2) for c in cross])
    second = [kernel[k] - reduced[k] + sum(f[i][:, :, None] * f[k - i][:, None, :] for i in range(k + 1)) for k in range(3)]
    flat = lambda m: m.reshape(len(delta), -1)
    return log, [np.concatenate([f[k], flat(second[k]), flat(kernel[k])], -1) for k in range(3)]


def first_order(case):
    x = np.array(case["X"] + case["X_test"])
    y, kappa = np.array(case["y"]), case["kappa"]
    phi = {"erf": erf, "tanh": np.tanh, "relu": lambda h: np.maximum(h, 0), "linear": lambda h: h}[case["activation"]]
    nodes, w = polar(x, 20 if case["step"] < 0.06 else 14) if case["activation"] == "relu" else plane(case["step"])
    features = phi(np.sqrt(case["g_v"] / 2) * nodes @ x.T)
    single = case["g_w"] / case["chi"] * features[:, :, None] * features[:, None, :]
    mean = np.einsum("n,nij->ij", w, single)
    z2, f2 = 0, 0
    for part in np.array_split(np.arange(len(w)), max(1, len(w) // 2000)):
        log, o = answers(mean, single[part] - mean, y, kappa)
        z1, z = log[1][:, None], (log[2] + log[1] ** 2 / 2)[:, None]
        z2 = z2 + w[part] @ z[:, 0]
        f2 = f2 + w[part] @ (o[2] + z1 * o[1] + z * o[0])
    n, o0 = len(x), o[0][0]
    change = f2 - o0 * z2
    split = lambda v: (v[:n], v[n:n + n * n].reshape(n, n), v[n + n * n:].reshape(n, n))
    (f0, s0, k0), (f1, s1, k1) = split(o0), split(change)
    covariance = s1 - np.outer(f1, f0) - np.outer(f0, f1)
    scale = case["g_w"] / case["chi"]
    return {"lazy_mean": f0.tolist(), "mean": f1.tolist(), "covariance": covariance.tolist(), "features": (k1 / scale).tolist(),
            "log_evidence": float(z2), **twins(case, features[:, :len(y)], w, mean[:len(y), :len(y)], y)}


def twins(case, phi, w, kernel, y):
    """Wrong coefficients of the mean on the training points, which a test must tell apart: K_ad alone, and K_ad in the trace where its Hessian belongs."""
    kappa, g = case["kappa"], case["g_w"] / case["chi"]
    inverse = np.linalg.inv(kernel + kappa * np.eye(len(y)))
    a = inverse @ y
    u, s = phi @ a, np.einsum("ni,ij,nj->n", phi, inverse, phi)
    expect = lambda v: w @ v
    features = np.einsum("n,ni,nj->ij", w, phi, phi)
    tree = expect(phi * (u ** 3)[:, None]) - expect(u ** 2) * (features @ a)
    trace = expect(phi * (u * s)[:, None]) - expect(s) * (features @ a)
    mean = lambda force: (kappa * inverse @ (0.5 * g * g * force)).tolist()
    return {"mean_without_loop": mean(tree), "mean_with_the_slope_of_k_ad": mean(tree - trace)}


def cases():
    rng = np.random.default_rng(7)
    for activation, g_v, chi, kappa in (("linear", 1.5, 1.0, 0.3), ("erf", 2.0, 1.0, 0.2), ("erf", 6.0, 2.0, 0.1), ("tanh", 3.0, 1.0, 0.2),
                                        ("relu", 2.0, 1.0, 0.3), ("relu", 1.0, 3.0, 0.1)):
        yield {"activation": activation, "g_v": g_v, "g_w": 1.3, "chi": chi, "kappa": kappa,
               "X": rng.normal(size=(5, 2)).tolist(), "y": (1.2 * rng.normal(size=5)).tolist(), "X_test": rng.normal(size=(2, 2)).tolist()}


def main():
    rows = []
    for case in cases():
        fine, coarse = first_order({**case, "step": 0.05}), first_order({**case, "step": 0.065})
        for name in fine:
            difference, size = np.abs(np.subtract(fine[name], coarse[name])).max(), np.abs(fine[name]).max()
            print(case["activation"], name, difference / size)
            assert difference < 1e-10 * size, (case["activation"], name)
        rows.append({**case, **fine})
    (TABLES / "kernel_adaptation.json").write_text(json.dumps(
        {"about": "first order in 1/N of small networks, D = 2; see scripts/kernel_adaptation.py", "cases": rows}, indent=1) + "\n")


if __name__ == "__main__":
    main()
