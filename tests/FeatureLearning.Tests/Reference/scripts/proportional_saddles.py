"""All stationary points of the proportional-limit action for small cases, to 30 digits: tables/proportional_saddles.json.

One order parameter. S(Q) = Q - log Q + (1/N) log det(QK+k) + (1/N) y'(QK+k)^-1 y. With e_i, y_i the eigenvalues of K and the
components of y, Q S'(Q) prod (k+Q e_i)^2 is a polynomial of degree 2P+1 in Q; ALL its roots are found (mpmath.polyroots), the
positive real ones are the stationary points, so the list is complete, and S' is checked to vanish by dense LU algebra.

Two order parameters (relu). S(Q,B), A = k + Q Kc + R Km with R = 1/(1+B), Kc = N lam (Phi0 - mm'), Km = N lam mm'. For given Q,
dS/dR = 0 is a cubic in R (rank one): all its positive roots are followed while log Q is scanned over [-14, 10] in 4000 steps, sign
changes of dS/dQ are located and polished by a two-dimensional Newton iteration (mpmath.findroot) on (dS/dQ, dS/dB). `kind` is
from the Hessian in (Q,B): with m = 0 the Hessian is [[bulk, -1], [-1, -1/(1+B)^2]], so the wanted point (a minimum over Q of the
extremum over B) is a "saddle" of S(Q,B): `kind` then says "minimum" if d2S/dQ2 of the reduced action S(Q,B(Q)) is positive.

    /usr/bin/python3 scripts/proportional_saddles.py
"""
import math
import mpmath as mp
import numpy as np
from common import mat, vec, dot, trace, logdet, row, write_json

mp.mp.dps = 60


def kernel(case, A, B):
    """Prior feature kernel E[phi(h_a) phi(h_b)] of rows of A and B."""
    g = mp.mpf(case["g_v"]) / case["D"]
    out = mp.matrix(A.rows, B.rows)
    for i in range(A.rows):
        for j in range(B.rows):
            a, b = row(A, i), row(B, j)
            caa, cab, cbb = g * dot(a, a), g * dot(a, b), g * dot(b, b)
            if case["activation"] == "linear":
                out[i, j] = cab
            elif case["activation"] == "erf":
                out[i, j] = 2 / mp.pi * mp.asin(2 * cab / mp.sqrt((1 + 2 * caa) * (1 + 2 * cbb)))
            else:
                n = mp.sqrt(caa * cbb)
                c = max(min(cab / n, mp.mpf(1)), mp.mpf(-1))
                t = mp.acos(c)
                out[i, j] = n / (2 * mp.pi) * (mp.sin(t) + (mp.pi - t) * c)
    return out


def feature_mean(case, A):
    g = mp.mpf(case["g_v"]) / case["D"]
    return mp.matrix([mp.sqrt(g * dot(row(A, i), row(A, i)) / (2 * mp.pi)) for i in range(A.rows)])


def predict(A, cross, diag, y):
    """Mean and variance (without label noise) of a Gaussian process: train block A (noise included), cross block, test diagonal."""
    a = mp.lu_solve(A, y)
    mean = mp.matrix([dot(row(cross, i), a) for i in range(cross.rows)])
    var = mp.matrix([diag[i] - dot(row(cross, i), mp.lu_solve(A, row(cross, i))) for i in range(cross.rows)])
    return mean, var


def polymul(p, q):
    out = [mp.mpf(0)] * (len(p) + len(q) - 1)
    for i, a in enumerate(p):
        for j, b in enumerate(q):
            out[i + j] += a * b
    return out


def positive_roots(p):
    """All positive real roots of the polynomial with coefficients p, lowest power first."""
    while p[-1] == 0:
        p = p[:-1]
    with mp.workdps(180):
        roots = mp.polyroots(p[::-1], maxsteps=2000, extraprec=1500)
    return sorted(mp.re(r) for r in roots if abs(mp.im(r)) < mp.mpf(10) ** -50 * (1 + abs(r)) and mp.re(r) > 0)


