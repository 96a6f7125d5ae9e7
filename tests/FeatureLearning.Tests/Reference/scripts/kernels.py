"""Tables of the erf and relu kernels: Gaussian expectations by high-precision quadrature, not by the arcsine or arc-cosine formula.

Route: h_b given h_a is Gaussian; the inner expectation of one Gaussian variable is done exactly
(E erf(m+sz) = erf(m/sqrt(1+2s^2)),  E relu(m+sz) = s pdf(m/s) + m cdf(m/s)), the outer one by mpmath's tanh-sinh/Gauss-Legendre
quadrature with break points at every scale of the integrand, at 60 digits. Rows of moderate size are checked again by a
two-dimensional trapezoidal rule in double precision (erf) or a two-dimensional polar integral (relu), to 1e-12.

tanh has no inner integral in closed form: a two-dimensional trapezoidal rule in 64-bit-mantissa arithmetic (its error falls as
exp(-pi^2/(step sd)); two steps are compared), and mpmath quadrature in one dimension where the two points are equal or opposite.

    python3 scripts/kernels.py
"""
import math
import mpmath as mp
import numpy as np
from common import write_csv

mp.mp.dps = 60
PDF = lambda x: mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi)
CDF = lambda x: mp.erfc(-x / mp.sqrt(2)) / 2


def outer(f, scales):
    """Integral over x in (0, inf) of pdf(x) f(x); f varies on the given scales."""
    pts = {mp.mpf(0), mp.mpf(1), mp.mpf(3), mp.mpf(7), mp.mpf(18)}
    for s in scales:
        pts |= {s * k for k in (mp.mpf(1) / 4, 1, 3, 6, 12) if 0 < s * k < 18}
    return mp.quad(lambda x: PDF(x) * f(x), sorted(pts))


def condition(caa, cab, cbb):
    """Standard deviation of h_a, slope of E[h_b|x] in x = h_a/sd, and conditional standard deviation; a is the larger variance."""
    caa, cab, cbb = mp.mpf(caa), mp.mpf(cab), mp.mpf(cbb)
    if caa < cbb:
        caa, cbb = cbb, caa
    s2 = cbb - cab * cab / caa
    assert s2 >= 0
    return mp.sqrt(caa), cab / mp.sqrt(caa), mp.sqrt(s2)


def erf_kernel(caa, cab, cbb):
    if caa == 0 or cbb == 0 or cab == 0:
        return mp.mpf(0)
    sd, slope, s = condition(caa, cab, cbb)
    g = slope / mp.sqrt(1 + 2 * s * s)
    return 2 * outer(lambda x: mp.erf(sd * x) * mp.erf(g * x), (1 / sd, 1 / abs(g)))


def relu_kernel(caa, cab, cbb):
    if caa == 0 or cbb == 0:
        return mp.mpf(0)
    sd, slope, s = condition(caa, cab, cbb)
    if s == 0:
        return outer(lambda x: sd * x * max(slope * x, mp.mpf(0)), ())
    inner = lambda x: s * PDF(slope * x / s) + slope * x * CDF(slope * x / s)
    return outer(lambda x: sd * x * inner(x), (s / abs(slope),) if slope else ())


def check_erf(caa, cab, cbb, value):
    x = np.arange(-9, 9.0001, 0.05)
    w = np.exp(-x * x / 2) / math.sqrt(2 * math.pi) * 0.05
    erf = np.vectorize(math.erf)
    s = math.sqrt(max(cbb - cab * cab / caa, 0))
    a = math.sqrt(caa) * x
    two = np.einsum("i,j,i,ij->", w, w, erf(a), erf((cab / caa * a)[:, None] + s * x[None, :]))
    assert abs(two - float(value)) < 1e-12, (caa, cab, cbb, two, value)


def check_relu(caa, cab, cbb, value):
    """Polar coordinates: E = (1/pi) * integral over the angle of relu(u.e)relu(v.e); kinks are break points."""
    caa, cab, cbb = map(mp.mpf, (caa, cab, cbb))
    s = mp.sqrt(cbb - cab * cab / caa)
    u, v = (mp.sqrt(caa), mp.mpf(0)), (cab / mp.sqrt(caa), s)
    f = lambda t: max(u[0] * mp.cos(t), 0) * max(v[0] * mp.cos(t) + v[1] * mp.sin(t), 0)
    edge = mp.atan2(-v[0], v[1])
    pts = sorted({-mp.pi / 2, edge, mp.pi / 2} | ({edge + mp.pi} if edge + mp.pi < mp.pi / 2 else set()))
    assert abs(mp.quad(f, pts) / mp.pi - value) < mp.mpf("1e-30") * mp.sqrt(caa * cbb)


def tanh_rule(sd, slope, s, step):
    reach = int(9.25 / step)
    x = np.longdouble(step) * np.arange(-reach, reach + 1)
    w = np.exp(-x * x / 2) * np.longdouble(step) / np.sqrt(2 * np.longdouble(mp.nstr(mp.pi, 25)))
    return np.einsum("i,j,i,ij->", w, w, np.tanh(sd * x), np.tanh(slope * x[:, None] + s * x[None, :]))


