"""The proportional limit at many temperatures, each solved from the start, as a script does that was written for one."""
import numpy as np
import scipy
import scipy.linalg

import serve
from proportional import kernel, order_parameter


def load(read, task):
    p, d = task["points"], task["dimension"]
    return read("x.bin", p, d), read("y.bin", p), read("temperatures.bin", -1)[:: task["stride"]], task["width"]


def run(state):
    x, y, temperatures, width = state
    orders, discrepancies = [], []
    for t in temperatures:
        eigenvalues, u = scipy.linalg.eigh(kernel(x, x), driver="evd", overwrite_a=True, check_finite=False)
        projected = u.T @ y
        q = order_parameter(eigenvalues, projected**2, width, t)
        orders.append(q)
        discrepancies.append(t * (u @ (projected / (q * eigenvalues + t))))
    return {"q": np.array(orders), "discrepancy": np.concatenate(discrepancies)}


if __name__ == "__main__":
    serve.main(load, run, f"NumPy {np.__version__}, SciPy {scipy.__version__}", __doc__)
