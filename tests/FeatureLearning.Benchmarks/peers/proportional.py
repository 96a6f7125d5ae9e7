"""The proportional limit of an erf network, as one writes it with NumPy and SciPy; the peer of `workbook solve --theory proportional`.

proportional.py TRAIN_X TRAIN_Y TEST_X WIDTH TEMPERATURE   prints {"q", "mean", "variance"} as JSON
proportional.py --versions                                  prints the versions that it runs on

Notation and action: arXiv:2508.20989; S(Q) = Q - log Q + (1/N) sum log(Q l_i + T) + (1/N) sum c_i / (Q l_i + T), with the
eigenvalues l_i of K and the squared components c_i of y.
"""
import json
import sys

import numpy as np
import scipy
import scipy.linalg
import scipy.optimize

import serve


def kernel(a, b):
    d = a.shape[1]
    sa, sb = 1 + 2 * (a * a).sum(1) / d, 1 + 2 * (b * b).sum(1) / d
    return 2 / np.pi * np.arcsin(2 * (a @ b.T) / d / np.sqrt(np.outer(sa, sb)))


def order_parameter(eigenvalues, c, n, t):
    def action(s):
        q = np.exp(s)
        return q - s + (np.log(q * eigenvalues + t).sum() + (c / (q * eigenvalues + t)).sum()) / n

    def slope(s):
        q = np.exp(s)
        a = q * eigenvalues + t
        return q - 1 + q * ((eigenvalues / a).sum() - (c * eigenvalues / a**2).sum()) / n

    # A minimum is known to the square root of the precision only; the zero of the slope close by is known to all digits.
    s = scipy.optimize.minimize_scalar(action, bounds=(-8, 8), method="bounded").x
    return np.exp(scipy.optimize.brentq(slope, s - 1e-2, s + 1e-2, xtol=1e-14))


def solve(x, y, z, n, t):
    eigenvalues, u = scipy.linalg.eigh(kernel(x, x), driver="evd", overwrite_a=True, check_finite=False)
    projected = u.T @ y
    q = order_parameter(eigenvalues, projected**2, n, t)
    a = q * eigenvalues + t
    cross = u.T @ kernel(x, z)
    mean = q * (cross.T @ (projected / a))
    diagonal = 2 * (z * z).sum(1) / z.shape[1]
    variance = q * 2 / np.pi * np.arcsin(diagonal / (1 + diagonal)) - q * q * (cross**2 / a[:, None]).sum(0)
    return {"q": q, "mean": mean, "variance": variance}


def main(train_x, train_y, test_x, n, t):
    x, y, z = (np.loadtxt(f, delimiter=",", ndmin=2) for f in (train_x, train_y, test_x))
    answers = solve(x, y[:, 0], z, n, t)
    json.dump({name: np.asarray(numbers).tolist() for name, numbers in answers.items()}, sys.stdout)


def versions():
    print(f"Python {sys.version.split()[0]}, NumPy {np.__version__}, SciPy {scipy.__version__}{serve.blas()}")


if __name__ == "__main__":
    if sys.argv[1:] == ["--versions"]:
        versions()
    else:
        main(*sys.argv[1:4], int(sys.argv[4]), float(sys.argv[5]))
