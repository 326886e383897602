"""Chebyshev coefficients of the scaled normal tail, printed for distributions/normal-tail.ts.

    pip install mpmath==1.4.1 && python scripts/reference/normal-tail.py

g(t) = (z + 2) exp(z^2 / 2) Phi(-z) for z >= 0, with t = (z - 5) / (z + 5).
"""
from mpmath import mp, mpf, cos, pi, erfc, exp, sqrt

mp.dps = 60
DEGREE = 25
NODES = 64


def g(t):
    z = 5 * (1 + t) / (1 - t)
    return (z + 2) * exp(z * z / 2) * erfc(z / sqrt(2)) / 2


angles = [pi * (k + mpf(1) / 2) / NODES for k in range(NODES)]
values = [g(cos(a)) for a in angles]
for j in range(DEGREE + 1):
    c = 2 * sum(v * cos(j * a) for v, a in zip(values, angles)) / NODES
    print(f"  {float(c / 2 if j == 0 else c)!r},")
