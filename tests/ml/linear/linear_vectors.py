"""Writes linear_vectors.json, beside this file: scikit-learn's linear models on small seeded data, solved to the end.

Run, then deno fmt: pip install scikit-learn==1.9.1 scipy && python3 tests/ml/linear/linear_vectors.py
"""

import json
import pathlib
import warnings

import numpy
from scipy import stats
from sklearn.linear_model import ElasticNet, Lasso, LinearRegression, LogisticRegression, Ridge
from sklearn.svm import LinearSVC

warnings.filterwarnings("ignore")
draw = numpy.random.default_rng(11)


def plane(model):
    return [numpy.ravel(model.coef_).tolist(), float(numpy.ravel(model.intercept_)[0])]


regression = []
for n, d in ((20, 3), (40, 5), (12, 1), (6, 8)):
    x = draw.normal(size=(n, d)) * draw.uniform(.5, 3, d) + draw.normal(size=d)
    y = x @ draw.normal(size=d) + 2 + draw.normal(size=n)
    case = {"x": x.tolist(), "y": y.tolist(), "plain": plane(LinearRegression().fit(x, y)), "ridge": plane(Ridge(.7).fit(x, y)),
            "noIntercept": plane(Ridge(.7, fit_intercept=False).fit(x, y)) , "lasso": plane(Lasso(.3, tol=1e-14, max_iter=100000).fit(x, y)),
            "elasticNet": plane(ElasticNet(.3, l1_ratio=.4, tol=1e-14, max_iter=100000).fit(x, y))}
    if n > d + 1:
        ones = numpy.column_stack([numpy.ones(n), x])
        inverse = numpy.linalg.inv(ones.T @ ones)
        beta = inverse @ ones.T @ y
        s2 = ((y - ones @ beta) ** 2).sum() / (n - d - 1)
        errors = numpy.sqrt(s2 * numpy.diag(inverse))
        case["errors"] = errors.tolist()
        case["p"] = (2 * stats.t.sf(numpy.abs(beta / errors), n - d - 1)).tolist()
        case["interval"] = [float(beta[1] + sign * stats.t.isf(.025, n - d - 1) * errors[1]) for sign in (-1, 1)]
        leverage = ones[0] @ inverse @ ones[0]
        case["prediction"] = [float(ones[0] @ beta + sign * stats.t.isf(.05, n - d - 1) * numpy.sqrt(s2 * (1 + leverage))) for sign in (-1, 1)]
        case["mean"] = [float(ones[0] @ beta + sign * stats.t.isf(.05, n - d - 1) * numpy.sqrt(s2 * leverage)) for sign in (-1, 1)]
    regression.append(case)

classification = []
for n, d, classes in ((30, 2, 2), (60, 3, 3), (40, 4, 4)):
    x = draw.normal(size=(n, d)) * 2
    y = numpy.array([-3, 1, 2, 8])[(x @ draw.normal(size=(d, classes)) + 2 * draw.normal(size=(n, classes))).argmax(1)]
    case = {"x": x.tolist(), "y": y.tolist()}
    for name, model in (("l2", LogisticRegression(C=1 / .8, solver="newton-cholesky" if classes == 2 else "lbfgs", tol=1e-12, max_iter=100000)),
                        ("l1", LogisticRegression(C=1 / 2, l1_ratio=1, solver="saga", tol=1e-13, max_iter=1000000)),
                        ("none", LogisticRegression(C=numpy.inf, tol=1e-12, max_iter=100000))):
        model.fit(x, y)
        case[name] = [model.coef_.tolist(), model.intercept_.tolist(), model.predict_proba(x).tolist()]
    # One problem a class by ourselves: with several classes liblinear's shrinking stopped at objectives that were up to 1 % too high.
    labels = sorted(set(y.tolist()))
    svms = [LinearSVC(C=.5, loss="hinge", dual=True, tol=1e-10, max_iter=10000000, random_state=0).fit(x, y == label) for label in labels[classes == 2 :]]
    case["svm"] = [[svm.coef_[0].tolist() for svm in svms], [float(svm.intercept_[0]) for svm in svms]]
    classification.append(case)
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps({"regression": regression, "classification": classification}) + "\n")
