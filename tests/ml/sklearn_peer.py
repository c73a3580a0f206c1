"""scikit-learn's side of the estimators' benchmarks: each function prepares a run (lib/study/bench/python_peer.ts)."""

import numpy


def k_means(round, x, start, iterations):
    from sklearn.cluster import KMeans

    x, start = numpy.asarray(x), numpy.asarray(start)
    return lambda: KMeans(len(start), init=start, n_init=1, max_iter=iterations, tol=0, algorithm="lloyd").fit(x), lambda model: float(model.inertia_)


def nearest_neighbors(round, x, y, queries, k):
    from sklearn.neighbors import KNeighborsClassifier

    x, y, queries = numpy.asarray(x), numpy.asarray(y), numpy.asarray(queries)
    return lambda: KNeighborsClassifier(k, algorithm="brute").fit(x, y).predict(queries), lambda labels: labels.tolist()


def pca(round, x, components, solver):
    from sklearn.decomposition import PCA

    x = numpy.asarray(x)
    return lambda: PCA(components, svd_solver=solver, random_state=0).fit(x), lambda model: model.explained_variance_.tolist()


def decision_tree(round, x, y):
    from sklearn.tree import DecisionTreeClassifier

    x, y = numpy.asarray(x), numpy.asarray(y)
    return lambda: DecisionTreeClassifier(random_state=0).fit(x, y), lambda model: float(model.score(x, y))


def random_forest(round, x, y, trees):
    from sklearn.ensemble import RandomForestClassifier

    x, y = numpy.asarray(x), numpy.asarray(y)
    return lambda: RandomForestClassifier(trees, random_state=0, n_jobs=2).fit(x, y), lambda model: float(model.score(x, y))


def boosting(round, x, y, trees):
    from sklearn.ensemble import HistGradientBoostingClassifier

    x, y = numpy.asarray(x), numpy.asarray(y)
    return lambda: HistGradientBoostingClassifier(max_iter=trees, early_stopping=False).fit(x, y), lambda model: float(model.score(x, y))


def logistic(round, x, y, iterations):
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import log_loss
    import warnings

    warnings.filterwarnings("ignore")
    x, y = numpy.asarray(x), numpy.asarray(y)
    return (lambda: LogisticRegression(C=1.0, max_iter=iterations, tol=1e-12).fit(x, y)), (
        lambda model: float(log_loss(y, model.predict_proba(x)) + (model.coef_.astype(float) ** 2).sum() / 2 / len(x)))


def isolation_fit(round, x):
    from sklearn.ensemble import IsolationForest

    x = numpy.asarray(x)
    return lambda: IsolationForest(n_estimators=100, max_samples=256, random_state=0).fit(x), lambda model: len(model.estimators_)


def isolation_score(round, x, y):
    from sklearn.ensemble import IsolationForest
    from sklearn.metrics import roc_auc_score

    x, y = numpy.asarray(x), numpy.asarray(y)
    model = IsolationForest(n_estimators=100, max_samples=256, random_state=0).fit(x)
    return lambda: model.score_samples(x), lambda scores: float(roc_auc_score(y, -scores))
