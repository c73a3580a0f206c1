import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { create, insertMultiple, search as oramaSearch } from "@orama/orama";
import FlexSearch from "flexsearch";
import lunr from "lunr";
import MiniSearch from "minisearch";
import v8 from "node:v8";
import vm from "node:vm";
import { type Random, random } from "@lib/base/random.ts";
import { zipf } from "@lib/base/zipf.ts";
import { InvertedIndex } from "@lib/ml/retrieval/inverted_index.ts";
import type { BenchRow, Contestant } from "@lib/study/bench/bench.ts";

const DOCUMENTS = 20_000;
const VOCABULARY = 50_000;
const QUERIES = 200;
const TOP = 10;
/** Lunr takes a minute for all texts, and looking at every text seconds for a query: they get a tenth of the texts. */
const FEW_DOCUMENTS = 2000;
const FEW_QUERIES = 40;

interface Corpus {
  readonly texts: readonly string[];
  readonly queries: readonly string[];
}

/** Something that finds; the document's number is its id. */
type Search = (query: string) => number[];

/** One who can be filled and asked. */
interface Engine {
  readonly name: string;
  build(texts: readonly string[]): { readonly engine: unknown; readonly search: Search };
  /** Why it gives other documents than the formula. */
  readonly approximate?: string;
}

/** A word of letters for each rank: short ones for frequent ranks, as in languages. */
function wordOf(rank: number): string {
  let word = "";
  for (let rest = rank + 20; rest > 0; rest = Math.floor(rest / 20)) word += "etaoinsrhldcumfpgwyb"[rest % 20];
  return `${word}${"aeiou"[rank % 5]}`;
}

function drawCorpus(seed: number): Corpus {
  const source = random(seed);
  const rank = zipf({ exponent: 1, size: VOCABULARY, random: source });
  const text = (words: number) => flat(Array.from({ length: words }, () => wordOf(rank())).join(" "));
  return {
    texts: Array.from({ length: DOCUMENTS }, () => text(60 + source.integer(81))),
    queries: drawQueries(source, () => wordOf(rank())),
  };
}

/** One to three different words, as frequent in queries as in texts. */
function drawQueries(source: Random, word: () => string): string[] {
  return Array.from({ length: QUERIES }, () => {
    const words = new Set([word()]);
    for (let count = source.integer(3); count > 0; count--) words.add(word());
    return [...words].join(" ");
  });
}

/** A string as data has them: flat, and not shared with the program's own text. */
function flat(text: string): string {
  return JSON.parse(JSON.stringify(text));
}

const OTHER_FORMULA = "approximate: another formula";
const ENGINES: readonly Engine[] = [
  {
    name: "InvertedIndex",
    build(texts) {
      const engine = new InvertedIndex();
      for (let at = 0; at < texts.length; at++) engine.add(String(at), texts[at]!);
      return { engine, search: (query) => engine.search(query, { limit: TOP }).map(({ id }) => Number(id)) };
    },
  },
  {
    name: "MiniSearch",
    build(texts) {
      const engine = new MiniSearch({ fields: ["text"] });
      engine.addAll(texts.map((text, id) => ({ id, text })));
      return { engine, search: (query) => engine.search(query).slice(0, TOP).map(({ id }) => id) };
    },
    approximate: `${OTHER_FORMULA} (BM25+)`,
  },
  {
    name: "Orama",
    build(texts) {
      const engine = create({ schema: { text: "string" } as const });
      insertMultiple(engine, texts.map((text, id) => ({ id: String(id), text })), texts.length);
      const ask = (term: string) =>
        oramaSearch(engine, { term, limit: TOP, threshold: 1 }) as { hits: { id: string }[] };
      return { engine, search: (query) => ask(query).hits.map(({ id }) => Number(id)) };
    },
    approximate: `${OTHER_FORMULA}, and finds what begins with a word too`,
  },
  {
    name: "FlexSearch",
    build(texts) {
      const engine = new FlexSearch.Index({ tokenize: "strict", resolution: 9 });
      for (let at = 0; at < texts.length; at++) engine.add(at, texts[at]!);
      return {
        engine,
        search: (query) => engine.search(query, { limit: TOP, suggest: true }) as number[],
      };
    },
    approximate: "approximate: no formula, orders by the place in the text",
  },
];

/** What is used of Lunr, which has no types. */
type Lunr = (fill: (builder: LunrBuilder) => void) => { search(query: string): { ref: string }[] };
interface LunrBuilder {
  readonly pipeline: { reset(): void };
  readonly searchPipeline: { reset(): void };
  field(name: string): void;
  add(document: { id: number; text: string }): void;
}
const LUNR: Engine = {
  name: "Lunr",
  build(texts) {
    const engine = (lunr as Lunr)((builder) => {
      builder.pipeline.reset();
      builder.searchPipeline.reset();
      builder.field("text");
      texts.forEach((text, id) => builder.add({ id, text }));
    });
    return { engine, search: (query) => engine.search(query).slice(0, TOP).map(({ ref }) => Number(ref)) };
  },
  approximate: OTHER_FORMULA,
};
const FLOOR: Engine = {
  name: "look at every text",
  build(texts) {
    return { engine: texts, search: (query) => scan(texts, query).slice(0, TOP).map(({ at }) => at) };
  },
};

