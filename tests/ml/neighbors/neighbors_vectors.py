"""Writes neighbors_vectors.json, beside this file: scikit-learn's k nearest neighbours on random rows, some of them asked about themselves.

Run, then deno fmt: pip install scikit-learn==1.9.1 && python3 tests/ml/neighbors/neighbors_vectors.py
"""

import json
import pathlib

import numpy
from sklearn.neighbors import KNeighborsClassifier

draw = numpy.random.default_rng(31)
cases = []
for n, d, classes, k in ((30, 2, 2, 3), (50, 4, 4, 7)):
    x, y = draw.normal(size=(n, d)), numpy.concatenate([numpy.arange(classes), draw.integers(0, classes, n - classes)]) * 5 - 2
    queries = numpy.concatenate([draw.normal(size=(12, d)), x[:3]])
    cases.append({"x": x.tolist(), "y": y.tolist(), "queries": queries.tolist(), "k": k,
                  **{weights: KNeighborsClassifier(k, weights=weights).fit(x, y).predict_proba(queries).tolist() for weights in ("uniform", "distance")}})
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(cases) + "\n")
