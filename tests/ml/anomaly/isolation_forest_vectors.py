"""Writes isolation_forest_vectors.json, beside this file: scikit-learn's isolation trees, and the scores that they give with exact mean paths.

scikit-learn takes c(n) from a logarithm; here it is 2 H(n - 1) - 2 (n - 1) / n with harmonic numbers, computed from the leaves that `apply` says.

Run, then deno fmt: pip install scikit-learn==1.9.1 && python3 tests/ml/anomaly/isolation_forest_vectors.py
"""

import json
import pathlib
from fractions import Fraction

import numpy
from sklearn.ensemble import IsolationForest


def c(n):
    return 0.0 if n <= 1 else float(2 * sum(Fraction(1, i) for i in range(1, n)) - Fraction(2 * (n - 1), n))


draw = numpy.random.default_rng(41)
x = draw.normal(size=(60, 3)).astype(numpy.float32)
model = IsolationForest(n_estimators=8, max_samples=32, random_state=3).fit(x)
trees, paths = [], numpy.zeros(len(x))
for estimator in model.estimators_:
    tree = estimator.tree_
    depth = numpy.zeros(tree.node_count, int)
    for node in range(tree.node_count):
        for child in (tree.children_left[node], tree.children_right[node]):
            if child >= 0:
                depth[child] = depth[node] + 1
    lengths = [float(depth[node] + c(int(tree.n_node_samples[node]))) for node in range(tree.node_count)]
    paths += [lengths[leaf] for leaf in estimator.apply(x)]
    trees.append({"feature": [max(-1, int(f)) for f in tree.feature], "threshold": [float(t) for t in tree.threshold], "left": tree.children_left.tolist(),
                  "right": tree.children_right.tolist(), "depth": depth.tolist(), "rows": tree.n_node_samples.tolist()})
scores = 2 ** (-paths / len(trees) / c(32))
vectors = {"x": x.astype(float).tolist(), "trees": trees, "sampleSize": 32, "scores": scores.tolist(), "c": [[n, c(n)] for n in (0, 1, 2, 3, 10, 256, 1000)]}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(vectors) + "\n")