def one_parameter(case, K, Kx, Kd, y):
    N, k, P = case["N"], mp.mpf(case["kappa"]), len(y)
    e, U = mp.eigsy(K)
    e = [max(v, mp.mpf(0)) if abs(v) < mp.mpf(10) ** -50 else v for v in e]
    yt = U.T * y
    squares = [polymul([k, v], [k, v]) for v in e]
    total = [mp.mpf(-1), mp.mpf(1)]
    for s in squares:
        total = polymul(total, s)
    for i in range(P):
        rest = polymul([mp.mpf(0), e[i] / N], [k - yt[i] ** 2, e[i]])
        for j in range(P):
            if j != i:
                rest = polymul(rest, squares[j])
        total = [a + (rest[n] if n < len(rest) else 0) for n, a in enumerate(total)]
    points, eye = [], mp.eye(P)
    for Q in positive_roots(total):
        A = Q * K + k * eye
        a = mp.lu_solve(A, y)
        AK = mp.inverse(A) * K
        Ka = K * a
        slope = 1 - 1 / Q + (trace(AK) - dot(a, Ka)) / N
        assert abs(slope) < mp.mpf(10) ** -35, slope
        curvature = 1 / Q ** 2 + (-trace(AK * AK) + 2 * dot(Ka, mp.lu_solve(A, Ka))) / N
        mean, var = predict(A, Q * Kx, [Q * d for d in Kd], y)
        points.append({"Q": Q, "S": Q - mp.log(Q) + (logdet(A) + dot(y, a)) / N, "S_second_derivative": curvature,
                       "kind": "minimum" if curvature > 0 else "maximum", "train_mean": y - k * a, "test_mean": mean, "test_variance": var})
    return points


def two_parameters(case, K, Kx, Kd, y, X, Xt):
    N, k, P = case["N"], mp.mpf(case["kappa"]), len(y)
    nl = mp.mpf(case["g_w"]) / mp.mpf(case["chi"])
    m, mt = mp.sqrt(nl) * feature_mean(case, X), mp.sqrt(nl) * feature_mean(case, Xt)
    Kc, eye = K - m * m.T, mp.eye(P)

    def A_of(Q, B):
        return k * eye + Q * Kc + m * m.T / (1 + B)

    def gradient(Q, B):
        A = A_of(Q, B)
        a, AI = mp.lu_solve(A, y), mp.inverse(A)
        dQ = -B + (trace(AI * Kc) - dot(a, Kc * a)) / N
        dB = -Q + 1 / (1 + B) - (dot(m, AI * m) - dot(m, a) ** 2) / (1 + B) ** 2 / N
        return dQ, dB

    ec, Uc = np.linalg.eigh(np.array(Kc.tolist(), dtype=float))
    mu, yu = Uc.T @ np.array(m.T.tolist()[0], dtype=float), Uc.T @ np.array(y.T.tolist()[0], dtype=float)
    kf = float(k)

    def branches(Q):
        """All (R, dS/dQ) with dS/dR = 0 at this Q, in double precision."""
        G = kf + Q * ec
        al, ga = (mu ** 2 / G).sum(), (mu * yu / G).sum()
        one = np.poly1d([al, 1.0])
        R = np.poly1d([1.0, 0.0])
        cubic = Q * one * one - R * one * one + R * R * one * (al / N) - R * R * (ga ** 2 / N)
        out = []
        for r in cubic.roots:
            if abs(r.imag) < 1e-9 * (1 + abs(r)) and r.real > 0:
                r = r.real
                a = yu / G - mu / G * (r * ga / (1 + r * al))
                tr = (ec / G).sum() - r / (1 + r * al) * (mu ** 2 * ec / G ** 2).sum()
                out.append((r, 1 - 1 / r + (tr - (ec * a * a).sum()) / N))
        return sorted(out)

    starts, previous = [], None
    for t in np.linspace(-14, 10, 4001):
        Q = math.exp(t)
        now = branches(Q)
        if previous is not None:
            for r, s in now:
                if not previous[1]:
                    continue
                r0, s0 = min(previous[1], key=lambda z: abs(math.log(z[0] / r)))
                if s * s0 <= 0:
                    starts.append((Q, 1 / r - 1))
            if len(now) != len(previous[1]):           # a fold of the cubic: try all roots on both sides
                starts += [(Q, 1 / r - 1) for r, _ in now] + [(previous[0], 1 / r - 1) for r, _ in previous[1]]
        previous = (Q, now)
    points = []
    for Q0, B0 in starts:
        try:
            Q, B = mp.findroot(gradient, (mp.mpf(Q0), mp.mpf(B0)), tol=mp.mpf(10) ** -80, maxsteps=60)
        except (ValueError, ZeroDivisionError):
            continue
        if Q <= 0 or 1 + B <= 0 or any(abs(Q / p["Q"] - 1) + abs((1 + B) / (1 + p["B"]) - 1) < mp.mpf(10) ** -20 for p in points):
            continue
        A = A_of(Q, B)
        h = mp.mpf(10) ** -20
        qq, bq = [(u - v) / (2 * h) for u, v in zip(gradient(Q + h, B), gradient(Q - h, B))]
        bb = (gradient(Q, B + h)[1] - gradient(Q, B - h)[1]) / (2 * h)
        reduced = qq - bq * bq / bb
        cross = Q * (Kx - mt * m.T) + mt * m.T / (1 + B)
        diag = [Q * (d - mt[i] ** 2) + mt[i] ** 2 / (1 + B) for i, d in enumerate(Kd)]
        mean, var = predict(A, cross, diag, y)
        a = mp.lu_solve(A, y)
        points.append({"Q": Q, "B": B, "S": 1 - Q * B + mp.log(1 + B) + (logdet(A) + dot(y, a)) / N,
                       "reduced_second_derivative": reduced, "kind": "minimum" if reduced > 0 else "maximum",
                       "train_mean": y - k * a, "test_mean": mean, "test_variance": var})
    return sorted(points, key=lambda p: p["Q"])


