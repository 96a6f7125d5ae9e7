"""Numbers behind the figures of notebooks 02, 06, 07 and 08 at small size, from NumPy alone: nothing of the library's code or samplers.

* linear: exact posterior by summation over 20001 values of log q; tree level and proportional limit by bisection of their scalar equations;
  one loop (strict) by finite differences of log det T'' (no formula for its gradient).
* erf: prior kernel by a trapezoidal rule over one Gaussian, the other in closed form (not the arcsine); proportional limit by minimising S(Q) itself.
* single neuron: D = 2, so that averages over neurons are sums over a Gauss-Hermite grid; damped fixed point, no particles.
* sampled: self-normalised importance sampling of the hidden weights from their prior, the readout integrated out; standard errors by the delta method.
* manifolds: centroids of features themselves (a square root of the kernel), not block means.
"""
import numpy as np
from scipy.optimize import brentq, minimize_scalar
from scipy.special import erf
from common import TABLES, dumps

rng = np.random.default_rng(20250822)


def solve(A, b): return np.linalg.solve(A, b)


def linear_case(N, D, P, chi, kappa0):
    X = rng.choice([-1.0, 1.0], size=(P, D)); Xt = rng.choice([-1.0, 1.0], size=(4, D))
    y = X @ rng.normal(size=D) / np.sqrt(D) * 1.5
    kappa, lam = kappa0 / chi, 1.0 / (N * chi)
    C = X @ X.T / D; K = N * lam * C; Kt = N * lam * Xt @ X.T / D
    I = np.eye(P)
    s = np.linspace(np.log(1e-3), np.log(1e3), 20001)
    ev, U = np.linalg.eigh(K); yr = U.T @ y
    q = np.exp(s)
    den = q[:, None] * ev + kappa
    lp = N / 2 * s - N * q / 2 - 0.5 * np.log(den).sum(1) - 0.5 * (yr**2 / den).sum(1)   # with the Jacobian q of s = log q
    w = np.exp(lp - lp.max()); w /= w.sum()
    a = (w[:, None] * (yr / den)).sum(0) @ U.T
    exact = dict(q=(w * q).sum(), delta=kappa * a, test=(w[:, None, None] * (q[:, None, None] * (Kt @ U) / den[:, None, :])).sum(0) @ yr)

    def at(Q): return solve(Q * K + kappa * I, y)

    def bisect(f):
        g = np.linspace(np.log(1e-2), np.log(1e3), 4001)
        v = np.array([f(np.exp(t)) for t in g]); i = np.where(np.diff(np.sign(v)) != 0)[0]
        assert len(i) == 1, i
        return np.exp(brentq(lambda t: f(np.exp(t)), g[i[0]], g[i[0] + 1], xtol=1e-15, rtol=1e-15))
    tree = bisect(lambda Q: 1 - 1 / Q - at(Q) @ K @ at(Q) / N)
    prop = bisect(lambda Q: 1 - 1 / Q + np.trace(solve(Q * K + kappa * I, K)) / N - at(Q) @ K @ at(Q) / N)
    a0 = at(tree)

    def hessian(v):
        Q = 1 / (1 - v @ K @ v / N); Kv = K @ v
        return kappa * I + Q * K + 2 * Q * Q / N * np.outer(Kv, Kv)

    def logdet(v): return np.linalg.slogdet(hessian(v))[1]
    h = 1e-4 * np.linalg.norm(a0) / np.sqrt(P)
    g = np.array([(-logdet(a0 + 2 * h * e) + 8 * logdet(a0 + h * e) - 8 * logdet(a0 - h * e) + logdet(a0 - 2 * h * e)) / (12 * h) for e in I])
    strict = a0 + 0.5 * solve(hessian(a0), g)
    return dict(N=N, D=D, P=P, chi=chi, kappa=kappa, X=X, y=y, X_test=Xt, exact=exact, nngp=kappa * at(1.0), tree=dict(q=tree, delta=kappa * a0),
                proportional=dict(q=prop, delta=kappa * at(prop)), strict=kappa * strict)


nodes, weights = np.polynomial.hermite_e.hermegauss(80); weights = weights / weights.sum()


def erf_kernel(X, Xt, scale):
    C = X @ Xt.T * scale; va = (X**2).sum(1) * scale; vb = (Xt**2).sum(1) * scale
    r = np.empty_like(C)
    for i in range(C.shape[0]):
        for j in range(C.shape[1]):
            sa = np.sqrt(va[i]); c = C[i, j] / sa; rest = np.sqrt(max(vb[j] - c * c, 0))
            # over the second Gaussian in closed form: E erf(m + s z) = erf(m / sqrt(1 + 2 s^2)); over the first by a fine trapezoidal rule
            z = np.linspace(-9, 9, 4001); p = np.exp(-z * z / 2); p /= p.sum()
            r[i, j] = (p * erf(sa * z) * erf(c * z / np.sqrt(1 + 2 * rest**2))).sum()
    return r


