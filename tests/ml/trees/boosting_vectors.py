"""Writes boosting_vectors.json, beside this file: predictions of scikit-learn's histogram boosting on small seeded data, few and many distinct values.

Run, then deno fmt: pip install scikit-learn==1.9.1 && python3 tests/ml/trees/boosting_vectors.py
"""

import json
import pathlib

import numpy
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

draw = numpy.random.default_rng(8)
cases = []
for n, options in ((80, {"max_iter": 8, "min_samples_leaf": 5}), (400, {"max_iter": 5, "max_leaf_nodes": 6, "l2_regularization": 1.5, "learning_rate": .3}),
                   (120, {"max_iter": 6, "max_depth": 2, "max_bins": 16, "min_samples_leaf": 8})):
    x = draw.normal(size=(n, 3))
    targets = numpy.sin(2 * x[:, 0]) + x[:, 1] * (x[:, 2] > 0) + .3 * draw.normal(size=n)
    y = numpy.where(targets > .3, 7, 2)
    regressor = HistGradientBoostingRegressor(early_stopping=False, **options).fit(x, targets)
    classifier = HistGradientBoostingClassifier(early_stopping=False, **options).fit(x, y)
    cases.append({"x": x.tolist(), "targets": targets.tolist(), "y": y.tolist(), "options": options, "values": regressor.predict(x).tolist(),
                  "probabilities": classifier.predict_proba(x)[:, 1].tolist()})
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(cases) + "\n")
