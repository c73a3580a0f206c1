"""Writes metric_vectors.json, beside this file: what scikit-learn says of 14 random classifications and regressions, with ties, rare and missing classes.

Run, then deno fmt: pip install scikit-learn==1.9.1 && python3 tests/ml/metrics/metric_vectors.py
"""

import json
import pathlib
import warnings

import numpy
from sklearn import calibration, metrics

warnings.filterwarnings("ignore")
draw = numpy.random.default_rng(20261130)
cases = []
for number in range(14):
    n, classes = int(draw.integers(4, 40)), int(draw.integers(2, 6))
    labels = [int(label) for label in draw.choice(numpy.arange(-3, 9), classes, replace=False)]
    true = [int(label) for label in draw.choice(labels[: max(2, classes - number % 2)], n)]
    predicted = [true[i] if draw.random() < .5 else int(draw.choice(labels[number % 2 :])) for i in range(n)]
    scores = [round(float(score), 1 + number % 3) for score in draw.random(n)]  # rounded: there are ties
    binary = [0, 1, *(int(label) for label in draw.integers(0, 2, n - 2))]
    probabilities = draw.dirichlet(numpy.ones(len(set(true))), n) if len(set(true)) > 1 else None
    targets, answers = draw.normal(5, 3, n), draw.normal(5, 3, n)
    case = {"true": true, "predicted": predicted, "binary": binary, "scores": scores, "targets": targets.tolist(), "answers": answers.tolist(),
            "confusion": metrics.confusion_matrix(true, predicted).tolist(), "accuracy": metrics.accuracy_score(true, predicted)}
    for zero, name in ((0, "zero"), (1, "one"), (numpy.nan, "exclude")):
        for average in (None, "micro", "macro", "weighted"):
            figures = metrics.precision_recall_fscore_support(true, predicted, average=average, zero_division=zero, beta=1 + number % 2)[:3]
            case[f"{name} {average}"] = [None if not numpy.ndim(one) and numpy.isnan(one) else numpy.where(numpy.isnan(one), None, one).tolist() for one in figures]
    rates = metrics.roc_curve(binary, scores, drop_intermediate=False)
    case["roc"] = [rates[0].tolist(), rates[1].tolist()]
    case["auc"] = metrics.roc_auc_score(binary, scores)
    case["averagePrecision"] = metrics.average_precision_score(binary, scores)
    precisions, recalls, _ = metrics.precision_recall_curve(binary, scores)
    case["precisionRecall"] = [precisions.tolist(), recalls.tolist()]
    case["brier"] = metrics.brier_score_loss(binary, scores)
    for strategy in ("uniform", "quantile"):
        shares, means = calibration.calibration_curve(binary, scores, n_bins=4, strategy=strategy)
        case[strategy] = [shares.tolist(), means.tolist()]
    if probabilities is not None:
        case["probabilities"] = probabilities.tolist()
        case["logLoss"] = metrics.log_loss(true, probabilities)
    case["mse"], case["mae"] = metrics.mean_squared_error(targets, answers), metrics.mean_absolute_error(targets, answers)
    case["r2"] = metrics.r2_score(targets, answers)
    cases.append(case)
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(cases) + "\n")