def proportional(N, lam, kappa, F, y):
    K = N * lam * F; P = len(y); ev, U = np.linalg.eigh(K); yr = U.T @ y

    def S(t): Q = np.exp(t); d = Q * ev + kappa; return Q - t + np.log(d).sum() / N + (yr**2 / d).sum() / N
    g = np.linspace(np.log(1e-3), np.log(1e3), 6001); v = np.array([S(t) for t in g])
    assert (np.diff(np.sign(np.diff(v))) > 0).sum() == 1
    i = int(v.argmin())
    dS = lambda t: np.exp(t) - 1 + (np.exp(t) * ev / (np.exp(t) * ev + kappa)).sum() / N - (np.exp(t) * ev * yr**2 / (np.exp(t) * ev + kappa)**2).sum() / N
    return np.exp(brentq(dS, g[i - 1], g[i + 1], xtol=1e-15, rtol=1e-15))


def process_case(N, D, P, T, l0, l1):
    X = rng.normal(size=(P, D)); Xt = rng.normal(size=(5, D)); th = rng.normal(size=D); th /= np.linalg.norm(th)
    y, yt = X @ th, Xt @ th
    sc = 1 / (l0 * D); lam = 1 / (l1 * N)
    F, Fs = erf_kernel(X, X, sc), erf_kernel(Xt, X, sc)
    Ft = np.array([erf_kernel(Xt[i:i + 1], Xt[i:i + 1], sc)[0, 0] for i in range(5)])
    Q = proportional(N, lam, T, F, y)
    out = {}
    for name, q in (("nngp", 1.0), ("proportional", Q)):
        A = q * N * lam * F + T * np.eye(P); ks = q * N * lam * Fs
        m = ks @ solve(A, y); var = q * N * lam * Ft - np.einsum("ij,ji->i", ks, solve(A, ks.T))
        out[name] = dict(q=q, mean=m, variance=var, bias=float(np.mean((m - yt)**2)), spread=float(var.mean()))
    return dict(N=N, D=D, P=P, T=T, lambda0=l0, lambda1=l1, X=X, y=y, X_test=Xt, y_test=yt, **out)


def manifold_case(N, D, P, T):
    c = rng.normal(size=D); y = np.where(np.arange(P) % 2 == 0, 1.0, -1.0)
    X = 0.4 * y[:, None] * c + rng.normal(size=(P, D))
    F = erf_kernel(X, X, 1 / D); lam = 1 / N
    Q = proportional(N, lam, T, F, y)
    A = Q * N * lam * F + T * np.eye(P); a = solve(A, y)
    Phi = F + lam * Q * (np.outer(F @ a, F @ a) - F @ solve(A, F))
    ev, U = np.linalg.eigh((Phi + Phi.T) / 2)
    psi = U * np.sqrt(np.maximum(ev, 0))                      # rows are features up to a rotation
    p, m = psi[y > 0], psi[y < 0]
    cp, cm = p.mean(0), m.mean(0)
    return dict(N=N, D=D, P=P, T=T, X=X, y=y, q=Q, d2=float(((cp - cm)**2).sum()), r2_plus=float(((p - cp)**2).sum(1).mean()),
                r2_minus=float(((m - cm)**2).sum(1).mean()), along=(psi - (cp + cm) / 2) @ (cp - cm) / np.linalg.norm(cp - cm))


