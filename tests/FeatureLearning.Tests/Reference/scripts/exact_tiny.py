"""Exact posteriors of tiny linear networks by integrating over the WEIGHTS, never over q: tables/exact_linear.json ("tiny").

Routes (field `route`):
  weights   N = 1: tensor trapezoidal rule over all weights (w, V) of the unnormalised posterior. The integrand is analytic and decays
            like a Gaussian, so the rule converges geometrically; two step sizes are compared (field `accuracy`).
  hidden    N D <= 4: tensor trapezoidal rule over V; given V the readout is a conjugate Gaussian (no use of q or of |w|).
  sampling  larger: V from its prior, weight p(y|V) with the readout integrated, 4e6 draws; `standard_error` holds a value for every entry.
In every case the same quantities are computed by mpmath quadrature over q at 30 digits (route "q"), block `q`; the script asserts agreement.

    /usr/bin/python3 scripts/exact_tiny.py
"""
import math
import mpmath as mp
import numpy as np
from common import dot, logdet, mat, row, trace, vec

NAMES = ("log_evidence", "q_mean", "q_var", "train_mean", "test_mean", "test_cov", "w2", "wv", "vv", "feature_kernel_train", "feature_kernel_test_train")


def cases():
    def make(name, seed, route, N, D, P, chi, kappa, g_v=1.0, g_w=1.0):
        r = np.random.default_rng(seed)
        q = lambda *s: (np.round(r.normal(size=s) * 32) / 32).tolist()
        return dict(name=name, route=route, N=N, D=D, P=P, chi=chi, kappa=kappa, g_v=g_v, g_w=g_w, X=q(P, D), y=q(P), X_test=q(2, D))
    return [make("N1 D1 P1", 31, "weights", 1, 1, 1, 1.0, 0.25), make("N1 D1 P3", 32, "weights", 1, 1, 3, 1.0, 0.5, 2.0, 0.5),
            make("N1 D2 P2", 33, "weights", 1, 2, 2, 1.0, 0.25, 1.0, 2.0), make("N1 D3 P4", 34, "hidden", 1, 3, 4, 1.0, 0.25),
            make("N2 D1 P2", 35, "hidden", 2, 1, 2, 2.0, 0.125, 1.0, 1.5), make("N2 D2 P4", 36, "hidden", 2, 2, 4, 1.0, 0.25),
            make("N3 D1 P2", 37, "hidden", 3, 1, 2, 3.0, 0.125), make("N4 D1 P1", 38, "hidden", 4, 1, 1, 1.0, 0.5),
            make("N6 D3 P4", 39, "sampling", 6, 3, 4, 1.0, 0.25), make("N5 D2 P3, chi=N", 40, "sampling", 5, 2, 3, 5.0, 0.125)]


def given_hidden(c, V):
    """V: (S, N, D). log p(y|V) and the posterior expectations given V of every quantity (test_cov as second moment, q_var as E q^2)."""
    X, Xt, y, N, k = np.array(c["X"]), np.array(c["X_test"]), np.array(c["y"]), c["N"], c["kappa"]
    lam = c["g_w"] / (N * c["chi"])
    H, Ht = np.einsum("pd,snd->spn", X, V), np.einsum("pd,snd->spn", Xt, V)
    S = np.linalg.inv(np.eye(N) / lam + np.einsum("spn,spm->snm", H, H) / k)            # covariance of w given V
    m = np.einsum("snm,spm,p->sn", S, H, y) / k
    logp = -0.5 * (len(y) * math.log(2 * math.pi * k) + y @ y / k - np.einsum("sn,snm,sm->s", m, np.linalg.inv(S), m)) \
        + 0.5 * np.linalg.slogdet(S)[1] - N / 2 * math.log(lam)
    ww = S + np.einsum("sn,sm->snm", m, m)
    w2 = np.einsum("snn->s", ww)
    w4 = w2 ** 2 + 2 * np.einsum("snm,smn->s", S, S) + 4 * np.einsum("sn,snm,sm->s", m, S, m)
    return logp, {"q_mean": w2 / (N * lam), "q_var": w4 / (N * lam) ** 2, "train_mean": np.einsum("spn,sn->sp", H, m),
                  "test_mean": np.einsum("spn,sn->sp", Ht, m), "test_cov": np.einsum("spn,snm,srm->spr", Ht, ww, Ht), "w2": w2 / N,
                  "wv": np.einsum("sn,snd->sd", m, V) / N, "vv": np.einsum("snd,sne->sde", V, V) / N,
                  "feature_kernel_train": np.einsum("spn,srn->spr", H, H) / N, "feature_kernel_test_train": np.einsum("spn,srn->spr", Ht, H) / N}