def grid(seed, rows, cols, scale=1.0):
    """Deterministic inputs on a coarse binary grid (exact in any decimal form)."""
    return (np.round(np.random.default_rng(seed).normal(size=(rows, cols)) * scale * 64) / 64).tolist()


def cases():
    base = dict(g_v=1.0, g_w=1.0, chi=1.0)
    out = [
        dict(name="P1 linear", activation="linear", N=3, D=2, kappa=0.25, X=[[1.0, 0.5]], y=[1.5], X_test=[[0.5, -1.0], [2.0, 1.0]]),
        dict(name="P1 erf mean-field", activation="erf", N=8, D=2, kappa=0.03125, chi=8.0, g_v=2.0, X=[[1.0, -0.5]], y=[-1.0], X_test=[[1.0, 1.0]]),
        dict(name="P2 erf", activation="erf", N=5, D=3, kappa=0.125, g_w=1.5, X=grid(1, 2, 3), y=[1.0, -1.0], X_test=grid(2, 2, 3)),
        dict(name="P3 linear, rank deficient", activation="linear", N=4, D=2, kappa=0.0625, X=grid(3, 3, 2), y=[1.0, -0.5, 2.0], X_test=grid(4, 3, 2)),
        dict(name="P4 linear, chi=10", activation="linear", N=10, D=6, kappa=0.01, chi=10.0, X=grid(5, 4, 6), y=[1.0, -1.0, 1.0, -1.0], X_test=grid(6, 2, 6)),
        dict(name="P6 erf, P/N large", activation="erf", N=2, D=3, kappa=0.01, g_v=2.0, X=grid(7, 6, 3), y=[1.0, -1.0, 1.0, -1.0, 1.0, -1.0], X_test=grid(8, 3, 3)),
        dict(name="three points, linear, orthogonal rows", activation="linear", N=1, D=4, kappa=0.015625, g_v=4.0,
             X=[[32.0, 0.0, 0.0, 0.0], [0.0, 32.0, 0.0, 0.0], [0.0, 0.0, 64.0, 0.0], [0.0, 0.0, 0.0, 0.25]], y=[0.125, 0.0, 0.0, 1.0],
             X_test=[[1.0, 1.0, 1.0, 1.0], [0.0, 0.0, 0.0, 1.0]]),
        dict(name="three points, linear, near-duplicate inputs", activation="linear", N=1, D=4, kappa=0.0001, g_v=1.0,
             X=[[3.0, 1.0, 0.0, 1.0], [3.0, 1.0, 0.03125, 1.0], [-2.0, 4.0, 1.0, 0.0], [1.0, -1.0, 5.0, 2.0]], y=[0.125, -0.125, 0.0, 0.0],
             X_test=[[3.0, 1.0, 0.015625, 1.0], [1.0, 0.0, 0.0, 0.0]]),
        dict(name="three points, erf, near-duplicate inputs with opposite labels", activation="erf", N=1, D=3, kappa=0.0001, g_v=3.0,
             X=[[1.0, 1.0, 0.0], [1.0, 1.0, 0.03125], [-2.0, 1.0, 1.0], [1.0, -1.0, 2.0], [0.0, 2.0, -1.0]], y=[0.125, -0.125, 0.0, 0.0, 0.0],
             X_test=[[1.0, 1.0, 0.015625], [1.0, 0.0, 0.0]]),
        dict(name="P1 relu", activation="relu", N=4, D=2, kappa=0.125, g_v=2.0, X=[[1.0, 0.5]], y=[1.0], X_test=[[0.5, -1.0], [2.0, 1.0]]),
        dict(name="P2 relu", activation="relu", N=6, D=2, kappa=0.25, g_v=1.0, X=[[1.0, 0.5], [-0.75, 1.0]], y=[1.0, -1.0], X_test=[[0.5, -1.0], [2.0, 1.0]]),
        dict(name="P4 relu, positive labels", activation="relu", N=5, D=3, kappa=0.0625, g_v=2.0, g_w=0.5, X=grid(9, 4, 3), y=[1.0, 1.5, 2.0, 1.25], X_test=grid(10, 2, 3)),
        dict(name="P6 relu", activation="relu", N=12, D=3, kappa=0.05, g_v=2.0, X=grid(11, 6, 3), y=[1.0, -1.0, 1.0, -1.0, 1.0, -1.0], X_test=grid(12, 3, 3)),
        dict(name="P6 relu, chi=N", activation="relu", N=12, D=3, kappa=0.01, g_v=2.0, chi=12.0, X=grid(11, 6, 3), y=[1.0, -1.0, 1.0, -1.0, 1.0, -1.0], X_test=grid(12, 3, 3)),
    ]
    out.append(dict(name="relu, N=2, near-duplicate inputs with opposite labels", activation="relu", N=2, D=4, kappa=2.0 ** -16, g_v=2.0,
                    X=[[1.0, 1.0, 0.0, 0.0], [1.0, 1.0, 0.0625, 0.0], [-2.0, 1.0, 1.0, 0.0], [1.0, -1.0, 2.0, 1.0], [0.0, 2.0, -1.0, 2.0],
                       [-1.0, -1.0, 0.5, -2.0]], y=[0.125, -0.125, 0.0, 0.0, 0.0, 0.0], X_test=[[1.0, 1.0, 0.015625, 0.0], [1.0, 0.0, 0.0, 1.0]]))
    out.append(dict(name="relu, N=1 (gap: no positive R = 1/(1+B) solves dS/dB = 0 between the minima), near-duplicate inputs with opposite labels", activation="relu", N=1, D=3, kappa=0.0001, g_v=2.0,
                    X=[[1.0, 1.0, 0.0], [1.0, 1.0, 0.0625], [-2.0, 1.0, 1.0], [1.0, -1.0, 2.0], [0.0, 2.0, -1.0]],
                    y=[0.125, -0.125, 0.0, 0.0, 0.0], X_test=[[1.0, 1.0, 0.015625], [1.0, 0.0, 0.0]]))
    return [{**base, **c, "P": len(c["y"])} for c in out]


