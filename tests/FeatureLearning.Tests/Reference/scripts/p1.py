"""One training point (P = 1): tables/p1.csv. Every number from a scalar formula of p1.md, 30 digits.

K = k, target y. Cubics by mpmath.polyroots; the exact posterior as a ratio of one-dimensional integrals (mpmath.quad, tanh-sinh in q);
for y = 0 the script checks the evidence integral against Tricomi's U; each cubic root is checked in the equation it came from.

    /usr/bin/python3 scripts/p1.py
"""
import mpmath as mp
from common import write_csv

mp.mp.dps = 50


def positive(coefficients):
    roots = mp.polyroots(coefficients, maxsteps=500, extraprec=400)
    return sorted(mp.re(r) for r in roots if abs(mp.im(r)) < mp.mpf(10) ** -30 and mp.re(r) > 0)


def tree(N, k, kap, y):
    """(Q - 1)(Qk + kap)^2 - Q k y^2/N = 0 has one root >= 1 (tree level)."""
    Q = [q for q in positive([k * k, 2 * k * kap - k * k, kap * kap - 2 * k * kap - k * y * y / N, -kap * kap]) if q >= 1 - mp.mpf(10) ** -30]
    assert len(Q) == 1
    return Q[0]


def proportional(N, k, kap, y):
    """(Q - 1)(Qk + kap)^2 + (Qk/N)(Qk + kap) - Q k y^2/N = 0, all positive roots."""
    return positive([k * k, 2 * k * kap - k * k + k * k / N, kap * kap - 2 * k * kap + k * kap / N - k * y * y / N, -kap * kap])


def one_loop(N, k, kap, y):
    """kap a + Q k a - (1/2) d/da log(kap + Qk + 2 Q^2 k^2 a^2/N) = y with Q = 1/(1 - k a^2/N): all roots in |a| < sqrt(N/k), by sign scan."""
    def f(a):
        Q = 1 / (1 - k * a * a / N)
        dQ = 2 * Q * Q * k * a / N
        M = kap + Q * k + 2 * Q * Q * k * k * a * a / N
        dM = dQ * k + 4 * Q * dQ * k * k * a * a / N + 4 * Q * Q * k * k * a / N
        return kap * a + Q * k * a - dM / M / 2 - y
    edge = mp.sqrt(mp.mpf(N) / k)
    grid = [edge * mp.tanh(mp.mpf(i) / 100) for i in range(-1500, 1501)]
    v = [f(a) for a in grid]
    return [mp.findroot(f, (p, q), solver="anderson", tol=mp.mpf(10) ** -80) if u != 0 else p for p, q, u, w in zip(grid, grid[1:], v, v[1:]) if u * w < 0 or u == 0]


def exact(N, k, kap, y):
    h = mp.mpf(N) / 2
    lw = lambda t: h * t - h * mp.exp(t) - mp.log(mp.exp(t) * k + kap) / 2 - y * y / (mp.exp(t) * k + kap) / 2
    top = max(lw(mp.mpf(i) / 20) for i in range(-400, 100))
    lo = min(-200 / h, mp.mpf(-10))
    pts = [lo] + [lo * mp.mpf(2) ** -j for j in range(1, 9)] + [0] + [mp.mpf(i) / 8 for i in range(1, 33)]
    integral = lambda g: mp.quad(lambda t: mp.exp(lw(t) - top) * g(mp.exp(t)), pts)
    z = integral(lambda q: 1)
    mean = lambda g: integral(g) / z
    q1, q2 = mean(lambda q: q), mean(lambda q: q * q)
    f1 = mean(lambda q: q * k * y / (q * k + kap))
    f2 = mean(lambda q: (q * k * y / (q * k + kap)) ** 2 + q * k * kap / (q * k + kap))
    log_evidence = mp.log(z) + top + h * mp.log(h) - mp.loggamma(h) - mp.log(2 * mp.pi) / 2
    if y == 0:
        r = kap / k
        tricomi = mp.gamma(h) * r ** (h - mp.mpf(1) / 2) * mp.hyperu(h, h + mp.mpf(1) / 2, h * r) / mp.sqrt(k)
        assert abs(mp.log(z) + top - mp.log(tricomi)) < mp.mpf(10) ** -30
    return q1, q2 - q1 * q1, f1, f2 - f1 * f1, log_evidence


def main():
    header = ["N", "k", "kappa", "y", "nngp_mean", "nngp_variance", "tree_Q", "tree_mean", "strict_one_loop_mean", "one_loop_solutions", "one_loop_a",
              "one_loop_mean", "proportional_roots", "proportional_Q", "proportional_mean", "proportional_variance", "exact_q_mean", "exact_q_var", "exact_mean",
              "exact_variance", "exact_log_evidence"]
    rows = []
    for N, k, kap, y in [(1, 1.0, 0.25, 1.0), (3, 1.0, 0.25, 1.5), (3, 2.0, 0.125, -3.0), (10, 0.5, 0.5, 2.0), (10, 0.5, 0.5, 0.0), (50, 1.25, 0.0625, 4.0),
                         (100, 1.0, 0.125, 1.0), (100, 0.015625, 0.001953125, 1.0), (1000, 1.0, 1.0, 10.0), (20, 1.0, 1e-6, 1.0)]:
        K, s, Y = mp.mpf(k), mp.mpf(kap), mp.mpf(y)
        nngp = K * Y / (K + s), K * s / (K + s)
        Q = tree(N, K, s, Y)
        a = Y / (Q * K + s)
        assert abs(s * a + Q * K * a - Y) < mp.mpf(10) ** -30 and abs(1 / Q - 1 + K * a * a / N) < mp.mpf(10) ** -30
        logM = lambda a: mp.log(s + K / (1 - K * a * a / N) + 2 * (K / (1 - K * a * a / N)) ** 2 * a * a / N)
        strict = a + mp.diff(logM, a) / 2 / mp.exp(logM(a))
        loops = one_loop(N, K, s, Y)
        main_branch = [b for b in loops if b * Y > 0 or Y == 0]
        la = min(main_branch, key=lambda b: abs(b - a)) if main_branch else None
        roots = proportional(N, K, s, Y)
        S = lambda q: q - mp.log(q) + (mp.log(q * K + s) + Y * Y / (q * K + s)) / N
        q = min(roots, key=S)
        assert abs(mp.diff(S, q)) < mp.mpf(10) ** -20
        ex = exact(N, K, s, Y)
        rows.append([N, k, kap, y, *nngp, Q, Q * K * a, Y - s * strict, len(loops), la if la is not None else "none", Y - s * la if la is not None else "none",
                     len(roots), q, q * K * Y / (q * K + s), q * K * s / (q * K + s), *ex])
        print([mp.nstr(v, 8) if isinstance(v, mp.mpf) else v for v in rows[-1]], [mp.nstr(b, 6) for b in loops], flush=True)
    write_csv("p1.csv", header, rows)


if __name__ == "__main__":
    main()
