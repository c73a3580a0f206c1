"""Writes naive_bayes_vectors.json, beside this file: scikit-learn's naive Bayes on random rows and counts.

Run, then deno fmt: pip install scikit-learn==1.9.1 && python3 tests/ml/naive_bayes/naive_bayes_vectors.py
"""

import json
import pathlib

import numpy
from sklearn.naive_bayes import BernoulliNB, GaussianNB, MultinomialNB

draw = numpy.random.default_rng(13)
cases = []
for n, d, classes in ((30, 3, 2), (40, 6, 3)):
    y = numpy.concatenate([numpy.arange(classes), draw.integers(0, classes, n - classes)]) * 4 - 3
    x = draw.normal(size=(n, d)) * 3 + y[:, None] * .2
    x[y == -3, 0] = 1.5  # constant in a class
    counts = draw.poisson(numpy.abs(y)[:, None] * draw.random(d) * .6 + .3, (n, d))
    counts[y == -3, d - 1] = 0  # a word that a class never has
    case = {"x": x.tolist(), "counts": counts.tolist(), "y": y.tolist(), "gaussian": GaussianNB().fit(x, y).predict_proba(x).tolist(),
            "smoothed": GaussianNB(var_smoothing=.1).fit(x, y).predict_proba(x).tolist()}
    for alpha in (1, .2):
        case[f"multinomial {alpha}"] = MultinomialNB(alpha=alpha).fit(counts, y).predict_proba(counts).tolist()
        case[f"bernoulli {alpha}"] = BernoulliNB(alpha=alpha).fit(counts, y).predict_proba(counts).tolist()
    cases.append(case)
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(cases) + "\n")
