"""NumPy's side of the decompositions' benchmarks: each function prepares a run (lib/study/bench/python_peer.ts)."""

import numpy


def svd(round, a):
    a = numpy.asarray(a)
    return lambda: numpy.linalg.svd(a, full_matrices=False), lambda factors: factors[1].tolist()


def symmetric_eigen(round, a):
    a = numpy.asarray(a)
    return lambda: numpy.linalg.eigh(a), lambda factors: factors[0].tolist()
