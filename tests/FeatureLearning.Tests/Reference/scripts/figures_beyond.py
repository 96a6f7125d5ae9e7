"""Numbers behind the figures of notebooks 11 and 12 at small size, from NumPy and SciPy alone: nothing of the library's code or samplers.

* map: exact posterior of linear networks by summation over 40001 values of log q; tree level and proportional limit by bisection of their scalar
  equations; the next order of the proportional limit by finite differences of S in log Q; kernel adaptation not from its formula but as the limit
  N(a_N - a_0) of the exact posterior for N -> infinity at fixed K, by Richardson's extrapolation.
* branches: minima of S(Q) by a scan of log Q, their ends and the crossing of their actions by bisection in temperature.
* digits: the 3s and 8s of data/drawn, read, halved in size and scaled here; erf kernel and E[erf'] by quadrature; proportional limit by
  bisection of dS/dQ; the spike by the eigenvalues of <vv^T> itself.
"""
import base64, gzip, pathlib, struct
import numpy as np
from scipy.optimize import brentq
from scipy.special import erf
from common import TABLES, dumps

rng = np.random.default_rng(20251122)
solve = np.linalg.solve


class Linear:
    """Eigenvalues of K and the targets in their basis; everything here is a sum over them."""

    def __init__(self, N, K, y, kappa):
        self.N, self.y, self.kappa = N, y, kappa
        self.ev, self.U = np.linalg.eigh(K)
        self.ev = np.maximum(self.ev, 0); self.yr = self.U.T @ y

    def a(self, Q): return self.yr / (Q * self.ev + self.kappa)

    def S(self, s):
        d = np.exp(s) * self.ev + self.kappa
        return np.exp(s) - s + np.log(d).sum() / self.N + (self.yr**2 / d).sum() / self.N

    def slope(self, s, trace=True):                                     # dS/ds; without the trace: tree level
        Q = np.exp(s); d = Q * self.ev + self.kappa
        return Q - 1 + Q * ((self.ev / d).sum() * trace - (self.ev * (self.yr / d)**2).sum()) / self.N

    def exact(self, N=None, low=-12, high=9, count=40001):
        N = N or self.N; s = np.linspace(low, high, count); q = np.exp(s); d = q[:, None] * self.ev + self.kappa
        lp = N / 2 * (s - q) - 0.5 * np.log(d).sum(1) - 0.5 * (self.yr**2 / d).sum(1)
        w = np.exp(lp - lp.max()); w /= w.sum()
        return (w * q).sum(), (w[:, None] * (self.yr / d)).sum(0)

    def root(self, trace):
        g = np.linspace(-9, 9, 6001); v = [self.slope(s, trace) for s in g]; i = np.where(np.diff(np.sign(v)) != 0)[0]
        assert len(i) == 1, i
        return np.exp(brentq(lambda s: self.slope(s, trace), g[i[0]], g[i[0] + 1], xtol=1e-15, rtol=1e-14))


def next_order(m):
    s0 = np.log(m.root(True)); h = 1e-2
    f = [m.slope(s0 + k * h) for k in (-3, -2, -1, 0, 1, 2, 3)]          # sixth-order differences of the slope
    second = (-f[0] + 9 * f[1] - 45 * f[2] + 45 * f[4] - 9 * f[5] + f[6]) / (60 * h)
    third = (2 * f[0] - 27 * f[1] + 270 * f[2] - 490 * f[3] + 270 * f[4] - 27 * f[5] + 2 * f[6]) / (180 * h * h)
    variance = 2 / (m.N * second); centre = s0 - variance * third / (2 * second)
    return (m.a(np.exp(centre - np.sqrt(variance))) + m.a(np.exp(centre + np.sqrt(variance)))) / 2


def first_order(m):
    a0 = m.a(1.0)
    # N(a_N - a_0) = c + d/N + e/N^2 + ...: four widths, three eliminations
    c = [n * (m.exact(n, -0.3, 0.3, 60001)[1] - a0) for n in (8000, 16000, 32000, 64000)]
    for power in (2, 4, 8):
        c = [(power * fine - coarse) / (power - 1) for coarse, fine in zip(c, c[1:])]
    return a0 + c[0] / m.N


def map_case(N, P, chi):
    D, kappa, gv = 2 * N, 0.1 / chi, 2.0
    c = rng.normal(size=D); y = np.where(np.arange(P) % 2 == 0, 1.0, -1.0); X = 0.3 * y[:, None] * c + rng.normal(size=(P, D))
    m = Linear(N, gv / D * X @ X.T / chi, y, kappa)
    q, exact = m.exact()
    tree, prop = m.root(False), m.root(True)
    solved = dict(nngp=m.a(1.0), tree=m.a(tree), proportional=m.a(prop), corrected=next_order(m), adaptation=first_order(m))
    return dict(N=N, D=D, P=P, chi=chi, kappa=kappa, g_v=gv, X=X, y=y, q=q, delta=kappa * m.U @ exact,
                error={k: float(np.linalg.norm(v - exact) / np.linalg.norm(exact)) for k, v in solved.items()})


def minima(m):
    g = np.linspace(-9, 6, 3001); v = np.array([m.slope(s) for s in g]); i = np.where((v[:-1] < 0) & (v[1:] > 0))[0]
    return [brentq(m.slope, g[k], g[k + 1], xtol=1e-14) for k in i]


