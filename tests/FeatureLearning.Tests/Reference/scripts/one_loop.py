"""Self-consistent and strict one-loop solutions of linear networks: tables/one_loop.json.

Functional, with a source j on one test point, z = (a, j), K_ext = [[K, k*], [k*', k**]]:
    T(z) = kappa a'a/2 - (N/2) log(1 - z'K_ext z/N),   Gamma(a, j) = T - 1/2 log det d2T/da2
solved for dGamma/da = y at j = 0;  f* = dGamma/dj at j = 0;  Var f* = d2/dj2 [Gamma(a(j), j) - a(j)'y] at j = 0.

Three routes, compared with each other by assertions:
  dense    the P unknowns, explicit matrix gradient, Jacobian by complex step, Newton from the tree level along the loop weight
           eps in [0, 1] (Gamma_eps = T - eps/2 log det T''); variances by complex step in j (exact to rounding). Double precision.
  scalars  in the eigenbasis of K the stationarity is a_i = y_i / (kappa + k_i (Q-b) - p k_i^2/(kappa+Q k_i)) with three scalars Q, b, p:
           1 - 1/Q = a'Ka/N,  p = c/(1+c s),  b = c/2 (t - p r) + (4 Q^3/N^2) s/(1+c s),  c = 2Q^2/N, u = Ka, G = kappa + QK,
           s = u'G^-1 u, r = u'G^-1 K G^-1 u, t = tr G^-1 K (here b and p carry the factor eps). Polished with mpmath at 50 digits;
           also the search for further solutions, because three scalars can be multi-started exhaustively.
  brute    small cases only: the gradient of Gamma by central differences of the scalar functional itself (log det by Cholesky)
           at 100 digits, quasi-Newton to 1e-40; Var f* by central differences in j with step 1e-12. No formula of the other two.

    /usr/bin/python3 scripts/one_loop.py
"""
import mpmath as mp
import numpy as np
from scipy.optimize import brentq, root
from common import dot, logdet, mat, read_linear, row, vec, write_json

np.seterr(all="ignore")


class Problem:
    def __init__(self, c):
        self.N, self.kappa, self.y = c["N"], c["kappa"], np.array(c["y"])
        X, Xt = np.array(c["X"]), np.array(c["X_test"])
        g = c["g_w"] * c["g_v"] / (c["chi"] * c["D"])
        self.K, self.Kx, self.Kd = g * X @ X.T, g * Xt @ X.T, g * (Xt * Xt).sum(1)
        self.k, self.U = np.linalg.eigh(self.K)
        self.k = np.where(self.k < 1e-12 * self.k[-1], 0, self.k)
        self.rank = int((self.k > 0).sum())
        self.yt = self.U.T @ self.y

    def parts(self, a, j=0.0, x=0):
        """dT/da, d(log det)/da, dT/dj, d(log det)/dj, Q, T''; holomorphic in (a, j)."""
        K, N, kx, kxx = self.K, self.N, self.Kx[x], self.Kd[x]
        s = a @ K @ a + 2 * j * (kx @ a) + j * j * kxx
        Q = 1 / (1 - s / N)
        u, us, c = K @ a + j * kx, kx @ a + j * kxx, 2 * Q * Q / N
        M = self.kappa * np.eye(len(a)) + Q * K + c * np.outer(u, u)
        MI = np.linalg.inv(M)
        v = MI @ u
        h = c * (MI * K).sum() + 8 * Q ** 3 / N ** 2 * (u @ v)
        return self.kappa * a + Q * u, h * u + 2 * c * (K @ v), Q * us, h * us + 2 * c * (kx @ v), Q, M

    def gradient(self, a, eps=1.0, j=0.0, x=0):
        p = self.parts(a, j, x)
        return p[0] - eps / 2 * p[1] - self.y

    def jacobian(self, a, eps=1.0):
        J = np.zeros((len(a), len(a)))
        for i in range(len(a)):
            z = a.astype(complex)
            z[i] += 1e-25j
            J[:, i] = self.gradient(z, eps).imag / 1e-25
        return J

    def tree(self):
        a = lambda Q: np.linalg.solve(Q * self.K + self.kappa * np.eye(len(self.y)), self.y)
        Q = brentq(lambda Q: 1 - 1 / Q - a(Q) @ self.K @ a(Q) / self.N, 1, 1e6, xtol=1e-15)
        return Q, a(Q)

    def newton(self, a, eps):
        for _ in range(60):
            step = np.linalg.solve(self.jacobian(a, eps), -self.gradient(a, eps))
            while (a + step) @ self.K @ (a + step) >= self.N:
                step = step / 2
            a = a + step
            if np.linalg.norm(step) < 1e-13 * np.linalg.norm(a):
                return a
        return None

    def by_continuation(self):
        a = self.tree()[1]
        for eps in np.linspace(0.02, 1, 50):
            a = self.newton(a, eps)
            if a is None:
                return None, eps
        return a, 1.0

    def scalars(self, v, eps=1):
        """Residual of the three scalar equations and a in the eigenbasis; v = (Q, b, p)."""
        Q, b, p = v
        k, y, N, c = self.k, self.yt, self.N, 2 * Q * Q / self.N
        G = self.kappa + Q * k
        a = y / (self.kappa + k * (Q - b) - p * k * k / G)
        u = k * a
        s, r, t = (u * u / G).sum(), (k * u * u / G ** 2).sum(), (k / G).sum()
        pe = c / (1 + c * s)
        be = c / 2 * (t - pe * r) + 4 * Q ** 3 / N ** 2 * s / (1 + c * s)
        return np.array([1 - 1 / Q - (k * a * a).sum() / N, b / (eps * be) - 1, p / (eps * pe) - 1]), a

    def all_solutions(self, starts, seed=0):
        """Multi-start root finding in (log(Q-1), b/Q, log p): every distinct solution with Q > 1, smallest residual of all runs."""
        rng, found, best = np.random.default_rng(seed), [], np.inf
        unpack = lambda w: (1 + np.exp(w[0]), w[1] * (1 + np.exp(w[0])), np.exp(w[2]))
        for _ in range(starts):
            w = np.array([rng.uniform(-4, 9), rng.choice([rng.uniform(-1, 3), rng.normal() * 10]), 0.0])
            w[2] = np.log(2 * (1 + np.exp(w[0])) ** 2 / self.N) - rng.exponential(4)
            res = root(lambda q: self.scalars(unpack(q))[0], w, tol=1e-13)
            norm = np.linalg.norm(res.fun)
            if not np.isfinite(norm):
                continue
            if norm < 1e-9:
                v = np.array(unpack(res.x))
                if not any(np.allclose(v, o, rtol=1e-6) for o in found):
                    found.append(v)
            elif abs(res.x[0]) < 14:
                best = min(best, norm)
        return sorted(found, key=lambda v: v[0]), best


