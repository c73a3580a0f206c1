/**
 * The cost of a lookup, counted over growing rings instead of timed.
 *
 * @module
 */
import { growthExponent } from "../growth.ts";
import { shownValue } from "../shown_value.ts";
import type { Case } from "../suite.ts";
import type { Given } from "./ring_life.ts";

const COUNTED_NODES = [8, 16, 32, 64, 128] as const;
const VIRTUAL_NODES = 16;
const LOOKUPS = 200;
/** Binary search fits to about 0.15 at these sizes, a search from the front to 1. */
const FLAT_BELOW = 0.5;

/** Points are searched by halves or better. */
export const lookupWork: Case<Given, { readonly nodes: readonly number[]; readonly prefix: string }> = {
  name: "the work of a lookup hardly grows with the ring",
  misconception:
    "A thousand nodes of a hundred points are 100,000 points. They are sorted when a node comes or goes, which is seldom; a " +
    "lookup, which is all the time, must not walk over them, let alone sort them.",
  hints: [
    "How many points does getNode look at?",
    "The points are sorted: look at the middle one, and go on in the half where the key's hash is.",
    "while (from < to) { const middle = (from + to) >> 1; if (points[middle].place < place) from = middle + 1; else to = middle; }",
  ],
  counted: true,
  input: (random) => ({ nodes: COUNTED_NODES, prefix: `user:${random.integer(10_000)}:` }),
  show: ({ nodes }) => `${nodes.join(", ")} nodes of ${VIRTUAL_NODES} points; then getNode for ${LOOKUPS} keys`,
  drive({ HashRing }, { nodes, prefix }, child) {
    const work: number[] = [];
    for (let i = 0; i < nodes.length; i++) {
      child.step(i);
      const ring = new HashRing({ virtualNodes: 16 });
      for (let n = 0; n < nodes[i]!; n++) ring.addNode("node-" + n);
      ring.getNode("first"); // whoever sorts late has sorted now
      const before = child.work();
      for (let key = 0; key < 200; key++) ring.getNode(prefix + key);
      work[i] = (child.work() - before) / 200;
    }
    return work;
  },
  judge({ nodes }, evidence) {
    const isWork = (steps: unknown) => typeof steps === "number" && steps >= 1;
    if (!Array.isArray(evidence) || evidence.length !== nodes.length || !evidence.every(isWork)) {
      throw new TypeError(
        `Cannot judge the work: a call is at least one step: current value is ${shownValue(evidence)}`,
      );
    }
    const points = nodes.map((size, i) => ({ size, work: evidence[i] as number }));
    const exponent = growthExponent(points);
    if (exponent < FLAT_BELOW) return undefined;
    const [smallest, largest] = [points[0]!, points.at(-1)!];
    return {
      expected: "about the same number of steps a lookup on every ring",
      got: `${Math.round(smallest.work)} steps with ${smallest.size} nodes, ${
        Math.round(largest.work)
      } with ${largest.size}: they grow like nodes^${exponent.toFixed(1)}`,
    };
  },
};
