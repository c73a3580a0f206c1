"""SciPy's side of two_sample_bench.ts."""

import numpy
from scipy import stats


def kolmogorov_smirnov(round, x, y):
    x, y = numpy.asarray(x), numpy.asarray(y)

    def run():
        return stats.ks_2samp(x, y)

    return run, lambda result: [float(result.statistic), float(result.pvalue)]


def mann_whitney(round, x, y):
    x, y = numpy.asarray(x), numpy.asarray(y)

    def run():
        return stats.mannwhitneyu(x, y, method="asymptotic")

    return run, lambda result: [float(result.statistic), float(result.pvalue)]
