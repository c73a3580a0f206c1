"""Writes array_vectors.json, beside this file: what NumPy and SciPy say of rows, columns, orders, distances and covariances.

Run: python3 tests/math/linalg/array_vectors.py   (needs numpy, scipy)
"""

import json
import pathlib

import numpy as np
import scipy.sparse
from scipy.spatial.distance import cdist

rng = np.random.default_rng(20261130)
a = np.round(rng.standard_normal((7, 4)), 3)
a[:, 2] = np.round(a[:, 0] * 1e6 + 5e6)
y = np.round(rng.standard_normal((5, 4)), 3)
y[:, 2] = np.round(y[:, 0] * 1e6 + 5e6)
small = np.round(rng.standard_normal((6, 3)), 3)
other = np.round(rng.standard_normal((4, 3)), 3)
order = np.round(rng.standard_normal(40), 1)
sparse = scipy.sparse.random(8, 6, density=0.3, random_state=7, format="csr")
sparse.data = np.round(sparse.data * 10 - 5, 2)
tall = np.round(rng.standard_normal((30, 12)) @ np.diag(2.0 ** -np.arange(12)), 6)
u, s, vt = np.linalg.svd(tall)
spd = [(lambda b: b @ b.T + np.eye(3))(np.round(rng.standard_normal((3, 3)), 3)) for _ in range(4)]
right = np.round(rng.standard_normal((4, 3)), 3)

vectors = {
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__},
    "a": a.tolist(),
    "sums": [a.sum(axis=k).tolist() for k in (0, 1)],
    "means": [a.mean(axis=k).tolist() for k in (0, 1)],
    "variances": [a.var(axis=k, ddof=k).tolist() for k in (0, 1)],
    "deviations": [a.std(axis=k, ddof=1 - k).tolist() for k in (0, 1)],
    "minima": [a.min(axis=k).tolist() for k in (0, 1)],
    "maxima": [a.max(axis=k).tolist() for k in (0, 1)],
    "argmin1": a.argmin(axis=1).tolist(),
    "argmax1": a.argmax(axis=1).tolist(),
    "order": order.tolist(),
    "argsort": np.argsort(order, kind="stable").tolist(),
    "argsortDescending": np.argsort(-order, kind="stable").tolist(),
    "covariance": np.cov(a, rowvar=False).tolist(),
    "covariance0": np.cov(a, rowvar=False, ddof=0).tolist(),
    "correlation": np.corrcoef(a, rowvar=False).tolist(),
    "standardised": ((a - a.mean(axis=0)) / a.std(axis=0)).tolist(),
    "x": small.tolist(),
    "y": other.tolist(),
    "distances": {
        ours: cdist(small, other, theirs).tolist()
        for ours, theirs in {
            "euclidean": "euclidean",
            "squared-euclidean": "sqeuclidean",
            "manhattan": "cityblock",
            "chebyshev": "chebyshev",
            "cosine": "cosine",
        }.items()
    },
    "sparse": {
        "dense": sparse.toarray().tolist(),
        "indptr": sparse.indptr.tolist(),
        "indices": sparse.indices.tolist(),
        "data": sparse.data.tolist(),
        "transposedIndptr": sparse.T.tocsr().indptr.tolist(),
        "transposedIndices": sparse.T.tocsr().indices.tolist(),
        "product": (sparse @ tall[:6, :3]).tolist(),
        "transposedProduct": (sparse.T @ tall[:8, :3]).tolist(),
    },
    "factor": tall[:8, :3].tolist(),
    "tall": tall.tolist(),
    "singularValues": s.tolist(),
    "rankThree": (u[:, :3] @ np.diag(s[:3]) @ vt[:3]).tolist(),
    "systems": [m.tolist() for m in spd],
    "rightSides": right.tolist(),
    "solutions": [np.linalg.solve(m, b).tolist() for m, b in zip(spd, right)],
    "slogdet": [[float(x) for x in np.linalg.slogdet(m)] for m in (*spd, -spd[0], np.eye(300) * 1e-3)],
}
path = pathlib.Path(__file__).with_name("array_vectors.json")
path.write_text(json.dumps(vectors, indent=1, ensure_ascii=False) + "\n")
