"""Recompute data/proportional.json.gz in double precision (numpy/scipy, Brent's method) and print the largest differences.

    /usr/bin/python3 scripts/check_proportional.py
"""
import gzip, json
import numpy as np
from scipy.optimize import brentq
from common import DATA


def main():
    for c in json.loads(gzip.decompress((DATA / "proportional.json.gz").read_bytes()))["cases"]:
        X, Xt, y, yt, N, T = *(np.array(c[k]) for k in ("X", "X_test", "y", "y_test")), c["N"], c["temperature"]
        Z = np.vstack([X, Xt])
        C = Z @ Z.T / c["D"] / c["lambda0"]
        d = 1 + 2 * np.diag(C)
        K = (C if c["activation"] == "linear" else 2 / np.pi * np.arcsin(2 * C / np.sqrt(np.outer(d, d)))) / c["lambda1"]
        P = len(y)
        e, U = np.linalg.eigh(K[:P, :P])
        yu = U.T @ y
        slope = lambda Q: 1 - 1 / Q + ((e / (Q * e + T)).sum() - (e * yu ** 2 / (Q * e + T) ** 2).sum()) / N
        t = np.linspace(-12, 8, 20001)
        s = np.array([slope(np.exp(v)) for v in t])
        roots = [np.exp(brentq(lambda v: slope(np.exp(v)), t[i], t[i + 1], xtol=1e-15)) for i in np.flatnonzero(s[1:] * s[:-1] < 0)]
        Q = roots[0]
        A = Q * K[:P, :P] + T * np.eye(P)
        mean = Q * K[P:, :P] @ np.linalg.solve(A, y)
        var = Q * np.diag(K)[P:] - Q * Q * np.einsum("xp,px->x", K[P:, :P], np.linalg.solve(A, K[:P, P:]))
        S = Q - np.log(Q) + (np.log(Q * e + T) + yu ** 2 / (Q * e + T)).sum() / N
        nngp = K[P:, :P] @ np.linalg.solve(K[:P, :P] + T * np.eye(P), y)
        bias, v = ((mean - yt) ** 2).mean(), var.mean()
        print(c["activation"], "roots", roots, "dQ", Q - c["Q"], "dS", S - c["action"], "mean", abs(mean - c["test_mean"]).max(), "variance",
              abs(var - c["test_variance"]).max(), "nngp", abs(nngp - c["nngp_test_mean"]).max(), "bias", bias - c["loss"]["bias"], "var", v - c["loss"]["var"],
              "total", bias + v - c["loss"]["total"])


if __name__ == "__main__":
    main()
