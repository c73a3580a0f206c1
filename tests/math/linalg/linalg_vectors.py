"""Writes linalg_vectors.json, beside this file: what lib/math/linalg must agree with.

Matrices of every awkward kind (Hilbert, Vandermonde, rank-deficient, graded columns, 1 x 1, wide, tall), with what NumPy and SciPy say of them.
Singular values come from mpmath with 60 digits, because the small ones of a Hilbert or graded matrix are noise in double precision.

Run: python3 tests/math/linalg/linalg_vectors.py   (needs numpy, scipy, mpmath)
"""

import json
import pathlib

import mpmath
import numpy as np
import scipy.linalg

mpmath.mp.dps = 60
rng = np.random.default_rng(20261121)


def hilbert(n):
    return np.array([[1.0 / (i + j + 1) for j in range(n)] for i in range(n)])


def graded(m, n):
    return rng.standard_normal((m, n)) * 10.0 ** -np.arange(0, 3 * n, 3)


def deficient(m, n, rank):
    return np.round(rng.standard_normal((m, rank)), 3) @ np.round(rng.standard_normal((rank, n)), 3)


MATRICES = {
    "one by one": np.array([[-2.5]]),
    "tall": rng.standard_normal((9, 4)),
    "wide": rng.standard_normal((3, 7)),
    "square": rng.standard_normal((6, 6)),
    "larger": rng.standard_normal((40, 25)),
    "Hilbert of 6": hilbert(6),
    "Hilbert of 10": hilbert(10),
    "Vandermonde": np.vander(np.linspace(-1, 2, 8), 6, increasing=True),
    "rank 2 of 5": deficient(8, 5, 2),
    "rank 3, wide": deficient(4, 6, 3),
    "graded columns": graded(8, 5),
    "tiny": rng.standard_normal((4, 4)) * 1e-200,
    "huge": rng.standard_normal((4, 4)) * 1e200,
}


def exact_singular_values(a):
    values = mpmath.svd_r(mpmath.matrix(a.tolist()), compute_uv=False)
    return sorted((float(v) for v in values), reverse=True)


cases = []
for name, a in MATRICES.items():
    m, n = a.shape
    x = np.round(rng.standard_normal(n), 3)
    b = a @ x + (np.round(rng.standard_normal(m), 3) * np.abs(a).max() * 0.1 if m > n else 0)
    solution, _, rank, _ = scipy.linalg.lstsq(a, b, cond=max(m, n) * 2.0**-52)
    case = {
        "name": name,
        "a": a.tolist(),
        "b": b.tolist(),
        "singularValues": exact_singular_values(a),
        "rank": int(rank),
        "shortestSolution": solution.tolist(),
        "norms": {"1": np.linalg.norm(a, 1), "infinity": np.linalg.norm(a, np.inf)},
    }
    if not name.startswith(("Hilbert of 10", "graded", "Vander", "tiny", "huge")):
        case["pseudoInverse"] = np.linalg.pinv(a, rcond=max(m, n) * 2.0**-52).tolist()
    if m == n and name not in ("tiny", "huge"):
        mp = mpmath.matrix(a.tolist())
        case["determinant"] = float(mpmath.det(mp))
        case["solution"] = [float(v) for v in mpmath.lu_solve(mp, mpmath.matrix(b.tolist()))]
    if name not in ("tiny", "huge"):
        gram = a.T @ a
        case["gram"] = gram.tolist()
        case["gramEigenvalues"] = np.linalg.eigvalsh(gram).tolist()
    if name in ("one by one", "tall", "square", "larger"):
        case["cholesky"] = np.linalg.cholesky(a.T @ a).tolist()
    cases.append(case)

text = json.dumps({"numpy": np.__version__, "scipy": scipy.__version__, "mpmath": mpmath.__version__, "cases": cases})
pathlib.Path(__file__).with_suffix(".json").write_text(text + "\n")