def polish(c, v):
    """The three scalar equations with mpmath at 50 digits: all train and test means, Gamma, from exact inputs."""
    with mp.workdps(50):
        X, Xt, y, N, kappa = mat(c["X"]), mat(c["X_test"]), vec(c["y"]), c["N"], mp.mpf(c["kappa"])
        g = mp.mpf(c["g_w"]) * mp.mpf(c["g_v"]) / (mp.mpf(c["chi"]) * c["D"])
        k, U = mp.eigsy(g * X * X.T)
        k = [mp.mpf(0) if abs(e) < mp.mpf(10) ** -40 else e for e in k]
        yt = U.T * y
        P = len(y)

        def quantities(Q, b, p):
            cc = 2 * Q * Q / N
            G = [kappa + Q * e for e in k]
            a = [yt[i] / (kappa + k[i] * (Q - b) - p * k[i] ** 2 / G[i]) for i in range(P)]
            s = mp.fsum((k[i] * a[i]) ** 2 / G[i] for i in range(P))
            r = mp.fsum(k[i] ** 3 * a[i] ** 2 / G[i] ** 2 for i in range(P))
            t = mp.fsum(k[i] / G[i] for i in range(P))
            return cc, G, a, s, r, t

        def equations(Q, b, p):
            cc, G, a, s, r, t = quantities(Q, b, p)
            pe = cc / (1 + cc * s)
            return (1 - 1 / Q - mp.fsum(k[i] * a[i] ** 2 for i in range(P)) / N,
                    b - cc / 2 * (t - pe * r) - 4 * Q ** 3 / mp.mpf(N) ** 2 * s / (1 + cc * s), p - pe)

        Q, b, p = mp.findroot(equations, tuple(map(mp.mpf, v)), tol=mp.mpf(10) ** -70)
        cc, G, a, s, r, t = quantities(Q, b, p)
        ao = U * mp.matrix(a)
        w = U * mp.matrix([(Q - b) * a[i] - p * k[i] * a[i] / G[i] for i in range(P)])
        gamma = kappa * dot(a, a) / 2 + N * mp.log(Q) / 2 - (mp.fsum(mp.log(x) for x in G) + mp.log(1 + cc * s)) / 2
        return {"Q": Q, "b": b, "p": p, "gamma": gamma, "gamma_minus_ay": gamma - dot(ao, y), "a": ao, "train_mean": y - kappa * ao,
                "test_mean": g * (Xt * (X.T * w))}


