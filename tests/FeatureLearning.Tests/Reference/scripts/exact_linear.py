"""Exact posteriors of linear networks: tables/exact_linear.json.

"tiny": see exact_tiny.py (integration over the weights; and over q).
"linear_json": the five cases of data/linear.json by quadrature over t = log q with mpmath, 45 digits: eigenvectors of K by
mpmath.eigsy, trapezoidal rule on the whole line (geometric convergence), two step sizes compared; route "q". The script asserts
agreement with the numbers stored in linear.json to 1e-9.

    /usr/bin/python3 scripts/exact_linear.py
"""
import mpmath as mp
import numpy as np
from common import dot, mat, read_linear, row, vec, write_json
from exact_tiny import tiny


def setup(c):
    X, Xt, y, N = mat(c["X"]), mat(c["X_test"]), vec(c["y"]), c["N"]
    nl, sig = mp.mpf(c["g_w"]) / mp.mpf(c["chi"]), mp.mpf(c["g_v"]) / c["D"]        # N lambda, prior variance of a weight
    phi, U = mp.eigsy(sig * X * X.T)
    phi = [mp.mpf(0) if abs(e) < mp.mpf(10) ** -35 else e for e in phi]
    B = nl * sig * Xt * (X.T * U)
    return dict(N=N, P=len(y), nl=nl, sig=sig, phi=phi, U=U, y=U.T * y, B=[[B[i, j] for j in range(B.cols)] for i in range(B.rows)], X=X,
                kd=[nl * sig * dot(row(Xt, i), row(Xt, i)) for i in range(Xt.rows)], kappa=mp.mpf(c["kappa"]), D=c["D"])


def log_weight(s, t):
    q = mp.exp(t)
    A = [q * s["nl"] * p + s["kappa"] for p in s["phi"]]
    return mp.mpf(s["N"]) / 2 * t - s["N"] * q / 2 - mp.fsum(mp.log(a) + y * y / a for a, y in zip(A, s["y"])) / 2, q, A


def averages(s, centre, step):
    """Sums over the lattice centre + n step, both ways until the weight is 1e-42 of the maximum."""
    top = log_weight(s, centre)[0]
    P, nt, nl, phi, y = s["P"], len(s["kd"]), s["nl"], s["phi"], s["y"]
    acc, z = None, mp.mpf(0)
    for direction in (1, -1):
        n = 0 if direction == 1 else -1
        while True:
            lw, q, A = log_weight(s, centre + n * step)
            if lw < top - 97:
                break
            w, W2 = mp.exp(lw - top), q * nl
            d = [q / a for a in A]
            e = [d[i] * y[i] for i in range(P)]
            f = [dot(s["B"][x], e) for x in range(nt)]
            var = [q * s["kd"][x] - q * mp.fsum(s["B"][x][i] ** 2 * d[i] for i in range(P)) for x in range(nt)]
            tr = W2 * mp.fsum(phi[i] ** 2 * (y[i] ** 2 / A[i] ** 2 - 1 / A[i]) for i in range(P))
            yy = W2 * (mp.fsum(phi[i] * y[i] ** 2 / A[i] for i in range(P)) ** 2 - mp.fsum((phi[i] * y[i]) ** 2 / A[i] for i in range(P)))
            vv = W2 * mp.fsum(phi[i] * (y[i] ** 2 / A[i] ** 2 - 1 / A[i]) for i in range(P))
            values = [q, q * q, tr, yy, vv] + e + f + [var[x] + f[x] ** 2 for x in range(nt)]
            z += w
            acc = [w * v for v in values] if acc is None else [a + w * v for a, v in zip(acc, values)]
            n += direction
    return z, top, [a / z for a in acc]


def solve(c):
    s = setup(c)
    grid = [mp.mpf(i) / 50 for i in range(-150, 200)]
    with mp.workdps(20):
        coarse = max(grid, key=lambda t: log_weight(s, t)[0])
        h = mp.mpf("0.02")
        curvature = -(log_weight(s, coarse + h)[0] - 2 * log_weight(s, coarse)[0] + log_weight(s, coarse - h)[0]) / h ** 2
    N, P, nt, nl, phi, y = s["N"], s["P"], len(s["kd"]), s["nl"], s["phi"], s["y"]

    def result(step):
        z, top, v = averages(s, coarse, step)
        e, f, ff = v[5:5 + P], v[5 + P:5 + P + nt], v[5 + P + nt:]
        train = s["U"] * mp.matrix([nl * phi[i] * e[i] for i in range(P)])
        half = mp.mpf(N) / 2
        return {"log_evidence": mp.log(z * step) + top + half * mp.log(half) - mp.loggamma(half) - mp.mpf(P) / 2 * mp.log(2 * mp.pi),
                "q_mean": v[0], "q_var": v[1] - v[0] ** 2, "w2": nl * v[0] / N,
                "trace_feature_kernel": mp.fsum(phi) + (v[2]) / N, "y_feature_kernel_y": mp.fsum(phi[i] * y[i] ** 2 for i in range(P)) + v[3] / N,
                "trace_vv": s["sig"] * s["D"] + s["sig"] * v[4] / N, "wv": s["sig"] * nl / N * (s["X"].T * (s["U"] * mp.matrix(e))),
                "train_mean_norm": mp.norm(train), "train_mean": train, "test_mean": mp.matrix(f),
                "test_variance": mp.matrix([ff[x] - f[x] ** 2 for x in range(nt)])}

    step = 1 / mp.sqrt(curvature) / mp.mpf("2.5")
    a, b = result(step), result(step * mp.mpf("1.1"))
    accuracy = max(float(abs(a[k] - b[k]) if isinstance(a[k], mp.mpf) else mp.norm(a[k] - b[k], "inf")) for k in a)
    return a, accuracy


def main():
    out = []
    with mp.workdps(45):
        for i, c in enumerate(read_linear()):
            r, accuracy = solve(c)
            x = c["exact"]
            difference = max([abs(float(r["q_mean"]) - x["q_mean"]), abs(float(r["q_var"]) - x["q_var"])]
                             + [abs(float(p) - q) for n in ("train_mean", "test_mean") for p, q in zip(r[n], x[n])])
            print(i, accuracy, difference, float(r["log_evidence"]), flush=True)
            assert difference < 1e-9
            out.append({"linear_json_case": i, "route": "q", "accuracy": accuracy, "largest_difference_from_linear_json": difference, **r})
    write_json("exact_linear.json", {"about": __doc__.split("\n")[0], "linear_json": out, "tiny": tiny()})


if __name__ == "__main__":
    main()
