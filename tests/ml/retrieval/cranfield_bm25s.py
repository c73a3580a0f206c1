"""Prints what bm25s 0.3.16 with PyStemmer 3.1.0 gets on the Cranfield collection: the figures that cranfield_test.ts holds ours to.

A document is its title and its text; all 1,400 are ranked, equal scores by number; every judged pair counts as relevant.

Run: pip install bm25s==0.3.16 PyStemmer==3.1.0 && python3 tests/ml/retrieval/cranfield_bm25s.py FOLDER_OF_CRANFIELD
"""

import re
import sys

import bm25s
import numpy as np
import Stemmer


def records(name):
    with open(f"{sys.argv[1]}/{name}", encoding="ascii") as file:
        for record in re.split(r"(?m)^\.I \d+\s*$", file.read())[1:]:
            fields = re.findall(r"(?ms)^\.([TABW])[ ]*$\n?(.*?)(?=^\.[TABW][ ]*$|\Z)", record)
            yield {field: " ".join(text.split()) for field, text in fields}


documents = [f"{record.get('T', '')} {record['W']}".strip() for record in records("cran.all.1400")]
queries = [record["W"] for record in records("cran.qry")]
relevant = {}
for line in open(f"{sys.argv[1]}/cranqrel", encoding="ascii"):
    query, document, _ = map(int, line.split())
    relevant.setdefault(query, set()).add(document)

for stop, stem in [("en", "porter"), ("en_plus", "porter"), ("en", None)]:
    stemmer = Stemmer.Stemmer(stem) if stem else None
    cut = dict(stopwords=stop, stemmer=stemmer, show_progress=False)
    index = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
    index.index(bm25s.tokenize(documents, **cut), show_progress=False)
    measured = []
    for number, words in enumerate(bm25s.tokenize(queries, return_ids=False, **cut), 1):
        ranking = np.argsort(-index.get_scores(words), kind="stable")
        hits = np.array([document + 1 in relevant[number] for document in ranking], float)
        discount = 1 / np.log2(np.arange(2, 12))
        ndcg = (hits[:10] * discount).sum() / discount[: len(relevant[number])].sum()
        precision = (np.cumsum(hits) / np.arange(1, len(hits) + 1) * hits).sum() / len(relevant[number])
        measured.append([ndcg, precision, hits[:100].sum() / len(relevant[number])])
    print(stop, stem, "nDCG@10 %.4f, MAP %.4f, recall@100 %.4f" % tuple(np.mean(measured, axis=0)))
