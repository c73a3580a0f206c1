"""Writes k_means_vectors.json, beside this file: scikit-learn's k-means from given starts, one with a cluster that loses all its rows, and silhouettes.

Run, then deno fmt: pip install scikit-learn==1.9.1 && python3 tests/ml/clustering/k_means_vectors.py
"""

import json
import pathlib
import warnings

import numpy
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_samples

warnings.filterwarnings("ignore")
draw = numpy.random.default_rng(3)
cases = []
for n, d, k, far in ((40, 2, 3, False), (60, 3, 5, False), (50, 4, 2, False), (30, 2, 4, True)):
    x = draw.normal(size=(n, d)) + 4 * draw.integers(0, 3, (n, 1)) + 1000
    start = x[:k].copy()
    if far:
        start[k - 1] += 1e4  # nobody's nearest: it is given the row that is farthest from its centroid
    for iterations, tolerance in ((1, 0), (300, 0), (300, .05)):
        model = KMeans(k, init=start, n_init=1, max_iter=iterations, tol=tolerance, algorithm="lloyd").fit(x)
        cases.append({"x": x.tolist(), "start": start.tolist(), "iterations": iterations, "tolerance": tolerance, "centroids": model.cluster_centers_.tolist(),
                      "labels": model.labels_.tolist(), "inertia": model.inertia_, "passes": model.n_iter_, "silhouettes": silhouette_samples(x, model.labels_).tolist()})
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(cases) + "\n")