def strict(pr):
    """Expansion around tree level to first order in the loop weight: a1 = a0 + T''^-1 (d log det)/2, and f* to the same order."""
    Q, a0 = pr.tree()
    T, L, _, _, _, M = pr.parts(a0)
    d = np.linalg.solve(M, L) / 2
    test = []
    for x in range(len(pr.Kd)):
        p = pr.parts(a0, x=x)
        test.append(p[2] - p[3] / 2 + pr.parts(a0 + 1e-25j * d, x=x)[2].imag / 1e-25)
    return Q, a0, {"a": a0 + d, "train_mean": pr.y - pr.kappa * (a0 + d), "test_mean": np.array(test)}


def test_by_complex_step(pr, a):
    """f* = dGamma/dj and Var f* = (d/dj) [dGamma/dj at a(j)]: one linear solve with the complex-step Hessian."""
    J, mean, var, h = pr.jacobian(a), [], [], 1e-25
    for x in range(len(pr.Kd)):
        value = lambda a, j: (lambda p: p[2] - p[3] / 2)(pr.parts(a, j, x))
        cross = pr.gradient(a.astype(complex), 1.0, 1j * h, x).imag / h
        da = -np.linalg.solve(J, cross)
        mean.append(value(a, 0.0))
        var.append(value(a + 1j * h * da, 1j * h).imag / h)
    return np.array(mean), np.array(var)


def brute(c, a):
    """Small cases: only the scalar functional and finite differences at 100 digits."""
    with mp.workdps(100):
        X, Xt, y, N, kappa, P = mat(c["X"]), mat(c["X_test"]), vec(c["y"]), c["N"], mp.mpf(c["kappa"]), c["P"]
        g = mp.mpf(c["g_w"]) * mp.mpf(c["g_v"]) / (mp.mpf(c["chi"]) * c["D"])
        K, h = g * X * X.T, mp.mpf(10) ** -28

        def functional(a, j, kx, kxx):
            s = dot(a, K * a) + 2 * j * dot(kx, a) + j * j * kxx
            Q = 1 / (1 - s / N)
            u = K * a + j * kx
            return kappa * dot(a, a) / 2 + N * mp.log(Q) / 2 - logdet(kappa * mp.eye(P) + Q * K + (2 * Q * Q / N) * (u * u.T)) / 2

        def gradient(a, j, kx, kxx):
            out = mp.matrix(P, 1)
            for i in range(P):
                e = mp.matrix(P, 1)
                e[i] = h
                out[i] = (functional(a + e, j, kx, kxx) - functional(a - e, j, kx, kxx)) / (2 * h)
            return out

        JI = mat(np.linalg.inv(Problem(c).jacobian(np.array([float(v) for v in a]))).tolist())

        def solve(a, j, kx, kxx):
            for _ in range(12):
                r = gradient(a, j, kx, kxx) - y
                if mp.norm(r) < mp.mpf(10) ** -48:
                    return a
                a = a - JI * r
            raise ArithmeticError("brute force did not converge")

        zero = mp.matrix(P, 1)
        a = solve(vec(a), mp.mpf(0), zero, mp.mpf(0))
        mean, var, d = [], [], mp.mpf(10) ** -12
        for x in range(Xt.rows):
            kx, kxx = g * (X * row(Xt, x)), g * dot(row(Xt, x), row(Xt, x))
            f = lambda a, j: (functional(a, j + h, kx, kxx) - functional(a, j - h, kx, kxx)) / (2 * h)
            mean.append(f(a, mp.mpf(0)))
            var.append((f(solve(a, d, kx, kxx), d) - f(solve(a, -d, kx, kxx), -d)) / (2 * d))
        gamma = functional(a, mp.mpf(0), zero, mp.mpf(0))
        return {"a": a, "gamma": gamma, "test_mean": mp.matrix(mean), "test_variance": mp.matrix(var)}


