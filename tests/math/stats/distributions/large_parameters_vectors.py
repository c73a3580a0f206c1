"""Writes large_parameters_vectors.json, beside this file: beta, F and binomial distributions with parameters up to 1e15.

SciPy is wrong there itself (25 % at 1e15), so densities are integrated with mpmath, with 40 digits more than the parameters have.

Run: python3 tests/math/stats/distributions/large_parameters_vectors.py   (needs mpmath; about two minutes)
"""

import itertools
import json
import pathlib

import mpmath as mp

SIZES = [2, 50, 500, 1e4, 1e6, 1e8, 1e10, 1e15]


def log_scale(a, b):
    return mp.loggamma(a + b) - mp.loggamma(a) - mp.loggamma(b)


def tails(a, b, x):
    """Both tails and the density at the double x."""
    A, B, X = mp.mpf(a), mp.mpf(b), mp.mpf(x)
    mp.mp.dps = 40 + int(mp.log10(A + B))
    scale = log_scale(A, B)
    mean = A / (A + B)
    deviation = mp.sqrt(A * B / ((A + B) ** 2 * (A + B + 1)))

    def density(t):
        return mp.e ** (scale + (A - 1) * mp.log(t) + (B - 1) * mp.log1p(-t))

    # Far out the density falls within a fraction of the deviation: the pieces must be as short.
    fall = 1 / (abs((A - 1) / X - (B - 1) / (1 - X)) + 1 / deviation)
    steps = [0.3, 1, 2, 3, 5, 8, 12, 18, 27, 40, 80, 200, 400, 1000]
    if X <= mean:
        lower = mp.quad(density, [max(mp.mpf(0), X - 2000 * fall)] + [X - s * fall for s in reversed(steps) if X > s * fall] + [X])
        return float(lower), float(1 - lower), float(density(X))
    upper = mp.quad(density, [X] + [X + s * fall for s in steps if X + s * fall < 1] + [min(mp.mpf(1), X + 2000 * fall)])
    return float(1 - upper), float(upper), float(density(X))


rows = []
for a, b in itertools.product(SIZES, SIZES):
    if max(a, b) < 1e4:
        continue
    mean, deviation = a / (a + b), (a * b / ((a + b) ** 2 * (a + b + 1))) ** 0.5
    for z in (-20, -4, -0.3, 0, 2, 20):
        x = mean + z * deviation
        if 0 < x < 1:
            rows.append([a, b, x, *tails(a, b, x)])

# The beta of k + 1 successes and n - k failures: P(X <= k) is its upper tail at the chance of success.
binomial = []
for n, success in [(10**9, 0.5), (2 * 10**15, 0.5), (10**12, 1e-9), (10**10, 0.25)]:
    deviation = (n * success * (1 - success)) ** 0.5
    for z in (-5, 0, 1):
        k = round(n * success + z * deviation)
        lower, upper, _ = tails(k + 1, n - k, success)
        mp.mp.dps = 60
        p = mp.mpf(success)
        mass = mp.e ** (mp.loggamma(n + 1) - mp.loggamma(k + 1) - mp.loggamma(n - k + 1) + k * mp.log(p) + (n - k) * mp.log1p(-p))
        binomial.append([n, success, k, upper, lower, float(mass)])

# P(F > x) is the upper tail of a beta at d1 x / (d1 x + d2), taken with all digits.
fisher = []
for d1, d2 in [(1e9, 1e9), (1e5, 1e12), (7, 1e9), (1e15, 1e15), (1e7, 30)]:
    for z in (-3, 0, 1.5):
        x = 1 + z * (2 / d1 + 2 / d2) ** 0.5
        if x <= 0:
            continue
        mp.mp.dps = 60
        share = mp.mpf(d1) * x / (mp.mpf(d1) * x + d2)
        lower, upper, density = tails(mp.mpf(d1) / 2, mp.mpf(d2) / 2, share)
        slope = mp.mpf(d1) * d2 / (mp.mpf(d1) * x + d2) ** 2
        fisher.append([d1, d2, x, lower, upper, float(density * slope)])

path = pathlib.Path(__file__).with_name("large_parameters_vectors.json")
body = {"beta": rows, "binomial": binomial, "fisher": fisher}
lines = [f' "{name}": [\n' + ",\n".join("  " + json.dumps(row) for row in values) + "\n ]" for name, values in body.items()]
path.write_text("{\n" + ",\n".join(lines) + "\n}\n")
print(len(rows), len(binomial), len(fisher))
