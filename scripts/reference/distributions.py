"""Tables that the distributions of numeric are tested against, correct to the last digit printed.

    python -m venv venv && venv/bin/pip install mpmath==1.4.1 scipy==1.17.1 numpy==2.4.6
    venv/bin/python scripts/reference/distributions.py

Values come from mpmath at 60 digits (closed forms of the incomplete gamma and beta functions); quantiles start from scipy
and are polished by Newton's method at 60 digits. Arguments are doubles and are meant exactly.
"""
import json
import math
import pathlib

from mpmath import mp, mpf, betainc, erfc, exp, gammainc, log, loggamma, pi, sqrt
from scipy import stats

mp.dps = 60
TARGET = pathlib.Path("packages/numeric/src/distributions/fixtures/distributions.json")


def log_beta(a, b):
    return loggamma(a) + loggamma(b) - loggamma(a + b)


def gamma_tails(a, x):
    if a < 100000:
        return gammainc(a, 0, x, regularized=True), gammainc(a, x, mp.inf, regularized=True)
    # mpmath gives up on long series: DLMF 8.11.4 and 8.9.2, summed here
    base = exp(a * log(x) - x - loggamma(a + 1))
    if x <= a:
        total = term = mpf(1)
        k = 1
        while term > total * mpf(10) ** -mp.dps:
            term *= x / (a + k)
            total += term
            k += 1
        return base * total, 1 - base * total
    b = x + 1 - a
    c = mpf(10) ** 100
    d = 1 / b
    value = d
    for k in range(1, 10**6):
        numerator = -k * (k - a)
        b += 2
        d = 1 / (numerator * d + b)
        c = b + numerator / c
        value *= c * d
        if abs(c * d - 1) < mpf(10) ** -mp.dps:
            break
    upper = base * a * value
    return 1 - upper, upper


def beta_tail(a, b, x):
    """I_x(a, b) by the series that converges fastest, with working digits for its cancellation."""
    return betainc(a, b, 0, x, regularized=True)


def beta_tails(a, b, x, y):
    if x == 0:
        return mpf(0), mpf(1)
    # the smaller tail directly, the other as its complement at digits to spare
    if a * y >= b * x:
        lower = beta_tail(a, b, x)
        return lower, 1 - lower
    upper = beta_tail(b, a, y)
    return 1 - upper, upper


class Normal:
    parameters = [()]
    scipy = stats.norm
    points = [-37.5, -20, -10, -5, -3, -1.96, -1, -0.5, -1e-3, 0, 1e-10, 0.1, 0.7, 1.5, 2.5, 4, 7, 12.5, 25, 37]

    def log_pdf(self, x):
        return -x * x / 2 - log(2 * pi) / 2

    def tails(self, x):
        return erfc(-x / sqrt(mpf(2))) / 2, erfc(x / sqrt(mpf(2))) / 2


class StudentT:
    parameters = [(0.5,), (1,), (2,), (2.5,), (4,), (7.3,), (30,), (250,), (10000,)]
    scipy = stats.t
    points = [-1e8, -1000, -40, -9, -3, -1.2, -0.3, -1e-6, 0, 1e-3, 0.05, 0.8, 2, 5, 20, 300, 1e6]

    def log_pdf(self, x, nu):
        return -(nu + 1) / 2 * log(1 + x * x / nu) - log_beta(mpf(1) / 2, nu / 2) - log(nu) / 2

    def tails(self, x, nu):
        outer = beta_tails(nu / 2, mpf(1) / 2, nu / (nu + x * x), x * x / (nu + x * x))[0] / 2
        return (outer, 1 - outer) if x < 0 else (1 - outer, outer)


class Gamma:
    parameters = [(0.01, 1), (0.3, 1), (1, 2), (2.5, 0.5), (17, 1), (150, 3), (10000, 1), (1000000, 1)]
    scipy = staticmethod(lambda a, s: stats.gamma(a, scale=s))

    def points_for(self, a, s):
        sd = math.sqrt(a)
        near = [a + k * sd for k in (-30, -10, -5, -3, -1, 0, 1, 3, 5, 10, 30, 60)]
        return sorted({s * x for x in near + [a * k for k in (1e-6, 1e-3, 0.1, 0.5, 2, 5, 20)] + [1, 100] if x > 0})

    def log_pdf(self, x, a, s):
        return (a - 1) * log(x / s) - x / s - loggamma(a) - log(s)

    def tails(self, x, a, s):
        return gamma_tails(a, x / s)


class ChiSquare(Gamma):
    parameters = [(0.5,), (1,), (2,), (3,), (10,), (60,), (1000,)]
    scipy = stats.chi2

    def points_for(self, k):
        return super().points_for(k / 2, 2)

    def log_pdf(self, x, k):
        return super().log_pdf(x, k / 2, mpf(2))

    def tails(self, x, k):
        return gamma_tails(k / 2, x / 2)


