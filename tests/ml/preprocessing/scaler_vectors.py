"""Writes scaler_vectors.json, beside this file: what scikit-learn's scalers make of 6 random matrices, with constant columns and outliers.

Run, then deno fmt: pip install scikit-learn==1.9.1 && python3 tests/ml/preprocessing/scaler_vectors.py
"""

import json
import pathlib

import numpy
from sklearn.preprocessing import RobustScaler, StandardScaler

draw = numpy.random.default_rng(4)
cases = []
for number in range(6):
    x = draw.normal(100, 10, (5 + 4 * number, 3)) * [1, 1e-6, 1e6]
    x[:, number % 3] = .1 if number > 2 else x[:, number % 3]
    x[0, (number + 1) % 3] += 1e7
    standard, robust = StandardScaler().fit(x), RobustScaler().fit(x)
    cases.append({"x": x.tolist(), "standard": standard.transform(x).tolist(), "robust": robust.transform(x).tolist(),
                  "means": standard.mean_.tolist(), "scales": standard.scale_.tolist(), "ranges": robust.scale_.tolist()})
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(cases) + "\n")