def tanh_kernel(caa, cab, cbb):
    if caa == 0 or cbb == 0 or cab == 0:
        return mp.mpf(0)
    sd, slope, s = condition(caa, cab, cbb)
    if s == 0:
        return 2 * outer(lambda x: mp.tanh(sd * x) * mp.tanh(slope * x), (1 / sd, 1 / abs(slope)))
    sd, slope, s = (np.longdouble(mp.nstr(v, 25)) for v in (sd, slope, s))
    step = 0.2 / max(1.0, float(sd), float(np.hypot(slope, s)))
    fine, coarse = tanh_rule(sd, slope, s, step), tanh_rule(sd, slope, s, 1.15 * step)
    assert abs(fine - coarse) < 2e-16, (caa, cab, cbb, fine, coarse)
    return mp.mpf(np.format_float_positional(fine, unique=True))


def tanh_tables():
    """Variances up to 50 where a plane has to be integrated; equal and opposite points at any variance."""
    rows = [r for r in arguments() if max(r[0], r[2]) <= 50 or mp.mpf(r[0]) * r[2] == mp.mpf(r[1]) ** 2]
    write_csv("tanh_kernel.csv", ["C_aa", "C_ab", "C_bb", "expected"], [(*r, tanh_kernel(*r)) for r in rows])
    variances = (0.0, 1e-12, 1e-6, 1e-3, 0.1, 0.3, 0.5, 1.0, 1.5, 2.0, 5.0, 10.0, 123.456, 1e3, 1e6, 1e8)
    mean = lambda v: 2 * outer(lambda x: mp.sech(mp.sqrt(mp.mpf(v)) * x) ** 2, (1 / mp.sqrt(mp.mpf(v)),) if v else ())
    write_csv("tanh_derivative_mean.csv", ["C", "expected"], [(v, mean(v)) for v in variances])


def arguments():
    """(C_aa, C_ab, C_bb): exact doubles, positive semidefinite exactly (not only up to rounding)."""
    rows = [(0.0, 0.0, 0.0), (1.0, 0.0, 0.0), (1.0, 0.0, 1.0)]
    for v in (1e-12, 1e-6, 1e-3, 0.1, 0.5, 1.0, 2.0, 10.0, 1e3, 1e8):
        rows += [(v, v, v), (v, -v, v), (v, v / 2, v), (v, -0.75 * v, v)]
    rows += [(4.0, 2.0, 1.0), (4.0, -2.0, 1.0), (0.25, 1.0, 4.0), (1e-8, 2.0 ** -1 * 1e-8, 0.25e-8)]
    for eps in (1e-3, 1e-6, 1e-9, 1e-12, 2.0 ** -52):
        for v in (0.3, 1.0, 50.0):
            rows += [(v, v * (1 - eps), v), (v, -v * (1 - eps), v)]
    for ca, cb in ((1.0, 3.0), (0.2, 7.0), (1e-6, 1e2), (1e-10, 1.0), (1e6, 1e-3), (1.7, 0.9), (1e4, 2.0)):
        for rho in (-0.999, -0.6, -0.1, 1e-8, 0.05, 0.3, 0.9, 0.99999):
            rows.append((ca, rho * math.sqrt(ca * cb), cb))
    assert all(mp.mpf(a) * mp.mpf(c) >= mp.mpf(b) ** 2 for a, b, c in rows)
    return rows


def main():
    erf_rows, relu_rows = [], []
    for a, b, c in arguments():
        e, r = erf_kernel(a, b, c), relu_kernel(a, b, c)
        if a > 0 and c > 0 and b != 0:
            if 1e-3 <= a <= 4 and 1e-3 <= c <= 4:
                check_erf(a, b, c, e)
            if a * c > b * b * (1 + 1e-4):
                check_relu(a, b, c, r)
        erf_rows.append((a, b, c, e))
        relu_rows.append((a, b, c, r))
    write_csv("erf_kernel.csv", ["C_aa", "C_ab", "C_bb", "expected"], erf_rows)
    write_csv("relu_kernel.csv", ["C_aa", "C_ab", "C_bb", "expected"], relu_rows)

    variances = (0.0, 1e-12, 1e-6, 1e-3, 0.1, 0.3, 0.5, 1.0, 1.5, 2.0, 5.0, 10.0, 123.456, 1e3, 1e6, 1e8)
    derivative = lambda x: 2 / mp.sqrt(mp.pi) * mp.exp(-x * x)
    row = lambda f, v: 2 * outer(lambda x: f(mp.sqrt(mp.mpf(v)) * x), (1 / mp.sqrt(mp.mpf(v)),) if v else ())
    write_csv("erf_derivative_mean.csv", ["C", "expected"], [(v, row(derivative, v)) for v in variances])
    write_csv("relu_mean.csv", ["C", "expected"], [(v, row(lambda h: h, v) / 2) for v in variances])
    write_csv("relu_derivative_mean.csv", ["C", "expected"], [(v, row(lambda h: mp.mpf(1), v) / 2) for v in variances if v])


    tanh_tables()


if __name__ == "__main__":
    main()
