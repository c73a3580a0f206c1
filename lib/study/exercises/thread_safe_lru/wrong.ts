/**
 * The wrong answers of the exercise `thread-safe-lru`: each is a right answer with one thing changed, and names the
 * case that must be the first to catch it.
 *
 * @module
 */
import { answersIn, type NaiveAnswer, type WrongAnswers } from "../answers_in.ts";
import type { Answer } from "../suite.ts";

const { answer, mistake } = answersIn(import.meta.url);
const ticks = mistake("./right/ticks.ts");

const FREES = "every call frees the lock, whether it hits, misses or throws";
const AT_ONCE = "two threads that write at once lose nothing, and no call waits for ever";

const CHECK = `    for (const number of [key, value]) {
      if (number !== (number | 0)) throw new RangeError(\`Cannot put: not a 32-bit integer: current value is \${number}\`);
    }
`;
const LOCK = "while (Atomics.compareExchange(this.#words, LOCK, 0, 1) !== 0) Atomics.wait(this.#words, LOCK, 1);";
const UNLOCK = "Atomics.store(this.#words, LOCK, 0);\n      Atomics.notify(this.#words, LOCK, 1);";
const PUT = "    this.#locked(() => {\n      const present = this.#find(key);";
const DELETE = `  delete(key: number): boolean {
    return this.#locked(() => {
      const slot = this.#find(key);`;
const COUNT_UP = "if (this.#words[slot + USED] === 0) this.#words[SIZE]!++;";
const STORE = "this.#words.set([key, value, ++this.#words[TICK]!], slot);\n    });";
const COUNT_DOWN = "      this.#words[SIZE]!--;\n      return true;\n    });";

/** By name; the first argument is the case that must catch it before any other does. */
export const wrong: WrongAnswers = {
  "a get does not refresh": ticks("a full cache drops the entry used least recently, and a get is a use", [
    "      this.#words[slot + USED] = ++this.#words[TICK]!;\n",
    "",
  ]),
  "key 0 means that a slot is free": ticks(
    "any mix of calls agrees with a list kept by hand, for all 32-bit integers",
    ["this.#words[slot + USED] !== 0 && this.#words[slot + KEY] === key", "this.#words[slot + KEY] === key"],
    ["      this.#words[slot + USED] = 0;\n", "      this.#words[slot + USED] = this.#words[slot + KEY] = 0;\n"],
  ),
  "a refusal throws between lock and unlock": ticks(
    FREES,
    [CHECK, ""],
    [PUT, `    this.#locked(() => {\n${CHECK}      const present = this.#find(key);`],
    [
      `try {
      return work();
    } finally { // also when the work throws
      ${UNLOCK}
    }`,
      `const result = work();
    ${UNLOCK}
    return result;`,
    ],
  ),
  "any number is stored as what is left of it": ticks(FREES, [
    "if (number !== (number | 0)) throw",
    "if (false) throw",
  ]),
  "a return between lock and unlock": ticks(FREES, [
    DELETE,
    `  delete(key: number): boolean {
    ${LOCK}
    if (this.#find(key) === -1) return false;
    ${UNLOCK}
    return this.#locked(() => {
      const slot = this.#find(key);`,
  ]),
  "a Map in the order of use, taken for shared": mistake("./wrong/private_map.ts")(
    "what one thread puts is there for another",
  ),
  "no lock": ticks(AT_ONCE, [LOCK, ""]),
  "a lock of plain reads and writes": ticks(
    AT_ONCE,
    [
      LOCK,
      `for (let look = 1; this.#words[LOCK] === 1; look++) if (look % 1000 === 0) Atomics.wait(this.#words, LOCK, 1, 1);
    this.#words[LOCK] = 1;`,
    ],
    [UNLOCK, "this.#words[LOCK] = 0;"],
  ),
  "a thread that wakes takes the lock for its own": ticks(AT_ONCE, [
    LOCK,
    `if (Atomics.compareExchange(this.#words, LOCK, 0, 1) !== 0) {
      Atomics.wait(this.#words, LOCK, 1, 100);
      Atomics.store(this.#words, LOCK, 1);
    }`,
  ]),
  "unlock wakes no thread": ticks(AT_ONCE, [UNLOCK, "Atomics.store(this.#words, LOCK, 0);"]),
  "the size is counted outside the lock": ticks(
    AT_ONCE,
    [PUT, "    const isNew = this.#locked(() => {\n      const present = this.#find(key);"],
    [COUNT_UP, "const isFree = this.#words[slot + USED] === 0;"],
    [
      STORE,
      `${STORE.replace("\n    });", "")}
      return isFree;
    });
    if (isNew) this.#words[SIZE] = this.size + 1;`,
    ],
    [DELETE, DELETE.replace("return this.#locked", "const wasPresent = this.#locked")],
    [
      COUNT_DOWN,
      `      return true;
    });
    if (wasPresent) this.#words[SIZE] = this.size - 1;
    return wasPresent;`,
    ],
  ),
  "reading without the lock": ticks(
    "a get beside evictions never gives the value of another key, and breaks nothing",
    [
      "  get(key: number): number | undefined {\n    return this.#locked(() => {",
      "  get(key: number): number | undefined {\n    return (() => {",
    ],
    ["return this.#words[slot + VALUE];\n    });", "return this.#words[slot + VALUE];\n    })();"],
  ),
  "looks under one lock, inserts under another": ticks("two threads that put the same new key make one entry", [
    PUT,
    `    const wasPresent = this.has(key);
    this.#locked(() => {
      const present = wasPresent ? this.#find(key) : -1;
      if (wasPresent && present === -1) return;`,
  ]),
  "asks for the size before it locks": ticks(
    "two threads that fill the cache at once never fill it beyond its capacity",
    [PUT, `    const isFull = this.size === this.#words[CAPACITY];\n${PUT}`],
    [COUNT_UP, "if (present === -1 && !isFull) this.#words[SIZE]!++;"],
  ),
};

/** What someone writes who only read the statement. */
export const textbook: Readonly<Record<string, Answer>> = {
  "a lock around a row of slots": answer("./right/ticks.ts"),
};

/** Right, and as simple as can be. */
export const naive: NaiveAnswer = {
  what: "a row of slots, searched for the smallest tick",
  answer: answer("./right/ticks.ts"),
};