def given_all(c, w, V):
    """N = 1: the same quantities at a point (w, V) of weight space, with the log likelihood."""
    X, Xt, y, k = np.array(c["X"]), np.array(c["X_test"]), np.array(c["y"]), c["kappa"]
    q, h, ht = w * w / (c["g_w"] / c["chi"]), V @ X.T, V @ Xt.T
    f, ft = w[:, None] * h, w[:, None] * ht
    logp = -0.5 * (len(y) * math.log(2 * math.pi * k) + ((y - f) ** 2).sum(1) / k)
    o = lambda a, b: a[:, :, None] * b[:, None, :]
    return logp, {"q_mean": q, "q_var": q * q, "train_mean": f, "test_mean": ft, "test_cov": o(ft, ft), "w2": w * w, "wv": w[:, None] * V, "vv": o(V, V),
                  "feature_kernel_train": o(h, h), "feature_kernel_test_train": o(ht, h)}


class Average:
    """Weighted sums over chunks."""
    def __init__(self):
        self.z, self.sums = 0.0, {}

    def add(self, weight, values):
        self.z += weight.sum()
        for n, v in values.items():
            self.sums[n] = self.sums.get(n, 0) + np.tensordot(weight, v, (0, 0))

    def result(self):
        r = {n: v / self.z for n, v in self.sums.items()}
        r["log_evidence"] = math.log(self.z)
        r["q_var"] = r["q_var"] - r["q_mean"] ** 2
        r["test_cov"] = r["test_cov"] - np.outer(r["test_mean"], r["test_mean"])
        return r


def lattice(dimension, step, reach, chunk=200000):
    axis = np.arange(-int(reach / step), int(reach / step) + 1) * step
    total = len(axis) ** dimension
    for start in range(0, total, chunk):
        index = np.array(np.unravel_index(np.arange(start, min(total, start + chunk)), (len(axis),) * dimension)).T
        z = axis[index]
        keep = (z * z).sum(1) < reach * reach
        yield z[keep]


def quadrature(c, step, reach):
    """Trapezoidal rule in standardised weights z (prior N(0,1) each) inside a ball of radius `reach`."""
    N, D = c["N"], c["D"]
    joint = c["route"] == "weights"
    n = N * D + (1 if joint else 0)
    sv, sw, avg = math.sqrt(c["g_v"] / D), math.sqrt(c["g_w"] / (N * c["chi"])), Average()
    for z in lattice(n, step, reach):
        prior = np.exp(-0.5 * (z * z).sum(1)) * (step / math.sqrt(2 * math.pi)) ** n
        logp, values = given_all(c, sw * z[:, 0], sv * z[:, 1:]) if joint else given_hidden(c, sv * z.reshape(-1, N, D))
        avg.add(prior * np.exp(logp), values)
    return avg.result()


def sampling(c, blocks=80, size=50000):
    rng, N, D, runs, total = np.random.default_rng(2024), c["N"], c["D"], [], Average()
    for _ in range(blocks):
        logp, values = given_hidden(c, rng.normal(size=(size, N, D)) * math.sqrt(c["g_v"] / D))
        one = Average()
        one.add(np.exp(logp) / size, values)
        total.add(np.exp(logp) / (size * blocks), values)
        runs.append((one.z, one.result()))
    mean, z = total.result(), np.array([r[0] for r in runs])
    # block estimates of a ratio, weighted by their normalisation: the linearised standard error of the pooled ratio
    se = {n: np.sqrt(np.mean([(zi / z.mean()) ** 2 * (np.asarray(r[n]) - mean[n]) ** 2 for zi, r in runs], 0) / (blocks - 1)) for n in NAMES if n != "log_evidence"}
    se["log_evidence"] = z.std(ddof=1) / math.sqrt(blocks) / z.mean()
    return mean, se