def branch_by_Q(pr, values):
    """Branch of Gamma_eps from tree level, followed in Q instead of eps: (Q, eps) pairs, smallest eigenvalue of d2Gamma/da2."""
    Q0, a = pr.tree()
    eps, out = 0.0, []
    for Q in Q0 + values:
        for _ in range(40):
            p = pr.parts(a)
            r = np.append(p[0] - eps / 2 * p[1] - pr.y, pr.N * (1 - 1 / Q) - a @ pr.K @ a)
            A = np.block([[pr.jacobian(a, eps), -p[1][:, None] / 2], [-2 * (pr.K @ a)[None, :], np.zeros((1, 1))]])
            step = np.linalg.solve(A, -r)
            a, eps = a + step[:-1], eps + step[-1]
            if np.linalg.norm(step) < 1e-11 * np.linalg.norm(a):
                break
        else:
            break
        out.append((Q, eps, np.linalg.eigvalsh(pr.jacobian(a, eps))[0]))
    return out


def no_solution_notes(c):
    """Case 4. The branch from tree level is followed in Q; for large Q, with r = rank K, log det T'' ~ (r + 1) log Q, so
    Gamma_eps - a'y ~ (N - eps (r+1))/2 log Q at the edge a'Ka = N of the domain, and eps(Q) -> N/(r+1) as Q -> infinity.
    N > r + 1: Gamma - a'y -> +infinity at the edge, so a minimum (a solution with positive Hessian) always exists.
    N < r + 1: it -> -infinity; a local minimum exists only for enough noise or little signal, where eps(Q) first rises above 1 and
    folds back; a solution with a negative Hessian always exists when K has full rank (a maximum): never to be reported."""
    values = np.concatenate([np.geomspace(1e-3, 1, 12), np.geomspace(1.2, 3e4, 110)])
    table = []
    for label, change in (("chi = 1 (case 4)", {}), ("chi = 10, kappa = 0.05/10", dict(chi=10, kappa=c["kappa"] / 10)),
                          ("chi = 40, kappa = 0.05/40", dict(chi=40, kappa=c["kappa"] / 40)), ("N = 61", dict(N=61)), ("N = 62", dict(N=62)),
                          ("kappa = 0.2", dict(kappa=0.2)), ("kappa = 1", dict(kappa=1.0)), ("kappa = 3", dict(kappa=3.0))):
        q = Problem({**c, **change})
        b = branch_by_Q(q, values)
        table.append({"setting": label, "N": q.N, "rank": q.rank, "limit_N_over_rank_plus_1": q.N / (q.rank + 1), "largest_epsilon": max(p[1] for p in b),
                      "epsilon_increases_with_Q": bool(all(u[1] < v[1] for u, v in zip(b, b[1:]))),
                      "Q_epsilon_smallest_hessian_eigenvalue": [list(p) for p in b[::12]] + [list(b[-1])]})
    pr = Problem(c)
    found, best = pr.all_solutions(4000, seed=7)
    spurious = []
    for v in found:
        a = pr.newton(pr.U @ pr.scalars(v)[1], 1.0)
        e = np.linalg.eigvalsh(pr.jacobian(a))
        d = pr.y - np.array(c["exact"]["train_mean"])
        spurious.append({"Q": v[0], "b": v[1], "p": v[2], "train_mean": pr.y - pr.kappa * a, "a_dot_y": a @ pr.y, "hessian_smallest_eigenvalue": e[0],
                         "hessian_largest_eigenvalue": e[-1], "hessian_negative_eigenvalues": int((e < 0).sum()),
                         "relative_error_of_train_discrepancy": np.linalg.norm(pr.kappa * a - d) / np.linalg.norm(d)})
    rng, ends, tree = np.random.default_rng(11), [], pr.tree()[1]
    for _ in range(60):                                   # P-dimensional damped Newton from random points of the domain a'Ka < N
        a = tree * rng.uniform(0.1, 1.2) + rng.normal(size=len(tree)) * np.abs(tree).mean() * rng.choice([0, 0.1, 0.5])
        a *= min(1, np.sqrt(rng.uniform(0.3, 0.99) * pr.N / (a @ pr.K @ a)))
        s = pr.newton(a, 1.0)
        ends.append(None if s is None else float(pr.parts(s)[4]))
    from_tree = pr.newton(tree, 1.0)
    return {"statement": "No self-consistent solution on the branch from tree level: eps increases along it towards N/(rank K + 1) = 40/61 < 1 while Q -> infinity "
                         "(no fold; the branch leaves through the edge a'Ka = N of the domain). A solution of Gamma' = y exists elsewhere, at Q = 7.18, but it is "
                         "spurious: d2Gamma/da2 is negative definite there, a'y < 0, and its discrepancy is off by a factor. Plain damped Newton converges to it, "
                         "also from the tree level: a solver must check that d2Gamma/da2 is positive definite (or follow the branch) and report failure.",
            "theory": no_solution_notes.__doc__.replace("\n    ", " "), "branches": table, "multi_start_scalars": {"starts": 4000, "distinct_solutions": len(found), "smallest_residual_elsewhere": best},
            "disconnected_solutions": spurious,
            "multi_start_newton": {"starts": 60, "converged": sum(e is not None for e in ends), "distinct_Q": sorted({round(e, 6) for e in ends if e}),
                                   "from_tree_level_ends_at_Q": None if from_tree is None else float(pr.parts(from_tree)[4])}}


