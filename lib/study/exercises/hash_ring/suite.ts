/**
 * The suite of the exercise `hash-ring`: class `HashRing` with `constructor(options?)`, `addNode(id)`, `removeNode(id)` and
 * `getNode(key)` (undefined when there are no nodes).
 *
 * The order teaches: what a ring promises when nothing changes, when nodes come and go, how even it is, and what it costs.
 *
 * @module
 */
import type { Case, Cost, Suite } from "../suite.ts";
import { evenShares } from "./even_shares.ts";
import { lookupWork } from "./lookup_work.ts";
import type { Given } from "./ring_life.ts";
import { ringRules } from "./ring_rules.ts";

const cost: Cost<Given, { readonly nodes: number; readonly prefix: string }, number> = {
  time: {
    what: "20,000 lookups on ten nodes of 160 points",
    input: (random) => ({ nodes: 10, prefix: `user:${random.integer(10_000)}:` }),
    run({ HashRing }, { nodes, prefix }) {
      const ring = new HashRing({ virtualNodes: 160 });
      for (let n = 0; n < nodes; n++) ring.addNode("node-" + n);
      let letters = 0;
      for (let key = 0; key < 20_000; key++) letters += ring.getNode(prefix + key)!.length;
      return letters;
    },
  },
  memory: {
    what: "a ring of 20 nodes of 160 points",
    input: () => 20,
    build({ HashRing }, nodes) {
      const ring = new HashRing({ virtualNodes: 160 });
      for (let n = 0; n < nodes; n++) ring.addNode("node-" + n);
      ring.getNode("first");
      return ring;
    },
  },
};

/** The suite. */
export const suite: Suite<Given> = {
  exercise: "hash-ring",
  names: ["HashRing"],
  task: `/** Deals keys out to nodes; when the nodes change, only the keys move that must. */
class HashRing {
  constructor(options: { virtualNodes?: number } = {}) {
    throw new Error("Not written yet");
  }

  /** Adds a node at \`virtualNodes\` points; nothing happens when it is there. */
  addNode(id: string): void {
    throw new Error("Not written yet");
  }

  /** Takes a node out; nothing happens when it is not there. */
  removeNode(id: string): void {
    throw new Error("Not written yet");
  }

  /** The node of \`key\`, or undefined when there are no nodes. */
  getNode(key: string): string | undefined {
    throw new Error("Not written yet");
  }
}`,
  cases: [...ringRules, evenShares, lookupWork] as readonly Case<Given>[],
  cost,
};