def neuron_case(N, P, chi, kappa0, gv, X, Xt, th):
    D = 2; y = X @ th + ((X @ th)**3 - 3 * X @ th) / np.sqrt(6)
    kappa, lam, dev = kappa0 / chi, 1.0 / (N * chi), np.sqrt(gv / D)
    z1, z2 = np.meshgrid(nodes, nodes, indexing="ij"); w0 = np.outer(weights, weights).ravel()
    v = dev * np.stack([z1.ravel(), z2.ravel()], 1)
    phi = erf(v @ X.T); phit = erf(v @ Xt.T); res = {}
    for name in ("tree", "full"):
        full = name == "full"
        K1 = N * lam * (phi * w0[:, None]).T @ phi; K2 = K1.copy(); f = np.zeros(P); I = np.eye(P)
        for stage in np.linspace(1, chi, 8) if chi > 1 else [1.0]:
            kap, lm = kappa0 / stage, 1.0 / (N * stage)
            for it in range(4000):
                A = K2 + kap * I; Ai = np.linalg.inv(A)
                # <f> = K1 h, h = a + A^-1 <f>/N, a = (y - <f>)/kap: linear in <f>
                M = I + K1 @ (I / kap - (Ai / N if full else 0)); f = solve(M, K1 @ y / kap)
                a = (y - f) / kap; h = a + (Ai @ f / N if full else 0)
                u = phi @ h; s = np.einsum("ij,jk,ik->i", phi, Ai, phi) if full else np.zeros(len(phi))
                lv = lm / (1 + lm * s); lw = np.log(w0) - 0.5 * np.log1p(lm * s) + 0.5 * lv * u * u
                w = np.exp(lw - lw.max()); w /= w.sum()
                n1 = N * (phi * (w * lv)[:, None]).T @ phi
                n2 = N * (phi * (w * (lv + lv**2 * u * u))[:, None]).T @ phi
                ff = n1 @ h; n2 = n2 - np.outer(ff, ff) / N
                step = max(abs(n1 - K1).max(), abs(n2 - K2).max()) / abs(K1).max()
                K1 += 0.15 * (n1 - K1); K2 += 0.15 * (n2 - K2)
                if step < 1e-13:
                    break
            assert step < 1e-10, (name, stage, step)
        wsq = lv + lv**2 * u * u; along = v @ th
        res[name] = dict(q=float((w * wsq).sum() / lam), strength=float(y @ ((phi * w[:, None]).T @ phi) @ y / P**2), delta=kap * a,
                         test=(phit * (w * lv * u)[:, None]).sum(0) * N, second=float((w * along**2).sum()), fourth=float((w * along**4).sum()))
    return dict(N=N, D=D, P=P, chi=chi, kappa=kappa, g_v=gv, X=X, y=y, X_test=Xt, teacher=th, **res)


def sampled_case(c, draws=200_000):
    N, P, D = c["N"], c["P"], c["D"]; lam = 1 / (N * c["chi"]); dev = np.sqrt(c["g_v"] / D); X, y, kappa = c["X"], c["y"], c["kappa"]
    lw, vals = [], []
    for _ in range(draws // 2000):
        V = dev * rng.normal(size=(2000, D, N)); phi = erf(np.einsum("pd,sdn->spn", X, V))
        G = np.einsum("spn,sqn->spq", phi, phi); A = lam * G + kappa * np.eye(P)
        L = np.linalg.cholesky(A); t = np.linalg.solve(A, np.broadcast_to(y, (2000, P))[..., None])[..., 0]
        lw.append(-np.log(np.diagonal(L, axis1=1, axis2=2)).sum(1) - 0.5 * (t * y).sum(1))
        wm = lam * np.einsum("spn,sp->sn", phi, t)
        trace = lam * N - lam**2 * np.einsum("spq,sqp->s", np.linalg.inv(A), G)
        vals.append(np.column_stack([((wm**2).sum(1) + trace) / (N * lam), np.einsum("p,spq,q->s", y, G, y) / N / P**2, kappa * t]))
    lw, vals = np.concatenate(lw), np.concatenate(vals)
    w = np.exp(lw - lw.max())
    mean = (w[:, None] * vals).sum(0) / w.sum()
    influence = w[:, None] * (vals - mean) / w.mean()
    error = influence.std(0) / np.sqrt(len(w))
    ess = w.sum()**2 / (w**2).sum()
    assert ess > 500, ess
    return dict(ess=float(ess), mean=dict(q=mean[0], strength=mean[1], delta=mean[2:]), error=dict(q=error[0], strength=error[1], delta=error[2:]))


def neurons():
    th = np.array([0.6, 0.8]); X = rng.normal(size=(5, 2)); Xt = rng.normal(size=(3, 2))
    cases = [neuron_case(20, 5, chi, 0.2, 2.0, X, Xt, th) for chi in (1.0, 5.0)]
    for c in cases:
        c["sampled"] = sampled_case(c)
    return cases


out = dict(about="Numbers behind figures of notebooks 02, 06, 07 and 08; see scripts/figures.py.",
           linear=[linear_case(40, 20, 12, chi, 0.1) for chi in (1.0, 40.0)],
           process=[process_case(n, 8, p, t, 0.5, 1.0) for n, p, t in ((10, 6, 0.05), (40, 6, 0.05), (10, 12, 0.05), (10, 6, 0.5))],
           manifolds=[manifold_case(n, 10, 12, t) for n, t in ((12, 0.01), (12, 0.1), (12, 1.0), (6, 0.1))],
           neurons=neurons())
(TABLES / "figures.json").write_text(dumps(out) + "\n")
for c in out["neurons"]:
    print(c["chi"], {k: c["full"][k] for k in ("q", "strength", "second")}, {k: c["tree"][k] for k in ("q", "strength")}, c["sampled"]["ess"], c["sampled"]["mean"], c["sampled"]["error"])