def main():
    out = []
    for c in cases():
        X, Xt, y = mat(c["X"]), mat(c["X_test"]), vec(c["y"])
        nl = mp.mpf(c["g_w"]) / mp.mpf(c["chi"])
        K, Kx, Ktt = nl * kernel(c, X, X), nl * kernel(c, Xt, X), nl * kernel(c, Xt, Xt)
        Kd = [Ktt[i, i] for i in range(Xt.rows)]
        mean, var = predict(K + mp.mpf(c["kappa"]) * mp.eye(c["P"]), Kx, Kd, y)
        c["nngp"] = {"test_mean": mean, "test_variance": var}
        c["one_parameter"] = one_parameter(c, K, Kx, Kd, y)
        if c["activation"] == "relu":
            c["two_parameters"] = two_parameters(c, K, Kx, Kd, y, X, Xt)
        print(c["name"], [(p["kind"], mp.nstr(p["Q"], 8), mp.nstr(p["S"], 8)) for p in c["one_parameter"]],
              [(p["kind"], mp.nstr(p["Q"], 8), mp.nstr(p["B"], 8), mp.nstr(p["S"], 8)) for p in c.get("two_parameters", [])], flush=True)
        out.append(c)
    write_json("proportional_saddles.json", {"about": __doc__.split("\n")[0], "cases": out})


if __name__ == "__main__":
    main()