class Beta:
    parameters = [(0.05, 0.2), (0.5, 0.5), (1, 1), (2, 3), (0.3, 12), (40, 2.5), (300, 700), (20000, 5)]
    scipy = stats.beta
    points = [1e-12, 1e-5, 0.001, 0.02, 0.1, 0.25, 0.3, 0.4, 0.5, 0.65, 0.8, 0.9, 0.97, 0.999, 0.99999, 1 - 2.0**-40]

    def log_pdf(self, x, a, b):
        return (a - 1) * log(x) + (b - 1) * log(1 - x) - log_beta(a, b)

    def tails(self, x, a, b):
        return beta_tails(a, b, x, 1 - x)


class FisherF:
    parameters = [(1, 1), (1, 10), (2, 5), (3, 10), (7.5, 0.5), (12, 60), (200, 300), (5, 100000)]
    scipy = stats.f
    points = [1e-10, 1e-4, 0.01, 0.1, 0.4, 0.8, 1, 1.3, 2, 3.5, 8, 30, 1000, 1e6]

    def log_pdf(self, x, d1, d2):
        odds = d1 * x / d2
        return d1 / 2 * log(odds) - (d1 + d2) / 2 * log(1 + odds) - log(x) - log_beta(d1 / 2, d2 / 2)

    def tails(self, x, d1, d2):
        total = d1 * x + d2
        return beta_tails(d1 / 2, d2 / 2, d1 * x / total, d2 / total)


PROBABILITIES = [1e-290, 1e-100, 1e-20, 1e-8, 1e-4, 0.01, 0.05, 0.2, 0.4, 0.5, 0.6, 0.75, 0.9, 0.99, 0.9999, 1 - 2.0**-30]


def number(value):
    """A double, or None where a double can't hold the value."""
    double = float(value)
    return double if value == 0 or 1e-305 < abs(double) < 1e305 else None


def quantile(law, parameters, probability, upper):
    exact = [mpf(p) for p in parameters]
    p = mpf(probability)
    frozen = law.scipy(*parameters)
    start = float(frozen.isf(probability) if upper else frozen.ppf(probability))
    if not math.isfinite(start) or start == 0 or abs(start) < 1e-290:
        return 0.0 if p == mpf(1) / 2 and start == 0 else None
    if isinstance(law, Beta):
        edge = 1 - mpf(2) ** -54
        # so close to 1 that the nearest double is 1
        if (law.tails(edge, *exact)[1] > p) if upper else (law.tails(edge, *exact)[0] < p):
            return 1.0
        start = min(start, 1 - 2.0**-53)
    x = mpf(start)
    side = 1 if upper else 0
    sign = -1 if upper else 1
    for _ in range(200):
        tail = law.tails(x, *exact)[side]
        # Newton on the logarithm of the tail in the logarithm of |x|, for the beta in that of the odds
        width = x * (1 - x) if isinstance(law, Beta) else x
        step = sign * log(tail / p) * tail / (exp(law.log_pdf(x, *exact)) * width)
        step = max(min(step, mpf(100)), mpf(-100))
        if isinstance(law, Beta):
            odds = x / (1 - x) * exp(-step)
            moved = odds / (1 + odds)
        else:
            moved = x * exp(-step)
        if abs(step) < mpf(10) ** -40:
            return number(moved)
        x = moved
    raise ArithmeticError((type(law).__name__, parameters, probability, upper))


def table(law):
    rows = []
    for parameters in law.parameters:
        exact = [mpf(p) for p in parameters]
        points = law.points_for(*parameters) if hasattr(law, "points_for") else law.points
        values = []
        for x in points:
            x = float(x)
            density = law.log_pdf(mpf(x), *exact)
            lower, upper = law.tails(mpf(x), *exact)
            values.append([x, number(density), number(exp(density)), number(lower), number(upper)])
        inverse = [[p, quantile(law, parameters, p, False), quantile(law, parameters, p, True)] for p in PROBABILITIES]
        rows.append({"parameters": list(parameters), "values": values, "quantiles": inverse})
        print(type(law).__name__, parameters, flush=True)
    return rows


LAWS = {
    "normal": Normal(),
    "studentT": StudentT(),
    "chiSquare": ChiSquare(),
    "f": FisherF(),
    "gamma": Gamma(),
    "beta": Beta(),
}

if __name__ == "__main__":
    tables = {
        "source": "scripts/reference/distributions.py: mpmath 1.4.1 at 60 digits, quantiles started from scipy 1.17.1",
        "columns": {
            "values": ["x", "log density", "density", "lower tail", "upper tail"],
            "quantiles": ["probability", "lower quantile", "upper quantile"],
            "null": "not within 1e-305..1e305",
        },
    } | {name: table(law) for name, law in LAWS.items()}
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(tables, separators=(",", ":"))
    # one row a line keeps differences readable
    TARGET.write_text(text.replace('{"parameters"', '\n{"parameters"').replace('"quantiles":[[', '\n"quantiles":[[') + "\n")