def by_q(c, step=mp.mpf(1) / 16):
    """Quadrature over t = log q with mpmath (trapezoidal rule, geometric convergence): the theory brief's mixture with dense algebra."""
    X, Xt, y, N, D, k, P = mat(c["X"]), mat(c["X_test"]), vec(c["y"]), c["N"], c["D"], mp.mpf(c["kappa"]), len(c["y"])
    lam, sig, nt = mp.mpf(c["g_w"]) / (N * mp.mpf(c["chi"])), mp.mpf(c["g_v"]) / D, len(c["X_test"])
    C, Ct, Ctt, eye = sig * X * X.T, sig * Xt * X.T, sig * Xt * Xt.T, mp.eye(P)
    low = int(-mp.mpf(160) / N / step) - 1
    acc, z = {}, mp.mpf(0)
    for i in range(low, int(6 / step)):
        t = i * step
        q = mp.exp(t)
        W2 = q * N * lam                                                              # |w|^2
        A = W2 * C + k * eye
        AI = mp.inverse(A)
        a = AI * y
        lw = mp.mpf(N) / 2 * t - N * q / 2 - (logdet(A) + dot(y, a)) / 2
        if lw < -250:
            continue
        w = mp.exp(lw)
        z += w
        u = mp.sqrt(W2) * sig * (X.T * a)
        uu = u * u.T + sig * mp.eye(D) - W2 * sig ** 2 * X.T * AI * X
        ft = W2 * Ct * a
        values = {"q_mean": mp.matrix([q]), "q_var": mp.matrix([q * q]), "train_mean": W2 * C * a, "test_mean": ft,
                  "test_cov": W2 * Ctt - W2 ** 2 * Ct * AI * Ct.T + ft * ft.T, "w2": mp.matrix([W2 / N]), "wv": mp.sqrt(W2) * u / N,
                  "vv": ((N - 1) * sig * mp.eye(D) + uu) / N}
        for n, v in values.items():
            acc[n] = acc[n] + w * v if n in acc else w * v
    out = {n: v / z for n, v in acc.items()}
    for n in ("q_mean", "q_var", "w2"):
        out[n] = out[n][0]
    out["q_var"] -= out["q_mean"] ** 2
    out["test_cov"] = out["test_cov"] - out["test_mean"] * out["test_mean"].T
    out["feature_kernel_train"], out["feature_kernel_test_train"] = X * out["vv"] * X.T, Xt * out["vv"] * X.T
    norm = mp.mpf(N) / 2 * mp.log(mp.mpf(N) / 2) - mp.loggamma(mp.mpf(N) / 2) - mp.mpf(P) / 2 * mp.log(2 * mp.pi)
    out["log_evidence"] = mp.log(z * step) + norm
    return {n: out[n] for n in NAMES}


def largest(a, b):
    b = np.array(b.tolist() if isinstance(b, mp.matrix) else float(b), dtype=float).reshape(np.shape(a))
    return float(np.abs(np.asarray(a) - b).max())


def tiny():
    out = []
    with mp.workdps(45):
        for c in cases():
            q = by_q(c)
            half = by_q(c, mp.mpf(1) / 20)
            qerr = max(float(abs(mp.norm(mp.matrix([q[n] - half[n]]) if isinstance(q[n], mp.mpf) else q[n] - half[n], "inf"))) for n in NAMES)
            case = {**c, "q": q, "q_accuracy": qerr}
            if c["route"] == "sampling":
                brute, se = sampling(c)
                sigma = max((np.abs(np.asarray(brute[n]) - np.array(q[n].tolist() if isinstance(q[n], mp.matrix) else float(q[n]), dtype=float).reshape(np.shape(brute[n])))
                             / np.maximum(np.asarray(se[n]), 1e-300)).max() for n in NAMES)
                case["brute"], case["standard_error"], case["largest_deviation_in_standard_errors"] = {n: brute[n] for n in NAMES}, se, sigma
                print(c["name"], "q accuracy", qerr, "sigma", sigma, flush=True)
                assert sigma < 4.5
            else:
                n = c["N"] * c["D"] + (c["route"] == "weights")
                step, reach = {1: (0.02, 11), 2: (0.04, 11), 3: (0.1, 10), 4: (0.2, 7.25)}[n]
                brute, coarse = quadrature(c, step, reach), quadrature(c, step * 1.25, reach - 0.5)
                case["brute"] = {m: brute[m] for m in NAMES}
                case["accuracy"] = max(largest(brute[m], mp.matrix(np.atleast_2d(coarse[m]).tolist())) for m in NAMES)
                case["largest_difference_from_q"] = max(largest(brute[m], q[m]) for m in NAMES)
                print(c["name"], "q accuracy", qerr, "brute", case["accuracy"], "difference", case["largest_difference_from_q"], flush=True)
                assert case["largest_difference_from_q"] < 2e-9
            out.append(case)
    return out


if __name__ == "__main__":
    tiny()
