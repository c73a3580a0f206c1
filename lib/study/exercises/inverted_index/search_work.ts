/**
 * What a search costs, counted over growing collections instead of timed.
 *
 * @module
 */
import type { Random } from "../../../base/random.ts";
import { growthExponent } from "../growth.ts";
import { shownValue } from "../shown_value.ts";
import type { Case, Failure, HintLadder } from "../suite.ts";
import type { Given } from "./story.ts";

/** Five doublings. */
const COLLECTIONS = [128, 256, 512, 1024, 2048] as const;
/** Each of the rare words is in so many documents, however many there are. */
const HAVE_IT = 2;
/** Above this exponent the work grows with the collection: O(log n) fits to about 0.2 at these sizes. */
const FLAT_BELOW = 0.3;
const SEARCHES = 16;

/** A collection, and what is asked of it. */
interface Collection {
  readonly texts: readonly string[];
  readonly queries: readonly string[];
  readonly operator: "and" | "or";
}

function workCase(
  name: string,
  spec: {
    readonly misconception: string;
    readonly hints: HintLadder;
    readonly operator: "and" | "or";
    readonly what: string;
  },
): Case<Given, readonly Collection[]> {
  const { misconception, hints, operator, what } = spec;
  return {
    name,
    misconception,
    hints,
    counted: true,
    input: (random) => COLLECTIONS.map((size) => collection(size, { operator, random })),
    show: () => `${COLLECTIONS.join(", ")} documents; ${what}`,
    drive({ InvertedIndex }, collections, child) {
      const work: number[] = [];
      for (let c = 0; c < collections.length; c++) {
        child.step(c);
        const { texts, queries, operator } = collections[c]!;
        const index = new InvertedIndex();
        for (let i = 0; i < texts.length; i++) index.add(`d${i}`, texts[i]!);
        index.search(queries[0]!, { operator }); // what is put in order at the first search is not counted
        const before = child.work();
        for (let q = 0; q < queries.length; q++) index.search(queries[q]!, { operator });
        work[c] = child.work() - before;
      }
      return work;
    },
    judge: (_collections, evidence) => judgeWork(evidence, what),
  };
}

/** Half of the documents have river, each of the rare words is in {@linkcode HAVE_IT}, and all have five words of no interest. */
function collection(size: number, { operator, random }: { operator: "and" | "or"; random: Random }): Collection {
  const rares = size / HAVE_IT;
  const places = random.shuffle(Array.from({ length: size }, (_, i) => i));
  const texts = places.map((place, i) =>
    `${i % 2 === 0 ? "river" : "canal"} rare${place % rares} ${
      Array.from({ length: 5 }, () => `x${random.integer(50)}`).join(" ")
    }`
  );
  const queries = Array.from({ length: SEARCHES }, (_, q) => {
    const rare = `rare${random.integer(rares)}`;
    if (operator === "or") return rare;
    return q % 2 === 0 ? `river ${rare}` : `${rare} river`;
  });
  return { texts, queries, operator };
}

function judgeWork(evidence: unknown, what: string): Failure | undefined {
  const counts = evidence as readonly number[];
  const points = COLLECTIONS.map((size, i) => ({ size, work: counts[i]! / SEARCHES }));
  if (points.some(({ work }) => !(work >= 1))) {
    throw new TypeError(
      `Cannot judge the work: a search is at least one step: current value is ${shownValue(evidence)}`,
    );
  }
  const exponent = growthExponent(points);
  if (exponent < FLAT_BELOW) return undefined;
  const [smallest, largest] = [points[0]!, points.at(-1)!];
  return {
    input: `${smallest.size} to ${largest.size} documents; ${what}`,
    expected: "about the same number of steps a search in every collection",
    got: `${Math.round(smallest.work)} steps a search in ${smallest.size} documents, ${
      Math.round(largest.work)
    } in ${largest.size}: they grow like documents^${exponent.toFixed(1)}`,
  };
}

const search = workCase("a search looks at the documents that have its words, not at all", {
  misconception:
    "That is what the index is for. A loop over all documents, for the texts, the scores or an average that is computed anew, makes " +
    "every search as long as the collection is large.",
  hints: [
    "Which line of yours visits documents that do not have the word?",
    "Go from the query's words to their lists, and touch nothing else. Sums over all documents are kept up to date by add and remove.",
    "this.#totalLength += words.length in add, -= in remove; the average is this.#totalLength / this.#documents.size",
  ],
  operator: "or",
  what: "each search is for one word that 2 of them have",
});

const and = workCase("an and costs what its rarest word costs", {
  misconception:
    "The intersection can't be larger than its smallest list. Walking over the longest, or collecting all that have any of the words " +
    "and striking off the rest, pays for the common word every time.",
  hints: [
    "One word is in 2 documents and one in half of them. How many must be looked at?",
    "Sort the lists by size, take the shortest, and ask each of the others whether it has the document (a Map's has, or halving a sorted list).",
    "const [shortest, ...others] = lists.toSorted((a, b) => a.size - b.size);",
  ],
  operator: "and",
  what: "each search is an and of a word that half of them have and one that 2 have",
});

/** Both need the count of steps. */
export const workCases = [search, and] as const;
