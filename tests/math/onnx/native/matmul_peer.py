"""NumPy's matrix product, for dispatch_matmul_bench.ts: `repeats` products into the same memory, as ours."""

import numpy


def product(round, a, b, repeats):
    a, b = numpy.asarray(a), numpy.asarray(b)
    result = numpy.empty((a.shape[0], b.shape[1]), a.dtype)

    def run():
        for _ in range(repeats):
            numpy.matmul(a, b, out=result)
        return result

    return run, lambda value: value[:: max(1, len(value) // 8)].ravel()[::7].tolist()
