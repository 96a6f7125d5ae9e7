"""Is the table of section 5 of the theory brief a different draw from linear.json? Prints, for each row, the range of <q>, tree-level Q and
proportional Q over 60 independent draws (Ising inputs, y = 1.5 X t / sqrt(D)), and the relative errors of linear.json's own cases.

    /usr/bin/python3 scripts/draws.py
"""
import numpy as np
from scipy.optimize import brentq
from common import read_linear


def numbers(K, y, N, kappa):
    e, U = np.linalg.eigh(K)
    e, yt = np.maximum(e, 0), U.T @ y
    t = np.linspace(-3, 4, 8001)
    q = np.exp(t)[:, None]
    A = q * e + kappa
    lw = N / 2 * t - N * q[:, 0] / 2 - 0.5 * (np.log(A) + yt ** 2 / A).sum(1)
    w = np.exp(lw - lw.max())
    w /= w.sum()
    slope = lambda Q, trace: 1 - 1 / Q + (trace * (e / (Q * e + kappa)).sum() - (e * yt ** 2 / (Q * e + kappa) ** 2).sum()) / N
    tree, prop = [brentq(slope, 1e-6 if tr else 1 - 1e-9, 1e3, args=(tr,)) for tr in (0, 1)]
    exact = (w[:, None] / A).sum(0) * yt
    error = lambda Q: np.linalg.norm(yt / (Q * e + kappa) - exact) / np.linalg.norm(exact)
    return w @ q[:, 0], tree, prop, error(1), error(tree), error(prop)


def main():
    brief = [(100, 30, 60, 1, .1, 1.3053), (100, 30, 60, 100, .1, 9.4490), (100, 80, 60, 1, .1, 1.1348), (100, 80, 60, 10, .1, 3.1982), (40, 80, 60, 1, .1, 1.3038), (40, 80, 60, 1, .05, 1.3038)]
    for N, D, P, chi, k0, q in brief:
        rng, r = np.random.default_rng(1), []
        for _ in range(60):
            X = rng.choice([-1.0, 1.0], (P, D))
            r.append(numbers(X @ X.T / D / chi, 1.5 * X @ rng.normal(size=D) / np.sqrt(D), N, k0 / chi))
        r = np.array(r)
        print((N, D, P, chi, k0), "brief <q>", q, "draws: min, median, max of <q>", np.quantile(r[:, 0], [0, .5, 1]).round(4), "rank of brief", (r[:, 0] < q).mean(),
              "median errors NNGP, tree, proportional", np.median(r[:, 3:], 0).round(4))
    for i, c in enumerate(read_linear()):
        X, y = np.array(c["X"]), np.array(c["y"])
        n = numbers(X @ X.T / c["D"] / c["chi"], y, c["N"], c["kappa"])
        d = lambda m: np.linalg.norm(np.array(c["exact"]["train_mean"]) - np.array(c[m]["train_mean"])) / np.linalg.norm(y - np.array(c["exact"]["train_mean"]))
        print(i, "kappa*chi", c["kappa"] * c["chi"], np.round(n, 5), "strict", round(d("one_loop_strict"), 5), "one loop", round(d("one_loop"), 5) if c["one_loop"] else None)


if __name__ == "__main__":
    main()
