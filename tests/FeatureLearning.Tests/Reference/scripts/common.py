"""Shared by the scripts: paths, number formatting, dense mpmath helpers, the table writer. No physics here."""
import csv, json, pathlib
import mpmath as mp

ROOT = pathlib.Path(__file__).resolve().parent.parent
TABLES, DATA = ROOT / "tables", ROOT / "data"


def text(x, digits=30):
    """A number as text: doubles and ints by shortest round trip, mpf with `digits` significant digits."""
    if isinstance(x, mp.mpf):
        return mp.nstr(x, digits, strip_zeros=True, min_fixed=-5, max_fixed=20)
    return repr(x) if isinstance(x, float) else str(x)


def write_csv(name, header, rows):
    with open(TABLES / name, "w", newline="") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(header)
        w.writerows([[text(v) for v in r] for r in rows])


class _Num(float):
    """A float printed with more digits than a double holds (JSON numbers may carry any number of digits)."""
    def __new__(cls, x):
        o = float.__new__(cls, float(x)); o.t = text(x) if mp.isfinite(x) else "null"
        return o


def dumps(obj, indent=0):
    """JSON text with mpf values as 30-digit numbers; one line for each list or scalar, keys indented."""
    pad = " " * (indent + 1)
    if isinstance(obj, mp.mpf):
        return _Num(obj).t
    if isinstance(obj, mp.matrix):
        obj = [obj[i] for i in range(obj.rows)] if obj.cols == 1 else [[obj[i, j] for j in range(obj.cols)] for i in range(obj.rows)]
    if hasattr(obj, "tolist"):
        obj = obj.tolist()
    if isinstance(obj, dict):
        if not obj:
            return "{}"
        return "{\n" + ",\n".join(f"{pad}{json.dumps(k)}: {dumps(v, indent + 1)}" for k, v in obj.items()) + "\n" + " " * indent + "}"
    if isinstance(obj, (list, tuple)):
        if any(isinstance(v, dict) for v in obj):
            return "[\n" + ",\n".join(pad + dumps(v, indent + 1) for v in obj) + "\n" + " " * indent + "]"
        return "[" + ", ".join(dumps(v, indent) for v in obj) + "]"
    return json.dumps(obj.item() if hasattr(obj, "item") else obj)


def write_json(name, obj):
    out = dumps(obj) + "\n"
    json.loads(out)
    (TABLES / name).write_text(out)


def read_linear():
    return json.loads((DATA / "linear.json").read_text())["cases"]


def mat(rows):
    return mp.matrix([[mp.mpf(v) for v in r] for r in rows])


def vec(v):
    return mp.matrix([mp.mpf(x) for x in v])


def dot(a, b):
    return mp.fsum(a[i] * b[i] for i in range(len(a)))


def trace(A):
    return mp.fsum(A[i, i] for i in range(A.rows))


def logdet(A):
    """log det of a symmetric positive definite matrix, by Cholesky."""
    L = mp.cholesky(A)
    return 2 * mp.fsum(mp.log(L[i, i]) for i in range(A.rows))


def row(A, i):
    return mp.matrix([A[i, j] for j in range(A.cols)])
