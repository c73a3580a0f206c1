"""Writes distribution_vectors.json, beside this file: densities, tails and quantiles from SciPy, tails down to 1e-300.

Where two ways to the same number through SciPy disagree, mpmath decides: Student's t far out, Kolmogorov's tails.

Run: python3 tests/math/stats/distributions/distribution_vectors.py   (needs scipy, mpmath)
"""

import json
import pathlib

import mpmath as mp
import numpy as np
import scipy
from scipy import special, stats

mp.mp.dps = 40
PS = [1e-300, 1e-100, 1e-20, 1e-5, 0.025, 0.3, 0.5, 0.75, 0.975, 0.99999]

CONTINUOUS = {
    "normal": ([[0, 1], [100, 15], [-3, 0.01]], lambda m, s: stats.norm(m, s), lambda d, m, s: m + s * np.array([-37, -8, -1, 0, 0.5, 3, 30])),
    "logNormal": ([[0, 1], [2, 0.25]], lambda m, s: stats.lognorm(s, scale=np.exp(m)), lambda d, m, s: np.exp(m + s * np.array([-30, -3, 0, 1, 8]))),
    "gamma": ([[0.1, 1], [0.5, 3], [1, 1], [3, 2], [100, 0.5], [10000, 1]], lambda k, s: stats.gamma(k, scale=s), lambda d, k, s: k * s * np.array([1e-10, 0.01, 0.5, 1, 1.5, 5])),
    "chiSquared": ([[1], [2.5], [10], [300]], stats.chi2, lambda d, n: n * np.array([1e-8, 0.1, 1, 2, 6])),
    "exponential": ([[1], [20]], lambda s: stats.expon(scale=s), lambda d, s: s * np.array([0, 1e-12, 0.5, 3, 600])),
    "beta": ([[0.2, 0.5], [1, 1], [2, 1], [3, 40], [500, 2]], stats.beta, lambda d, a, b: np.array([1e-100, 1e-8, 0.01, 0.3, 0.7, 0.999])),
    "studentT": ([[1], [2.5], [5], [30], [1000], [1e6]], stats.t, lambda d, n: np.array([-1e8, -30, -2, -1e-3, 0.5, 3, 12])),
    "fisherF": ([[1, 2], [3, 5], [10, 50], [200, 1e4]], stats.f, lambda d, a, b: np.array([1e-12, 0.01, 0.5, 1, 2, 30, 1e6])),
    "uniform": ([[0, 1], [-3, 5]], lambda a, b: stats.uniform(a, b - a), lambda d, a, b: np.array([a, a + 0.2, b - 1e-9, b])),
    "kolmogorov": ([[]], lambda: stats.kstwobign(), lambda d: np.array([0.05, 0.3, 0.7, 0.99, 1.01, 1.358, 3, 10])),
}
DISCRETE = {
    "binomial": ([[1, 0.5], [10, 0.3], [100, 0.01], [1000, 0.9], [100000, 0.5]], stats.binom, lambda n, p: sorted({0, int(n * p * 0.8), int(n * p), min(n, int(n * p * 1.1) + 1), n})),
    "poisson": ([[0.001], [2], [50], [10000]], stats.poisson, lambda r: sorted({0, 1, int(r * 0.8), int(r), int(r * 1.3) + 3})),
}


def exact(name, params, x):
    """(cdf, sf) where SciPy's own are short of digits."""
    x = mp.mpf(float(x))
    if name == "studentT":
        n = mp.mpf(params[0])
        tail = mp.betainc(n / 2, mp.mpf(1) / 2, 0, n / (n + x * x), regularized=True) / 2 if abs(x) > 1 and n < 1e4 else None
        if tail is None:
            return None
        return (tail, 1 - tail) if x < 0 else (1 - tail, tail)
    if name == "kolmogorov":
        cdf = mp.sqrt(2 * mp.pi) / x * sum(mp.exp(-((2 * k - 1) * mp.pi / x) ** 2 / 8) for k in range(1, 60))
        sf = 2 * sum((-1) ** (k - 1) * mp.exp(-2 * k * k * x * x) for k in range(1, 400))
        return (cdf, sf) if x < 1 else (1 - sf, sf)
    return None


rows = []
for name, (parameters, make, points) in CONTINUOUS.items():
    for params in parameters:
        d = make(*params)
        for x in points(d, *params):
            cdf, sf = exact(name, params, x) or (d.cdf(x), d.sf(x))
            rows.append([name, params, "pdf", float(x), float(d.pdf(x))])
            rows.append([name, params, "cdf", float(x), float(cdf)])
            rows.append([name, params, "sf", float(x), float(sf)])
        for p in PS:
            for ask, invert, tail in (("ppf", d.ppf, d.cdf), ("isf", d.isf, d.sf)):
                x = float(invert(p))
                if abs(tail(x) - p) <= 1e-9 * p or name in ("kolmogorov", "studentT"):  # where SciPy's own does not lead back, it is no oracle
                    rows.append([name, params, ask, p, x])
for name, (parameters, make, points) in DISCRETE.items():
    for params in parameters:
        d = make(*params)
        for k in points(*params):
            rows.append([name, params, "pmf", k, float(d.pmf(k))])
            rows.append([name, params, "cdf", k, float(d.cdf(k))])
            rows.append([name, params, "sf", k, float(d.sf(k))])
        for p in PS[3:]:
            rows.append([name, params, "ppf", p, float(d.ppf(p))])

rows = [row for row in rows if np.isfinite(row[4]) and (row[4] == 0 or abs(row[4]) > 1e-300)]
out = {"scipy": scipy.__version__, "mpmath": mp.__version__, "rows": rows}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(out) + "\n")
print(len(rows), "rows")
