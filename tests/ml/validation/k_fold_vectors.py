"""Writes k_fold_vectors.json, beside this file: the test rows of scikit-learn's splitters, without shuffling.

Run, then deno fmt: pip install scikit-learn==1.9.1 && python3 tests/ml/validation/k_fold_vectors.py
"""

import json
import pathlib
import warnings

import numpy
from sklearn.model_selection import GroupKFold, KFold, StratifiedKFold, TimeSeriesSplit

warnings.filterwarnings("ignore")
draw = numpy.random.default_rng(7)
cases = []
for _ in range(20):
    n, folds = int(draw.integers(12, 40)), int(draw.integers(2, 6))
    y = [0] * 6 + [int(label) for label in draw.integers(-2, 3, n - 6)]
    groups = [int(group) for group in draw.integers(0, 9, n)]
    gap = int(draw.integers(0, 2))
    tests = lambda splitter, *rows: [test.tolist() for _, test in splitter.split(numpy.zeros(n), *rows)]
    cases.append({"n": n, "folds": folds, "y": y, "groups": groups, "gap": gap, "plain": tests(KFold(folds)), "stratified": tests(StratifiedKFold(folds), y),
                  "time": [[train.tolist(), test.tolist()] for train, test in TimeSeriesSplit(folds, gap=gap).split(numpy.zeros(n))],
                  "grouped": tests(GroupKFold(folds), y, groups)})
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(cases) + "\n")
