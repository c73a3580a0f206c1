/**
 * A script of a ring: nodes come and go, and now and then all keys are asked for.
 *
 * What is right is not one placement (every hash gives another) but how the placements of one script are related. So
 * the judges get them side by side and compare them with each other and with the nodes that are there.
 *
 * @module
 */
import { shownValue } from "../shown_value.ts";
import type { Case, Failure } from "../suite.ts";
import type { HashRingGiven } from "./exercise.ts";

/** One step; `place` asks for every key, `begin` makes another ring, without nodes. */
export type Step =
  | readonly ["add", id: string]
  | readonly ["remove", id: string]
  | readonly ["place"]
  | readonly [
    "begin",
  ];

/** What is done with one or more rings, and the keys that are asked for: `prefix` followed by a number. */
export interface RingScript {
  /** Begins every key. */
  readonly prefix: string;
  /** How many keys there are. */
  readonly keys: number;
  /** Points of a node; left out: as the reader chose. */
  readonly virtualNodes?: number;
  /** What is done, in order. */
  readonly steps: readonly Step[];
}

/** The nodes of all keys, in order. */
export type Placement = readonly (string | undefined)[];

/** Runs in the child: plays `script` and returns a placement for each `place`. */
export const play: Case<HashRingGiven, RingScript>["drive"] = ({ HashRing }, script, child): unknown[] => {
  const placements: unknown[][] = [];
  const options = script.virtualNodes === undefined ? undefined : { virtualNodes: script.virtualNodes };
  let ring = new HashRing(options);
  for (let i = 0; i < script.steps.length; i++) {
    const step = script.steps[i]!;
    child.step(i);
    if (step[0] === "add") ring.addNode(step[1]);
    else if (step[0] === "remove") ring.removeNode(step[1]);
    else if (step[0] === "begin") ring = new HashRing(options);
    else {
      const placement: unknown[] = [];
      for (let key = 0; key < script.keys; key++) placement[key] = ring.getNode(script.prefix + key);
      placements[placements.length] = placement;
    }
  }
  return placements;
};

/**
 * The evidence as placements, one for each `place`.
 * @throws {TypeError} If it is anything else.
 */
export function placementsOf(script: RingScript, evidence: unknown): readonly Placement[] {
  const count = script.steps.filter(([what]) => what === "place").length;
  const isPlacement = (placement: unknown) => Array.isArray(placement) && placement.length === script.keys;
  if (Array.isArray(evidence) && evidence.length === count && evidence.every(isPlacement)) return evidence;
  throw new TypeError(`Cannot judge a ring: a node for each key is needed: current value is ${shownValue(evidence)}`);
}

/** The nodes that are there at each `place`. */
export function nodesAt(script: RingScript): readonly (readonly string[])[] {
  const nodes = new Set<string>();
  const present: string[][] = [];
  for (const step of script.steps) {
    if (step[0] === "add") nodes.add(step[1]);
    else if (step[0] === "remove") nodes.delete(step[1]);
    else if (step[0] === "begin") nodes.clear();
    else present.push([...nodes]);
  }
  return present;
}

/** The first key of the first placement that breaks a rule: `rule` gives what was expected of it, or nothing. */
export function firstBroken(
  { script, evidence }: { readonly script: RingScript; readonly evidence: unknown },
  rule: (key: number, placements: readonly Placement[]) => { expected: string; got: unknown } | undefined,
): Failure | undefined {
  const placements = placementsOf(script, evidence);
  for (let key = 0; key < script.keys; key++) {
    const broken = rule(key, placements);
    if (!broken) continue;
    const input = `${show(script)}; getNode(${shownValue(script.prefix + key)})`;
    return { input, expected: broken.expected, got: shownValue(broken.got) };
  }
}

/** The script as a reader would write it, up to and including step `through`. */
export function show(script: RingScript, through: number = script.steps.length - 1): string {
  const ring = `new HashRing(${
    script.virtualNodes === undefined ? "" : shownValue({ virtualNodes: script.virtualNodes })
  })`;
  const written = script.steps.slice(0, through + 1).map((step) =>
    step[0] === "begin"
      ? ring
      : step[0] === "place"
      ? `getNode for ${script.keys} keys`
      : `${step[0]}Node(${shownValue(step[1])})`
  );
  return [ring, ...written].join("; ");
}
