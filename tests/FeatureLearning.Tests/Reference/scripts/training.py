"""Numbers behind the figures of notebooks 09 and 10 at small size; nothing of the library's code, samplers or formulas.

* descent: gradient descent of small networks, by automatic differentiation (torch, float64) in the weights themselves, v and w, each with its
  learning rate; losses, and distance and radii of the class manifolds from the features of each point.
* weights: ⟨w²⟩, ⟨vvᵀ⟩ and ⟨wv⟩ of an erf network by self-normalised importance sampling of the hidden weights from their prior, the readout
  integrated out, with errors by the delta method; and of the proportional limit, Q from brentq and E[φ'] by a trapezoidal rule.
"""
import numpy as np
import torch
from scipy.optimize import brentq
from scipy.special import erf
from common import TABLES, dumps

rng = np.random.default_rng(20250823)
phi = {"erf": torch.erf, "tanh": torch.tanh, "linear": lambda h: h}


def descent(activation, N, D, P, chi, rate, looks):
    y = np.where(np.arange(P) % 2 == 0, 1.0, -1.0)
    X = 0.4 * y[:, None] * rng.normal(size=D) + rng.normal(size=(P, D)); Xt = rng.normal(size=(3, D)); yt = np.array([1.0, -1.0, 1.0])
    gv, gw = 1.5, 1.2; sv, sw = gv / D, gw / (N * chi)               # prior variances: whitened rate eta is eta sv, eta sw
    V0, w0 = np.sqrt(sv) * rng.normal(size=(N, D)), np.sqrt(sw) * rng.normal(size=N)
    V, w = torch.tensor(V0, requires_grad=True), torch.tensor(w0, requires_grad=True)
    tx, ty, txt, tyt = map(torch.tensor, (X, y, Xt, yt)); rows = []
    for step in range(max(looks) + 1):
        F = phi[activation](tx @ V.T); E = 0.5 * ((ty - F @ w)**2).sum()
        if step in looks:
            f = F.detach().numpy() / np.sqrt(N); p, m = f[y > 0], f[y < 0]; cp, cm = p.mean(0), m.mean(0)
            rows.append(dict(step=step, train=float(2 * E) / P, test=float(((tyt - phi[activation](txt @ V.T) @ w)**2).mean()),
                             q=float((w**2).sum()) / (N * sw), d2=float(((cp - cm)**2).sum()),
                             r2_plus=float(((p - cp)**2).sum(1).mean()), r2_minus=float(((m - cm)**2).sum(1).mean())))
        gV, gw_ = torch.autograd.grad(E, (V, w))
        with torch.no_grad():
            V -= rate * sv * gV; w -= rate * sw * gw_
    return dict(activation=activation, N=N, D=D, P=P, chi=chi, g_v=gv, g_w=gw, rate=rate, X=X, y=y, X_test=Xt, y_test=yt, V=V0, w=w0, rows=rows)


def weights(N, D, P, chi, kappa, draws=400_000):
    gv = 2.0; sv, lam = gv / D, 1 / (N * chi); X = rng.normal(size=(P, D)); th = rng.normal(size=D); th /= np.linalg.norm(th); y = 2 * X @ th
    lw, vals = [], []
    for _ in range(draws // 4000):
        V = np.sqrt(sv) * rng.normal(size=(4000, N, D)); F = erf(np.einsum("pd,snd->spn", X, V))
        G = F @ F.transpose(0, 2, 1); A = lam * G + kappa * np.eye(P); L = np.linalg.cholesky(A)
        t = np.linalg.solve(A, np.broadcast_to(y, (4000, P))[..., None])[..., 0]
        lw.append(-np.log(np.diagonal(L, axis1=1, axis2=2)).sum(1) - 0.5 * t @ y)
        wm = lam * np.einsum("spn,sp->sn", F, t); trace = lam * N - lam**2 * np.einsum("spq,sqp->s", np.linalg.inv(A), G)
        vv = np.einsum("sni,snj->sij", V, V)[:, *np.triu_indices(D)] / N
        vals.append(np.column_stack([((wm**2).sum(1) + trace) / (N * lam), np.einsum("sn,sni->si", wm, V) / N, vv]))
    lw, vals = np.concatenate(lw), np.concatenate(vals); r = np.exp(lw - lw.max())
    mean = (r[:, None] * vals).sum(0) / r.sum(); error = (r[:, None] * (vals - mean) / r.mean()).std(0) / np.sqrt(len(r))
    ess = r.sum()**2 / (r**2).sum(); assert ess > 2000, ess
    # proportional limit; the kernel of erf and E[phi'] by a trapezoidal rule over one Gaussian, the other integral in closed form
    z = np.linspace(-9, 9, 8001); g = np.exp(-z * z / 2); g /= g.sum(); C = sv * X @ X.T; F0 = np.empty((P, P)); J = np.empty(P)
    for a in range(P):
        sa = np.sqrt(C[a, a]); J[a] = (g * 2 / np.sqrt(np.pi) * np.exp(-(sa * z)**2)).sum()
        for b in range(P):
            c = C[a, b] / sa; F0[a, b] = (g * erf(sa * z) * erf(c * z / np.sqrt(1 + 2 * max(C[b, b] - c * c, 0)))).sum()
    K = N * lam * F0

    def slope(t):
        Q = np.exp(t); A = Q * K + kappa * np.eye(P); a = np.linalg.solve(A, y)
        return 1 - 1 / Q + np.trace(np.linalg.solve(A, K)) / N - a @ K @ a / N
    grid = np.linspace(-4, 6, 2001); s = np.array([slope(t) for t in grid]); i = np.where(np.diff(np.sign(s)) != 0)[0]; assert len(i) == 1
    Q = np.exp(brentq(slope, grid[i[0]], grid[i[0] + 1], xtol=1e-15, rtol=1e-15))
    A = Q * K + kappa * np.eye(P); a = np.linalg.solve(A, y); JX = J[:, None] * X
    vv = sv * np.eye(D) + lam * Q * sv * JX.T @ (np.outer(a, a) - np.linalg.inv(A)) @ JX * sv
    return dict(N=N, D=D, P=P, chi=chi, kappa=kappa, g_v=gv, X=X, y=y, ess=float(ess),
                sampled=dict(q=mean[0], q_error=error[0], wv=mean[1:D + 1], wv_error=error[1:D + 1], vv=mean[D + 1:], vv_error=error[D + 1:]),
                proportional=dict(q=Q, wv=lam * Q * sv * JX.T @ a, vv=vv))


out = dict(about="Numbers behind figures of notebooks 09 and 10; see scripts/training.py.",
           descent=[descent("erf", 7, 4, 8, 1.0, 0.1, [0, 1, 20, 300]), descent("erf", 5, 6, 4, 3.0, 0.05, [0, 10, 100]),
                    descent("tanh", 6, 3, 8, 1.0, 0.1, [0, 50]), descent("linear", 6, 4, 8, 1.0, 0.05, [0, 50])],
           weights=[weights(12, 3, 5, chi, 0.3) for chi in (1.0, 3.0)])
(TABLES / "training.json").write_text(dumps(out) + "\n")
for c in out["weights"]:
    print(c["ess"], c["sampled"]["q"], c["sampled"]["q_error"], c["proportional"]["q"], c["sampled"]["wv"], c["proportional"]["wv"])
for c in out["descent"]:
    print([(r["step"], r["train"], r["d2"]) for r in c["rows"]])