def branch_case(N, strong, P, weak):
    X = rng.normal(size=(P, strong + 1)); y = X[:, -1].copy(); X[:, -1] *= weak
    at = lambda T: Linear(N, X @ X.T, y, T)                                # g_v = strong + 1 = D: Sigma is the identity
    grid = np.geomspace(1e-3, 10, 161); count = [len(minima(at(T))) for T in grid]
    inside = [i for i, n in enumerate(count) if n == 2]
    assert inside and set(count) == {1, 2} and inside == list(range(inside[0], inside[-1] + 1)), count

    def end(yes, no):
        for _ in range(60):
            mid = np.sqrt(yes * no)
            yes, no = (mid, no) if len(minima(at(mid))) == 2 else (yes, mid)
            if abs(np.log(yes / no)) < 1e-5: break
        return np.sqrt(yes * no)
    low, high = end(grid[inside[0]], grid[inside[0] - 1]), end(grid[inside[-1]], grid[inside[-1] + 1])

    def gap(t):
        m = at(np.exp(t)); a, b = minima(m); return m.S(a) - m.S(b)
    crossing = np.exp(brentq(gap, np.log(low) + 1e-3, np.log(high) - 1e-3, xtol=1e-12))
    some = [low / 1.5, crossing / 1.2, crossing, crossing * 1.2, high * 1.5]
    return dict(N=N, D=strong + 1, P=P, X=X, y=y, low=low, high=high, crossing=crossing, T=some, q=[at(T).exact(None, -16, 8)[0] for T in some],
                branches=[[float(np.exp(s)) for s in minima(at(T))] for T in some])


def erf_kernel(X, scale):
    C = X @ X.T * scale; z = np.linspace(-9, 9, 4001); p = np.exp(-z * z / 2); p /= p.sum(); F = np.empty_like(C)
    for i in range(len(C)):
        for j in range(len(C)):
            sa = np.sqrt(C[i, i]); c = C[i, j] / sa; rest = np.sqrt(max(C[j, j] - c * c, 0))
            F[i, j] = (p * erf(sa * z) * erf(c * z / np.sqrt(1 + 2 * rest**2))).sum()
    slope = [(p * 2 / np.sqrt(np.pi) * np.exp(-C[i, i] * z * z)).sum() for i in range(len(C))]
    return F, np.array(slope)


def digits():
    folder = pathlib.Path(__file__).resolve().parents[4] / "data" / "drawn"
    images, labels = (gzip.decompress((folder / name).read_bytes()) for name in ("images-idx3-ubyte.gz", "labels-idx1-ubyte.gz"))
    n, h, w = struct.unpack(">III", images[4:16]); label = np.frombuffer(labels[8:], np.uint8)
    pixels = np.frombuffer(images[16:], np.uint8).reshape(n, h, w)
    chosen = np.where((label == 3) | (label == 8))[0]; pixels, label = pixels[chosen], label[chosen]
    idx = lambda head, body: base64.b64encode(gzip.compress(head + body, mtime=0)).decode()
    small = np.floor(pixels.reshape(-1, h // 2, 2, w // 2, 2).astype(float).mean((2, 4)) + 0.5).reshape(len(label), -1)
    X = (small - small.mean(1, keepdims=True)) / small.std(1, keepdims=True); y = np.where(label == 3, 1.0, -1.0); P, D = X.shape
    teacher = X[y > 0].mean(0) - X[y < 0].mean(0); teacher /= np.linalg.norm(teacher)
    gv, N = 2.0, 16; F, slope = erf_kernel(X, gv / D); J = slope[:, None] * X; cases = []
    H = np.eye(P) - 1 / P
    for chi, kappa in ((1.0, 0.1), (16.0, 0.1 / 16), (1.0, 1.0)):
        lam = 1 / (N * chi); m = Linear(N, N * lam * F, y, kappa); Q = m.root(True)
        A = Q * N * lam * F + kappa * np.eye(P); a = solve(A, y)
        Phi = F + lam * Q * (np.outer(F @ a, F @ a) - F @ solve(A, F)); B = H @ Phi @ H
        V = gv / D * np.eye(D) + lam * Q * (gv / D)**2 * J.T @ (np.outer(a, a) - np.linalg.inv(A)) @ J
        ev, U = np.linalg.eigh(V); cov = lam * Q * gv / D * J.T @ a
        f, G = np.linalg.eigh(Phi); psi = G * np.sqrt(np.maximum(f, 0)); gap = psi[y > 0].mean(0) - psi[y < 0].mean(0)
        cases.append(dict(N=N, chi=chi, kappa=kappa, g_v=gv, q=Q, rms=float(np.sqrt(np.mean((kappa * a)**2))), d2=float(gap @ gap),
                          alignment=float(y @ B @ y / (np.linalg.norm(B) * P)), top=ev[-1] * D / gv, second=ev[-2] * D / gv,
                          overlap=float((U[:, -1] @ teacher)**2), moment=float(teacher @ V @ teacher * D / gv),
                          correlation=float(cov @ teacher / np.sqrt(lam * gv / D))))
    return dict(plus=3, minus=8, images=idx(images[:4] + struct.pack(">III", len(label), h, w), pixels.tobytes()),
                labels=idx(labels[:4] + struct.pack(">I", len(label)), label.tobytes()), cases=cases)


out = dict(about="Numbers behind figures of notebooks 11 and 12; see scripts/figures_beyond.py.",
           map=[map_case(12, p, chi) for p in (4, 8, 18) for chi in (1.0, 12.0)], branches=branch_case(4, 16, 40, 0.02), digits=digits())
(TABLES / "figures_beyond.json").write_text(dumps(out) + "\n")
for c in out["map"]: print(c["P"], c["chi"], c["q"], c["error"])
print({k: out["branches"][k] for k in ("low", "high", "crossing", "T", "q", "branches")})
for c in out["digits"]["cases"]: print(c)