/** BM25 from its definition, without an index. Texts are words with single spaces between. */
function scan(texts: readonly string[], query: string): { at: number; score: number }[] {
  const words = query.split(" ");
  const cut = texts.map((text) => text.split(" "));
  const average = cut.reduce((sum, { length }) => sum + length, 0) / texts.length;
  const scores = new Float64Array(texts.length);
  for (const word of words) {
    const counts = cut.map((text) => text.reduce((count, other) => count + (other === word ? 1 : 0), 0));
    const df = counts.filter((count) => count > 0).length;
    const idf = Math.log(1 + (texts.length - df + 0.5) / (df + 0.5));
    for (const [at, tf] of counts.entries()) {
      if (tf > 0) scores[at]! += idf * tf / (tf + 1.2 * (1 - 0.75 + 0.75 * cut[at]!.length / average));
    }
  }
  return [...scores].map((score, at) => ({ at, score })).filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score || one.at - other.at);
}

const [OURS, MINI, ...OTHERS] = ENGINES as [Engine, Engine, ...Engine[]];

/** One corpus for all rows, and each engine filled once for all queries: filling takes longer than asking. */
let held: Corpus | undefined;
const searches = new Map<string, Search>();

function corpus(documents = DOCUMENTS): Corpus {
  held ??= drawCorpus(1);
  if (documents === DOCUMENTS) return held;
  return { texts: held.texts.slice(0, documents), queries: held.queries.slice(0, FEW_QUERIES) };
}

function searchOf(engine: Engine, documents: number): Search {
  const key = `${engine.name} ${documents}`;
  const search = searches.get(key) ?? engine.build(corpus(documents).texts).search;
  searches.set(key, search);
  return search;
}

/** What ours answers is what the definition answers, for the first queries; and everyone finds something. */
function checkAnswers(engines: readonly Engine[], documents: number): void {
  const { texts, queries } = corpus(documents);
  const index = new InvertedIndex();
  for (const [at, text] of texts.entries()) index.add(String(at), text);
  for (const query of queries.slice(0, 6)) {
    const expected = scan(texts, query).slice(0, TOP);
    const found = index.search(query, { limit: TOP });
    assertEquals(found.map(({ id }) => Number(id)), expected.map(({ at }) => at), query);
    for (const [place, { score }] of found.entries()) assertAlmostEquals(score, expected[place]!.score, 1e-9);
  }
  for (const engine of engines) {
    const search = searchOf(engine, documents);
    const known = queries.filter((query) => searchOf(OURS, documents)(query).length > 0);
    assert(known.every((query) => search(query).length > 0), `${engine.name} finds nothing`);
  }
}

/** How long everyone takes to be ready for a first query. */
function building(
  row: string,
  peers: readonly Engine[],
  { target, documents }: { target: number; documents: number },
): BenchRow {
  const [ours, ...others] = [OURS, ...peers].map(({ name, build, approximate }): Contestant => ({
    name,
    prepare: () => {
      const { texts, queries } = corpus(documents);
      return () => build(texts).search(queries[0]!).length;
    },
    ...approximate === undefined ? {} : { approximate },
  })) as [Contestant, ...Contestant[]];
  return { row, target, rounds: 3, check: () => checkAnswers([OURS, ...peers], documents), ours, peers: others };
}

/** The time that a share of the queries stays under; each query is timed by itself, in a run of all. */
function asking(
  row: string,
  peers: readonly Engine[],
  { target, documents, share }: { target: number; documents: number; share: number },
): BenchRow {
  const [ours, ...others] = [OURS, ...peers].map((engine): Contestant => ({
    name: engine.name,
    prepare: () => {
      const search = searchOf(engine, documents);
      const { queries } = corpus(documents);
      return () => percentile(queries.map((query) => timeMs(() => search(query))), share);
    },
    ...engine.approximate === undefined ? {} : { approximate: engine.approximate },
  })) as [Contestant, ...Contestant[]];
  return {
    row,
    target,
    unit: `ms at p${100 * share}`,
    rounds: 3,
    check: () => checkAnswers([OURS, ...peers], documents),
    ours,
    peers: others,
  };
}

function timeMs(work: () => unknown): number {
  const startMs = performance.now();
  work();
  return performance.now() - startMs;
}

function percentile(values: number[], share: number): number {
  return values.sort((one, other) => one - other)[Math.ceil(share * values.length) - 1]!;
}

/** Bytes of a filled engine for each text, the texts apart; after the garbage has been collected. */
function memory(row: string, peers: readonly Engine[], target: number): BenchRow {
  const [ours, ...others] = [OURS, ...peers].map(({ name, build, approximate }): Contestant => ({
    name,
    prepare: () => {
      const { texts, queries } = corpus();
      const before = bytesInUse();
      const { engine, search } = build(texts);
      const bytes = (bytesInUse() - before) / texts.length;
      assert(engine !== undefined && search(queries[0]!).length > 0); // it is still alive
      return () => bytes;
    },
    ...approximate === undefined ? {} : { approximate },
  })) as [Contestant, ...Contestant[]];
  return { row, target, unit: "bytes per entry", rounds: 1, check: () => {}, ours, peers: others };
}

