"""Writes similarity_vectors.json, beside this file: BM25 scores that lib/ml/retrieval must give.

Made by bm25s 0.3.16 (method "lucene"), which keeps its scores in single precision: they are good to about 1e-6. Texts are
words with single spaces between, so that tokenising cannot differ; some are empty, some words stand in every text.

Run: python3 tests/ml/retrieval/similarity_vectors.py (in an environment with bm25s==0.3.16)
"""

import json
import pathlib
import random

import bm25s

random.seed(4)
WORDS = "lift drag wing flow layer heat shock wave body plate".split()
rows = []
for k1, b in [(1.2, 0.75), (0.9, 0.4), (2.0, 1.0), (1.5, 0.0)]:
    texts = [
        " ".join(random.choices(WORDS, weights=range(10, 0, -1), k=random.choice([0, 1, 3, 8, 20, 40]))) + " common"
        for _ in range(12)
    ] + [""]
    index = bm25s.BM25(method="lucene", k1=k1, b=b)
    index.index([text.split() for text in texts], show_progress=False)
    queries = ["lift", "wing plate", "common", "shock shock wave", "heat nothing body"]
    known = {word for text in texts for word in text.split()}
    scores = [
        [round(float(s), 7) for s in index.get_scores([word for word in query.split() if word in known])]
        for query in queries
    ]
    rows.append({"k1": k1, "b": b, "texts": texts, "queries": queries, "scores": scores})
path = pathlib.Path(__file__).with_name("similarity_vectors.json")
path.write_text(json.dumps(rows, indent=1) + "\n")
