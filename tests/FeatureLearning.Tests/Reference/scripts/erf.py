"""erf and its derivative at doubles that cover every branch of an implementation: mpmath, 60 digits.

    python3 scripts/erf.py
"""
import math
import mpmath as mp
from common import write_csv

mp.mp.dps = 60
points = [0.0] + [2.0**-k for k in range(1, 30)] + [k / 64 for k in range(1, 640)]
points += [math.nextafter(x, d) for x in (1.0, 4.0, 6.0) for d in (0.0, 10.0)] + [12.5, 26.0, 30.0]
points = sorted(set(points) | {-x for x in points if x > 0 and x < 7})
write_csv("erf.csv", ["x", "erf", "derivative"], [[x, mp.erf(mp.mpf(x)), 2 / mp.sqrt(mp.pi) * mp.exp(-mp.mpf(x) ** 2)] for x in points])
