"""Writes hypothesis_vectors.json, beside this file: statistics, p-values, degrees of freedom and intervals from SciPy and statsmodels.

Samples of two to a few thousand numbers, with ties and without, with effects from none to enormous.

Run: python3 tests/math/stats/hypothesis/hypothesis_vectors.py   (needs scipy, statsmodels)
"""

import json
import pathlib
import warnings

import numpy as np
import scipy
import statsmodels
from scipy import special, stats
from statsmodels.stats import multitest, proportion

warnings.simplefilter("ignore")
rng = np.random.default_rng(20261121)
ALTERNATIVES = ["two-sided", "less", "greater"]


def listed(x):
    return [float(v) for v in x]


two = []
for n, m in ((2, 2), (3, 5), (8, 8), (12, 20), (30, 40), (300, 500)):
    for shift in (0, 0.7, 6):
        for ties in (False, True):
            x, y = rng.standard_normal(n) + shift, 1.5 * rng.standard_normal(m)
            x, y = (np.round(2 * x), np.round(2 * y)) if ties else (np.round(x, 6), np.round(y, 6))
            if x.var() == 0 or y.var() == 0:
                continue
            for alternative in ALTERNATIVES:
                t = stats.ttest_ind(x, y, equal_var=False, alternative=alternative)
                ci = t.confidence_interval(0.95)
                has_ties = len(set(x) | set(y)) < n + m
                mw = stats.mannwhitneyu(x, y, alternative=alternative, method="asymptotic")
                row = {
                    "x": listed(x), "y": listed(y), "alternative": alternative,
                    "welch": [float(t.statistic), float(t.pvalue), float(t.df), float(ci.low), float(ci.high)],
                    "mannWhitney": [float(mw.statistic), float(mw.pvalue)],
                }
                if not has_ties and max(n, m) <= 40:
                    row["mannWhitneyExact"] = float(stats.mannwhitneyu(x, y, alternative=alternative, method="exact").pvalue)
                ks = stats.ks_2samp(x, y, alternative=alternative, method="exact")
                row["kolmogorovSmirnov"] = [float(ks.statistic), float(ks.pvalue)]
                if n == m:
                    p = stats.ttest_rel(x, y, alternative=alternative)
                    pci = p.confidence_interval(0.95)
                    row["paired"] = [float(p.statistic), float(p.pvalue), float(p.df), float(pci.low), float(pci.high)]
                two.append(row)

one = []
for n in (1, 2, 5, 20, 100, 400, 1000):
    for shift in (0, 0.1, 0.4):
        x = np.round(rng.standard_normal(n) + shift, 6)
        for alternative in ALTERNATIVES:
            r = stats.ks_1samp(x, stats.norm.cdf, alternative=alternative, method="exact")
            one.append({"x": listed(x), "alternative": alternative, "result": [float(r.statistic), float(r.pvalue)]})

gaps = []  # Kolmogorov's two-sided distribution for finite n
for n in (1, 2, 3, 10, 50, 140, 500, 1000):
    for d in (0.3 / n, 0.6 / n, 1.2 / n, 0.4 / np.sqrt(n), 0.9 / np.sqrt(n), 1.4 / np.sqrt(n), 2.5 / np.sqrt(n), 0.6, 0.9):
        if 0 < d < 1:
            gaps.append([n, float(d), float(stats.kstwo.sf(d, n))])

counts = []
for k in (2, 4, 12):
    for _ in range(3):
        o, e = rng.integers(0, 40, k) + 1.0, rng.integers(1, 30, k).astype(float)
        scaled = e * o.sum() / e.sum()
        for name, lam in (("pearson", "pearson"), ("g", "log-likelihood")):
            r = stats.power_divergence(o, scaled, lambda_=lam)
            counts.append({"observed": listed(o), "expected": listed(e), "statistic": name, "result": [float(r.statistic), float(r.pvalue)]})
tables = []
for shape in ((2, 2), (2, 5), (4, 3)):
    for scale in (3, 60):
        t = rng.poisson(scale, shape) + 1
        for name, lam in (("pearson", None), ("g", "log-likelihood")):
            r = stats.chi2_contingency(t, correction=False, lambda_=lam)
            tables.append({
                "table": t.tolist(), "statistic": name, "result": [float(r.statistic), float(r.pvalue), int(r.dof)],
                "cramer": float(stats.contingency.association(t, method="cramer")),
            })
fisher = []
for t in ([[3, 1], [1, 3]], [[8, 2], [1, 5]], [[0, 5], [7, 2]], [[10, 0], [0, 12]], [[30, 20], [25, 41]], [[300, 100], [120, 90]], [[1, 1], [1, 1]], [[2, 0], [3, 9]]):
    for alternative in ALTERNATIVES:
        fisher.append({"table": t, "alternative": alternative, "pValue": float(stats.fisher_exact(t, alternative=alternative).pvalue)})

proportions = []
for a, n, b, m in ((56, 70, 48, 80), (9, 10, 3, 10), (10, 10, 0, 20), (5, 56, 0, 29), (500, 10000, 560, 10000), (1, 1, 0, 1)):
    for alternative, name in zip(ALTERNATIVES, ("two-sided", "smaller", "larger")):
        z, p = proportion.proportions_ztest([a, b], [n, m], alternative=name)
        low, high = proportion.confint_proportions_2indep(a, n, b, m, method="newcomb", compare="diff")
        wl, wh = proportion.proportion_confint(a, n, method="wilson")
        proportions.append({
            "a": [a, n], "b": [b, m], "alternative": alternative, "result": [float(z), float(p)],
            "newcombe": [float(low), float(high)], "wilson": [float(wl), float(wh)],
        })

several = []
for sizes in ((3, 3), (5, 8, 6), (40, 30, 20, 50)):
    for shift in (0, 1, 5):
        for ties in (False, True):
            samples = [rng.standard_normal(n) + i * shift for i, n in enumerate(sizes)]
            samples = [np.round(s) if ties else np.round(s, 6) for s in samples]
            if sum(s.var() for s in samples) == 0:
                continue
            f, k = stats.f_oneway(*samples), stats.kruskal(*samples)
            several.append({
                "samples": [listed(s) for s in samples], "anova": [float(f.statistic), float(f.pvalue)],
                "kruskal": [float(k.statistic), float(k.pvalue)],
            })

adjusted = []
for p in ([0.01, 0.04, 0.03, 0.005], [0.5], [0.2, 0.2, 0.2], listed(rng.random(15) ** 3), [0, 1, 1e-300]):
    adjusted.append({
        "p": p,
        **{name: listed(multitest.multipletests(p, method=method)[1]) for name, method in (("bonferroni", "bonferroni"), ("holm", "holm"), ("benjamini-hochberg", "fdr_bh"))},
    })

out = {
    "scipy": scipy.__version__, "statsmodels": statsmodels.__version__, "two": two, "one": one, "gaps": gaps, "counts": counts, "tables": tables,
    "fisher": fisher, "proportions": proportions, "several": several, "adjusted": adjusted,
}
text = json.dumps(out, allow_nan=True).replace("-Infinity", '"-Infinity"').replace(": Infinity", ': "Infinity"').replace(" Infinity", ' "Infinity"')
pathlib.Path(__file__).with_suffix(".json").write_text(text + "\n")
print({k: len(v) for k, v in out.items() if isinstance(v, list)})
