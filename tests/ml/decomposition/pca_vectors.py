"""Writes pca_vectors.json, beside this file: scikit-learn's principal components of random matrices.

Run, then deno fmt: pip install scikit-learn==1.9.1 && python3 tests/ml/decomposition/pca_vectors.py
"""

import json
import pathlib

import numpy
from sklearn.decomposition import PCA

draw = numpy.random.default_rng(17)
cases = []
for n, d, k in ((30, 4, 4), (50, 6, 2), (8, 12, 5)):
    x = draw.normal(size=(n, d)) @ draw.normal(size=(d, d)) + 10
    model, white = PCA(k, svd_solver="full").fit(x), PCA(k, svd_solver="full", whiten=True).fit(x)
    cases.append({"x": x.tolist(), "k": k, "components": model.components_.tolist(), "variances": model.explained_variance_.tolist(),
                  "ratios": model.explained_variance_ratio_.tolist(), "transformed": model.transform(x).tolist(), "whitened": white.transform(x).tolist(),
                  "back": model.inverse_transform(model.transform(x)).tolist()})
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(cases) + "\n")
