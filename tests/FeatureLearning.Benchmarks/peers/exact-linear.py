"""Every observable of the exact posterior of a linear network, by one eigh and a trapezium rule in log q, as one writes it with NumPy.

f = X V^T w, v ~ N(0, g_v/D) with g_v = 1, w ~ N(0, lambda), lambda = 1/(N chi), noise kappa. Given q = |w|^2/(N lambda) ~ Gamma(N/2, rate N/2), f is a Gaussian
process with kernel qK, K = N lambda Phi, Phi = X X^T / D. With A = qK + kappa, a = A^-1 y:
log p(q|y) = (N/2 - 1) log q - Nq/2 - log det A / 2 - y.a/2 + const; M = <q (a a^T - A^-1)>; <Phi> = Phi + lambda Phi M Phi, <v v^T> = Sigma + lambda Sigma X^T M X Sigma.
"""
import numpy as np
import scipy
import scipy.linalg

import serve


def load(read, task):
    p, d, n = task["points"], task["dimension"], task["tests"]
    return read("x.bin", p, d), read("y.bin", p), read("xt.bin", n, d), task["width"], task["chi"], task["kappa"]


def run(state):
    x, y, z, n, chi, kappa = state
    d, lam = x.shape[1], 1 / (n * chi)
    phi = x @ x.T / d
    eigenvalues, u = scipy.linalg.eigh(phi, driver="evd", check_finite=False)
    k, c = n * lam * np.maximum(eigenvalues, 0), u.T @ y
    q, weights = quadrature(k, c, n, kappa)
    a = np.outer(k, q) + kappa
    solution = c[:, None] / a
    means = k[:, None] * q * solution
    mean = means @ weights
    deviations = (means - mean[:, None]) * np.sqrt(weights)
    # <Cov(f|q)> = <qK - qK A^-1 qK> = <kappa qK A^-1>
    bulk = kappa * (k[:, None] * q / a) @ weights
    covariance = (u * bulk) @ u.T
    across = u @ deviations
    covariance += across @ across.T

    q_mean = weights @ q
    pull = solution @ (weights * q)
    cross = n * lam * (u.T @ (x @ z.T)) / d
    test_mean = cross.T @ pull
    spread = (solution * q - pull[:, None]) * np.sqrt(weights)
    between = cross.T @ spread
    prior = n * lam * (z * z).sum(1) / d
    variance = q_mean * prior - (cross**2 * ((q * q / a) @ weights)[:, None]).sum(0) + (between**2).sum(1)

    moment = -(q / a) @ weights
    rooted = solution * np.sqrt(weights * q)
    left = u * eigenvalues
    features = phi + lam * ((left * moment) @ left.T)
    outer = left @ rooted
    features += lam * (outer @ outer.T)
    projected = u.T @ x / d
    hidden = np.eye(d) / d + lam * ((projected * moment[:, None]).T @ projected)
    outer = projected.T @ rooted
    hidden += lam * (outer @ outer.T)
    return {
        "q": np.array([q_mean, weights @ (q - q_mean) ** 2]), "train": u @ mean, "covariance": covariance, "mean": test_mean, "variance": variance,
        "features": features, "hidden": hidden, "correlation": lam * (projected.T @ pull),
    }


def quadrature(k, c, n, kappa, nodes=400):
    def log_density(s):
        a = np.outer(np.exp(s), k) + kappa
        return n / 2 * (s - np.exp(s)) - 0.5 * (np.log(a) + c**2 / a).sum(1)

    coarse = np.linspace(-12, 6, 181)
    values = log_density(coarse)
    inside = coarse[values > values.max() - 45]
    s = np.linspace(inside[0] - 0.1, inside[-1] + 0.1, nodes)
    values = log_density(s)
    weights = np.exp(values - values.max())
    return np.exp(s), weights / weights.sum()


if __name__ == "__main__":
    serve.main(load, run, f"NumPy {np.__version__}, SciPy {scipy.__version__}", __doc__)
