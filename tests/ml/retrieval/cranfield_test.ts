import { assertAlmostEquals, assertGreater, assertGreaterOrEqual } from "@std/assert";
import { averagePrecision, type Judgements, ndcgAt, recallAt } from "@lib/ml/metrics/ranking_metrics.ts";
import { rankingQuality } from "@lib/ml/metrics/ranking_quality.ts";
import { InvertedIndex, type InvertedIndexOptions } from "@lib/ml/retrieval/inverted_index.ts";
import { bm25, tfIdf } from "@lib/ml/retrieval/similarity.ts";
import { analyzer } from "@lib/ml/text/analyzer.ts";
import { ENGLISH_STOP_WORDS, ENGLISH_STOP_WORDS_PLUS } from "@lib/ml/text/stop_words.ts";
import { loadCranfield } from "@lib/storage/datasets/cranfield.ts";

const { documents, queries, judgements, origin } = await loadCranfield();
const ignore = origin !== "public";
const where = ignore ? " (needs the Cranfield collection: deno task data)" : "";

type Ranking = readonly string[];
const METRICS = {
  ndcg: (ranking: Ranking, judged: Judgements<string>) => ndcgAt(ranking, judged, { k: 10 }),
  map: averagePrecision<string>,
  recall: (ranking: Ranking, judged: Judgements<string>) => recallAt(ranking, judged, { k: 100 }),
};
const byQuery = Map.groupBy(judgements, ({ query }) => query);
const ids = documents.map(({ number }) => String(number));

/** The means over `asked`; what does not match follows in the order of its number. */
function quality(options: InvertedIndexOptions, asked = queries) {
  const index = new InvertedIndex(options);
  for (const { number, title, text } of documents) index.add(String(number), `${title} ${text}`);
  const answers = asked.map(({ number, text }) => {
    const found = index.search(text.replace(/[^\p{L}\p{N}]+/gu, " ")).map(({ id }) => id);
    const judged = new Set(byQuery.get(number)!.map(({ document }) => String(document)));
    return { ranking: [...new Set([...found, ...ids])], judgements: judged };
  });
  return rankingQuality(answers, METRICS).mean;
}
const english = analyzer({ stopWords: ENGLISH_STOP_WORDS, stem: "porter" });
const fewer = analyzer({ stopWords: ENGLISH_STOP_WORDS_PLUS, stem: "porter" });

// Oracle: bm25s (cranfield_bm25s.py)
const PEERS: [string, InvertedIndexOptions, { ndcg: number; map: number; recall: number }][] = [
  ["33 stop words, Porter", { analyzer: english }, { ndcg: 0.5169, map: 0.4228, recall: 0.7562 }],
  ["179 stop words, Porter", { analyzer: fewer }, { ndcg: 0.5276, map: 0.4343, recall: 0.7652 }],
  ["33 stop words, no stemmer", { analyzer: analyzer({ stopWords: ENGLISH_STOP_WORDS }) }, {
    ndcg: 0.501,
    map: 0.401,
    recall: 0.7321,
  }],
];
for (const [name, options, expected] of PEERS) {
  Deno.test({ ignore, name: `BM25 on Cranfield is within .003 of bm25s: ${name}${where}` }, () => {
    const ours = quality(options);
    for (const metric of ["ndcg", "map", "recall"] as const) {
      assertAlmostEquals(ours[metric], expected[metric], 0.003, metric);
    }
  });
}

// Invariants
Deno.test({ ignore, name: `TF-IDF on Cranfield keeps up with BM25 of the same analysis${where}` }, () => {
  const ours = quality({ analyzer: english, similarity: tfIdf() });
  assertAlmostEquals(ours.ndcg, 0.5166, 0.003);
  assertAlmostEquals(ours.map, 0.4259, 0.003);
  assertAlmostEquals(ours.recall, 0.766, 0.003);
});
Deno.test(
  { ignore, name: `k1 2, b .75, chosen on the odd queries, helps the even ones, too, and all get .53${where}` },
  () => {
    const best = { analyzer: fewer, similarity: bm25({ k1: 2, b: 0.75 }) };
    const even = queries.filter(({ number }) => number % 2 === 0);
    assertGreater(quality(best, even).ndcg, quality({ analyzer: fewer }, even).ndcg);
    assertGreaterOrEqual(quality(best).ndcg, 0.53);
  },
);
