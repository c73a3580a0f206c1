"""Writes tree_vectors.json, beside this file: scikit-learn's trees on small seeded data, node for node, and their pruning paths.

Values are 32-bit floats, which is what scikit-learn computes with. It breaks ties between features by a random draw, so data are drawn again until no draw changes a tree.

Run, then deno fmt: pip install scikit-learn==1.9.1 && python3 tests/ml/trees/tree_vectors.py
"""

import json
import pathlib

import numpy
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

draw = numpy.random.default_rng(21)


def nodes(tree):
    return {"feature": [int(f) if f >= 0 else -1 for f in tree.feature], "threshold": [float(t) if f >= 0 else 0 for t, f in zip(tree.threshold, tree.feature)],
            "left": tree.children_left.tolist(), "right": tree.children_right.tolist(), "impurity": tree.impurity.tolist(),
            "weight": tree.weighted_n_node_samples.tolist(), "value": tree.value.reshape(-1).tolist(), "importances": tree.compute_feature_importances().tolist()}


def make(n, d, classes, leaf):
    x = draw.normal(size=(n, d)).astype(numpy.float32)
    scores = x @ draw.normal(size=(d, classes)) + draw.normal(size=(n, classes))
    y, targets = scores.argmax(1) * 2 - 1, scores[:, 0]
    case = {"x": x.astype(float).tolist(), "y": y.tolist(), "targets": targets.tolist(), "leaf": leaf}
    limits = {"min_samples_leaf": leaf, "max_depth": 4}
    for criterion in ("gini", "entropy"):
        trees = [DecisionTreeClassifier(criterion=criterion, random_state=state, **limits).fit(x, y) for state in range(8)]
        if any(nodes(tree.tree_) != nodes(trees[0].tree_) for tree in trees):
            return None
        path = trees[0].cost_complexity_pruning_path(x, y)
        alpha = float(path.ccp_alphas[len(path.ccp_alphas) // 2]) * 1.0001
        pruned = DecisionTreeClassifier(criterion=criterion, random_state=0, ccp_alpha=alpha, **limits).fit(x, y)
        case[criterion] = {**nodes(trees[0].tree_), "alphas": path.ccp_alphas.tolist(), "impurities": path.impurities.tolist(), "alpha": alpha, "pruned": nodes(pruned.tree_)}
    case["squared"] = nodes(DecisionTreeRegressor(random_state=0, **limits).fit(x, targets).tree_)
    return case


cases = []
for sizes in ((60, 3, 2, 6), (150, 4, 3, 8), (100, 2, 4, 5)):
    case = None
    while case is None:
        case = make(*sizes)
    cases.append(case)
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(cases) + "\n")
