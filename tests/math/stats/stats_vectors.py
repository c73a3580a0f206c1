"""Writes stats_vectors.json, beside this file: what lib/math/stats must agree with, from NumPy and SciPy.

Samples with ties, of two numbers, of thousands, far from zero (1e9 + noise) and heavy-tailed.

Run: python3 tests/math/stats/stats_vectors.py   (needs numpy, scipy)
"""

import json
import pathlib

import numpy as np
import scipy
from scipy import spatial, stats

rng = np.random.default_rng(20261121)


def listed(x):
    return [float(v) for v in x]


SAMPLES = {
    "two": np.array([3.0, 1.0]),
    "five": np.array([1.0, 2.0, 2.0, 3.0, 7.0]),
    "ties": rng.integers(0, 6, 40).astype(float),
    "normal": np.round(rng.standard_normal(60), 6),
    "far from zero": 1e9 + np.round(rng.standard_normal(50), 3),
    "heavy": np.round(rng.standard_t(1.5, 80), 6),
    "seven": np.array([-5.0, -1.5, 0.0, 0.25, 4.0, 4.0, 11.0]),
    "ten": np.arange(1.0, 11.0),
}
METHODS = [
    "inverted_cdf", "averaged_inverted_cdf", "closest_observation", "interpolated_inverted_cdf", "hazen", "weibull",
    "linear", "median_unbiased", "normal_unbiased",
]
PS = [0, 0.001, 0.1, 0.125, 0.2, 0.25, 0.3, 1 / 3, 0.5, 0.6, 0.7, 0.75, 0.9, 0.95, 0.999, 1]

samples = []
for name, x in SAMPLES.items():
    centred = x.astype(np.longdouble) - x.astype(np.longdouble).mean()
    n = len(x)
    m2 = (centred**2).sum()
    samples.append({
        "name": name,
        "x": listed(x),
        "mean": float(x.astype(np.longdouble).mean()),
        "variance": float(m2 / (n - 1)),
        "skewness": float(np.sqrt(np.longdouble(n)) * (centred**3).sum() / m2**1.5),
        "excessKurtosis": float(n * (centred**4).sum() / m2**2 - 3),
        "quantiles": {m: listed(np.quantile(x, PS, method=m)) for m in METHODS},
        "ranks": listed(stats.rankdata(x)),
        "freedmanDiaconis": listed(np.histogram_bin_edges(x, bins="fd")),
        "counts": listed(np.histogram(x, bins=np.histogram_bin_edges(x, bins=7))[0]),
        "sevenEdges": listed(np.histogram_bin_edges(x, bins=7)),
    })

weighted = []
for n in (3, 20):
    x, w = np.round(rng.standard_normal(n), 3), rng.integers(0, 4, n)
    w[0] = 2
    repeated = np.repeat(x, w)
    weighted.append({
        "x": listed(x), "weights": listed(w), "mean": float(repeated.mean()), "variance": float(repeated.var(ddof=1)),
        "skewness": float(stats.skew(repeated)), "excessKurtosis": float(stats.kurtosis(repeated)),
    })

pairs = []
for n in (2, 3, 8, 50, 400):
    for kind in ("free", "ties", "curve", "opposed"):
        x = rng.standard_normal(n)
        y = {"free": rng.standard_normal(n), "ties": x + rng.standard_normal(n), "curve": np.exp(2 * x), "opposed": -x + 0.1 * rng.standard_normal(n)}[kind]
        if kind == "ties":
            x, y = np.round(x), np.round(y)
        x, y = np.round(x, 6), np.round(y, 6)
        if len(set(x)) < 2 or len(set(y)) < 2:
            continue
        pairs.append({
            "x": listed(x), "y": listed(y), "pearson": float(stats.pearsonr(x, y)[0]),
            "spearman": float(stats.spearmanr(x, y)[0]), "kendall": float(stats.kendalltau(x, y)[0]),
        })

distances = []
for n, m in ((1, 1), (3, 5), (40, 40), (100, 30)):
    for shift in (0, 0.5):
        x, y = np.round(rng.standard_normal(n), 3), np.round(shift + rng.standard_normal(m), 3)
        distances.append({
            "x": listed(x), "y": listed(y), "wasserstein": float(stats.wasserstein_distance(x, y)),
            "energy": float(stats.energy_distance(x, y)),
        })

bins = []
for k in (2, 5, 30):
    for _ in range(3):
        p, q = rng.integers(0, 50, k).astype(float), rng.integers(0, 50, k).astype(float)
        p[0], q[-1] = 1, 2
        a, b = p / p.sum(), q / q.sum()
        sa, sb = (p + 0.5) / (p + 0.5).sum(), (q + 0.5) / (q + 0.5).sum()
        bins.append({
            "p": listed(p), "q": listed(q),
            "jensenShannon": float(spatial.distance.jensenshannon(p, q, base=2)),
            "hellinger": float(np.linalg.norm(np.sqrt(a) - np.sqrt(b)) / np.sqrt(2)),
            "stability": float(((sa - sb) * np.log(sa / sb)).sum()),
        })

out = {
    "numpy": np.__version__, "scipy": scipy.__version__, "ps": PS, "samples": samples, "weighted": weighted, "pairs": pairs,
    "distances": distances, "bins": bins,
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(out) + "\n")
