"""Writes ranking_metrics_vectors.json, beside this file: what NIST's trec_eval says of 60 random rankings, graded and binary.

The rankings are drawn here; the figures come from trec_eval's own C code through pytrec_eval (pytrec_eval-terrier 0.5.11).

Run, then deno fmt: pip install pytrec_eval-terrier==0.5.11 && python3 tests/ml/metrics/ranking_metrics_vectors.py
"""

import json
import pathlib
import random

import pytrec_eval

MEASURES = {"P.5,10": ["P_5", "P_10"], "recall.5,10": ["recall_5", "recall_10"], "map": ["map"], "recip_rank": ["recip_rank"],
            "ndcg_cut.3,10": ["ndcg_cut_3", "ndcg_cut_10"]}
draw = random.Random(20261121)
cases = []
for number in range(60):
    items = [f"d{i}" for i in range(40)]
    highest = 1 if number % 2 else 3
    gains = {item: draw.randint(0, highest) for item in draw.sample(items, draw.randint(2, 25))}
    gains[draw.choice(list(gains))] = highest  # a query without relevant items is refused, not measured
    ranking = draw.sample(items, draw.randint(0 if number > 3 else 12, 30))
    if ranking:  # trec_eval has no line for a query without an answer
        run = {"q": {item: float(len(ranking) - place) for place, item in enumerate(ranking)}}
        measured = pytrec_eval.RelevanceEvaluator({"q": gains}, set(MEASURES)).evaluate(run)["q"]
        cases.append({"ranking": " ".join(ranking), "gains": " ".join(f"{item}:{gain}" for item, gain in gains.items()),
                      "measured": {name: measured[name] for names in MEASURES.values() for name in names}})
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(cases, indent=2) + "\n")