function bytesInUse(): number {
  v8.setFlagsFromString("--expose-gc");
  const collect = vm.runInNewContext("gc") as () => void;
  for (let round = 0; round < 3; round++) collect();
  const { heapUsed, external } = Deno.memoryUsage();
  return heapUsed + external;
}

/** A large vocabulary: each of 20,000 texts has ten words of its own. */
const TERMS = 200_000;
const SYLLABLES = "ka lo mi ter ran so vel dun pra qui est om bri gol hax jun wy zef cor nal".split(" ");

function drawTerms(): string[] {
  const source = random(3);
  const terms = new Set<string>();
  while (terms.size < TERMS) {
    let term = "";
    for (let count = 3 + source.integer(3); count > 0; count--) term += SYLLABLES[source.integer(SYLLABLES.length)];
    terms.add(flat(term));
  }
  return [...terms];
}

let expanders:
  | { readonly words: readonly string[]; readonly ours: InvertedIndex; readonly mini: MiniSearch }
  | undefined;

function expandersOf() {
  if (expanders) return expanders;
  const terms = drawTerms();
  const [ours, mini] = [new InvertedIndex(), new MiniSearch({ fields: ["text"] })];
  for (let from = 0, id = 0; from < TERMS; from += 10, id++) {
    const text = terms.slice(from, from + 10).join(" ");
    ours.add(String(id), text);
    mini.add({ id, text });
  }
  return expanders = { words: terms.filter((_, i) => i % 1000 === 0), ours, mini };
}

/** The median time of words that stand for others: half a word, or one with mistakes. */
function expanding(row: string, { target, distance }: { target: number; distance: 0 | 1 | 2 }): BenchRow {
  type Found = { readonly ours: (word: string) => string[]; readonly mini: (word: string) => string[] };
  const searches = (): Found => {
    const { ours, mini } = expandersOf();
    return {
      ours: (word) => ours.search(distance === 0 ? `${word}*` : `${word}~${distance}`).map(({ id }) => id),
      mini: (word) =>
        mini.search(word, distance === 0 ? { prefix: true } : { fuzzy: distance }).map(({ id }) => `${id}`),
    };
  };
  const asked = () => expandersOf().words.map((word) => distance === 0 ? word.slice(0, -2) : word);
  const contestant = (name: string, which: keyof Found, approximate?: string): Contestant => ({
    name,
    prepare: () => {
      const search = searches()[which];
      return () => percentile(asked().map((word) => timeMs(() => search(word))), 0.5);
    },
    ...approximate === undefined ? {} : { approximate },
  });
  return {
    row,
    target,
    unit: "ms at p50",
    rounds: 3,
    check() {
      const { ours, mini } = searches();
      // Every text that has such a word is found by both (MiniSearch counts a swap as two changes).
      for (const word of asked().slice(0, 20)) {
        const found = new Set(ours(word));
        assert(mini(word).every((id) => found.has(id)), word);
      }
    },
    ours: contestant("InvertedIndex", "ours"),
    peers: [contestant("MiniSearch", "mini", `${OTHER_FORMULA} (BM25+)`)],
  };
}

const ALL = { documents: DOCUMENTS };
const FEW = { documents: FEW_DOCUMENTS };

/** Targets are for MiniSearch; what is only shown beside it has target 0. */
export const rows: BenchRow[] = [
  memory("inverted_index: memory, 20,000 texts", [MINI], 2),
  memory("inverted_index: memory, 20,000 texts, shown beside", OTHERS, 0),
  building("inverted_index: build, 20,000 texts", [MINI], { ...ALL, target: 2 }),
  building("inverted_index: build, 20,000 texts, shown beside", OTHERS, { ...ALL, target: 0 }),
  asking("inverted_index: 1–3 words, 20,000 texts, p50", [MINI], { ...ALL, target: 6, share: 0.5 }),
  asking("inverted_index: 1–3 words, 20,000 texts, p95", [MINI], { ...ALL, target: 6, share: 0.95 }),
  asking("inverted_index: 1–3 words, 20,000 texts, p50, shown beside", OTHERS, { ...ALL, target: 0, share: 0.5 }),
  asking("inverted_index: 1–3 words, 20,000 texts, p95, shown beside", OTHERS, { ...ALL, target: 0, share: 0.95 }),
  expanding("inverted_index: beginnings of 200,000 different words, p50", { target: 0.5, distance: 0 }),
  expanding("inverted_index: words one change away of 200,000, p50", { target: 0.3, distance: 1 }),
  expanding("inverted_index: words two changes away of 200,000, p50", { target: 0.3, distance: 2 }),
  building("inverted_index: build, 2,000 texts, shown beside", [LUNR, MINI], { ...FEW, target: 0 }),
  asking("inverted_index: 1–3 words, 2,000 texts, p50, shown beside", [LUNR, FLOOR, MINI], {
    ...FEW,
    target: 0,
    share: 0.5,
  }),
];