def small_cases():
    def make(name, seed, N, D, P, chi, kappa):
        r = np.random.default_rng(seed)
        q = lambda *s: (np.round(r.normal(size=s) * 64) / 64).tolist()
        return dict(name=name, N=N, D=D, P=P, chi=chi, kappa=kappa, g_v=1.0, g_w=1.0, X=q(P, D), y=q(P), X_test=q(2, D))
    return [make("small P=3", 21, 10, 4, 3, 1.0, 0.125), make("small P=5, chi=N", 22, 20, 3, 5, 20.0, 0.0078125),
            make("small P=8", 23, 24, 10, 8, 2.0, 0.0625)]


def run(c, name, data):
    pr = Problem(c)
    P = len(pr.y)
    Qt, a0, st = strict(pr)
    out = {"name": name, **data, "N": c["N"], "D": c["D"], "P": P, "chi": c["chi"], "kappa": c["kappa"],
           "tree_level": {"Q": Qt, "a": a0}, "one_loop_strict": st}
    found, best = pr.all_solutions(400)
    out["solutions_found_Q_b_p_negative_hessian_eigenvalues"] = []
    for v in found:
        e = np.linalg.eigvalsh(pr.jacobian(pr.newton(pr.U @ pr.scalars(v)[1], 1.0)))
        out["solutions_found_Q_b_p_negative_hessian_eigenvalues"].append([*v, int((e < 0).sum())])
    a, eps = pr.by_continuation() if name != "linear.json case 4" else (None, None)
    print(name, "tree Q", Qt, "solutions", len(found), flush=True)
    if a is None:
        out["one_loop"] = None
        out["notes"] = no_solution_notes(c)
        print({k: v for k, v in out["notes"].items() if k.startswith("multi")}, [t["largest_epsilon"] for t in out["notes"]["branches"]], flush=True)
        return out
    Q = pr.parts(a)[4]
    v = min(found, key=lambda v: abs(v[0] - Q))
    one = polish(c, v)
    mean, var = test_by_complex_step(pr, a)
    err = lambda x, y: max(abs(float(p) - float(q)) for p, q in zip(x, y))
    accuracy = {"a_dense_minus_scalars": err(one["a"], a), "test_mean_dense_minus_scalars": err(one["test_mean"], mean)}
    assert accuracy["a_dense_minus_scalars"] < 1e-8 * abs(a).max() and accuracy["test_mean_dense_minus_scalars"] < 1e-10, accuracy
    one["test_variance"] = var
    one["smallest_hessian_eigenvalue"] = float(np.linalg.eigvalsh(pr.jacobian(a))[0])
    if P <= 8:
        br = brute(c, one["a"])
        accuracy["brute_minus_scalars"] = max(err(br["a"] - one["a"], [0] * P), err(br["test_mean"] - one["test_mean"], [0, 0]), float(abs(br["gamma"] - one["gamma"])))
        accuracy["variance_brute_minus_complex_step"] = err(br["test_variance"], var)
        assert accuracy["brute_minus_scalars"] < 1e-28 and accuracy["variance_brute_minus_complex_step"] < 1e-12, accuracy
        one["test_variance"] = br["test_variance"]
    out["one_loop"], out["accuracy"] = one, accuracy
    print("  ", accuracy, flush=True)
    return out


def main():
    mp.mp.dps = 50
    cases = [run(c, f"linear.json case {i}", {"linear_json_case": i}) for i, c in enumerate(read_linear())]
    cases += [run(c, c["name"], {k: c[k] for k in ("X", "y", "X_test", "g_v", "g_w")}) for c in small_cases()]
    cases.append(run({**read_linear()[4], "kappa": 3.0}, "linear.json case 4 with kappa = 3: N < rank K + 1, yet a solution exists", {"linear_json_case": 4}))
    write_json("one_loop.json", {"about": __doc__.split("\n")[0], "cases": cases})


if __name__ == "__main__":
    main()
