/**
 * The wrong answers of the exercise `hash-ring`: each is a right answer with one thing changed, and names the case that
 * must be the first to catch it.
 *
 * @module
 */
import { answersIn, type NaiveAnswer, type WrongAnswers } from "../answers_in.ts";
import type { Answer } from "../suite.ts";

const { answer, mistake } = answersIn(import.meta.url);
const ring = mistake("./right/sorted_points.ts");

const EMPTY = "without nodes getNode gives undefined";
const ARRIVAL = "when a node is added, keys move only to it";
const ORDER = "the order in which nodes are added does not matter";
const EVEN = "ten nodes have about as many keys each";
const WORK = "the work of a lookup hardly grows with the ring";

const POINTS = "#points: { place: number; id: string }[] = [];";
const ADDED = "this.#ids.add(id);";
const PLACE = "hash(`${id}#${i}`)";
const SORT = "this.#points.sort((one, other) => one.place - other.place || (one.id < other.id ? -1 : 1));";
const REMOVE = "if (this.#ids.delete(id)) this.#points = this.#points.filter((point) => point.id !== id);";
const GUARD = "if (this.#points.length === 0) return undefined;";
const FOUND = "return this.#points[from === this.#points.length ? 0 : from]!.id;";
const CHARACTER = "word = Math.imul(word ^ text.charCodeAt(at), 0x01000193);";
const MIX = `  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return (word ^ (word >>> 16)) >>> 0;`;

/** By name; the first argument is the case that must catch it before any other does. */
export const wrong: WrongAnswers = {
  "reads the first point of an empty ring": ring(EMPTY, [GUARD, ""]),
  "an empty text where there is no node": ring(EMPTY, [GUARD, 'if (this.#points.length === 0) return "";']),
  "no wrap-around at the end of the ring": ring("every key has a node, even past the last point", [
    FOUND,
    "return this.#points[from]?.id;",
  ]),
  "points drawn at random": ring("two rings with the same nodes agree on every key", [
    PLACE,
    "Math.floor(2 ** 32 * Math.random())",
  ]),
  "the hash modulo the number of nodes": mistake("./wrong/modulo.ts")(ARRIVAL),
  "remembers each key's node when others come": ring(
    ARRIVAL,
    [POINTS, `${POINTS}\n  #answers = new Map<string, string>();`],
    [REMOVE, `this.#answers.clear();\n    ${REMOVE}`],
    [
      GUARD,
      `${GUARD}
    const known = this.#answers.get(key);
    if (known !== undefined) return known;`,
    ],
    [
      FOUND,
      `const { id } = this.#points[from % this.#points.length]!;
    this.#answers.set(key, id);
    return id;`,
    ],
  ),
  "removes one point of many": ring("a node that has gone has no keys", [
    REMOVE,
    "if (this.#ids.delete(id)) this.#points.splice(this.#points.findIndex((point) => point.id === id), 1);",
  ]),
  "points overwrite their neighbours, and take them along": mistake("./wrong/map_of_places.ts")(
    "when a node is removed, only its own keys move",
  ),
  "equal places in the order of coming": ring(
    ORDER,
    [SORT, "this.#points.sort((one, other) => one.place - other.place);"],
    ["return (word ^ (word >>> 16)) >>> 0;", "return ((word ^ (word >>> 16)) >>> 0) % 1000; // a small circle"],
  ),
  "points from the node's number": ring(
    ORDER,
    [POINTS, `${POINTS}\n  #added = 0;`],
    [ADDED, `${ADDED}\n    this.#added++;`],
    [PLACE, "hash(`node ${this.#added}#${i}`)"],
  ),
  "a node that comes again is there twice": ring(
    "a node that is added again is still one node",
    ["if (this.#ids.has(id)) return;\n", ""],
    [
      REMOVE,
      `for (let i = 0; i < this.#virtualNodes; i++) {
      const at = this.#points.findIndex((point) => point.id === id && point.place === hash(\`\${id}#\${i}\`));
      if (at !== -1) this.#points.splice(at, 1);
    }`,
    ],
  ),
  "one point a node": ring(EVEN, ["i < this.#virtualNodes", "i < 1"]),
  "a hash that adds up characters": ring(EVEN, [CHARACTER, "word += text.charCodeAt(at);"], [MIX, "  return word;"]),
  "searches from the front": mistake("./wrong/searched_from_the_front.ts")(WORK),
  "sorts at each lookup": ring(WORK, [GUARD, `${GUARD}\n    ${SORT}`]),
};

/** What someone writes who only read the statement. */
export const textbook: Readonly<Record<string, Answer>> = {
  "a sorted array, FNV-1a as it stands, 100 points": answer(
    "./right/sorted_points.ts",
    ["virtualNodes = 160", "virtualNodes = 100"],
    [MIX, "  return word >>> 0;"],
  ),
  "a list that is searched from the front": answer("./wrong/searched_from_the_front.ts"),
};

/** Right in what it returns, and as simple as can be. */
export const naive: NaiveAnswer = {
  what: "a list that is searched from the front",
  answer: answer("./wrong/searched_from_the_front.ts"),
};
