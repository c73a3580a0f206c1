/**
 * The life of a ring: nodes come and go, and now and then all keys are asked for.
 *
 * What is right is not one placement (every hash gives another) but how placements of one life are related. So the judges
 * get the placements side by side and compare them with each other and with the nodes that are there.
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
export interface RingLife {
  /** Begins every key. */
  readonly prefix: string;
  /** How many keys there are. */
  readonly keys: number;
  /** Points of a node; left out: as the reader chose. */
  readonly virtualNodes?: number;
  /** What is done, in order. */
  readonly steps: readonly Step[];
}

/** What the reader hands in, as the drivers see it. */
export type Given = HashRingGiven;

/** The nodes of all keys, in order. */
export type Placement = readonly (string | undefined)[];

/** Runs in the child: lives `life` and returns a placement for each `place`. */
export const live: Case<Given, RingLife>["drive"] = ({ HashRing }, life, child): unknown[] => {
  const placements: unknown[][] = [];
  const options = life.virtualNodes === undefined ? undefined : { virtualNodes: life.virtualNodes };
  let ring = new HashRing(options);
  for (let i = 0; i < life.steps.length; i++) {
    const step = life.steps[i]!;
    child.step(i);
    if (step[0] === "add") ring.addNode(step[1]);
    else if (step[0] === "remove") ring.removeNode(step[1]);
    else if (step[0] === "begin") ring = new HashRing(options);
    else {
      const placement: unknown[] = [];
      for (let key = 0; key < life.keys; key++) placement[key] = ring.getNode(life.prefix + key);
      placements[placements.length] = placement;
    }
  }
  return placements;
};

/**
 * The evidence as placements, one for each `place`.
 * @throws {TypeError} If it is anything else.
 */
export function placementsOf(life: RingLife, evidence: unknown): readonly Placement[] {
  const count = life.steps.filter(([what]) => what === "place").length;
  const isPlacement = (placement: unknown) => Array.isArray(placement) && placement.length === life.keys;
  if (Array.isArray(evidence) && evidence.length === count && evidence.every(isPlacement)) return evidence;
  throw new TypeError(`Cannot judge a ring: a node for each key is needed: current value is ${shownValue(evidence)}`);
}

/** The nodes that are there at each `place`. */
export function nodesAt(life: RingLife): readonly (readonly string[])[] {
  const nodes = new Set<string>();
  const present: string[][] = [];
  for (const step of life.steps) {
    if (step[0] === "add") nodes.add(step[1]);
    else if (step[0] === "remove") nodes.delete(step[1]);
    else if (step[0] === "begin") nodes.clear();
    else present.push([...nodes]);
  }
  return present;
}

/** The first key of the first placement that breaks a rule: `rule` gives what was expected of it, or nothing. */
export function firstBroken(
  { life, evidence }: { readonly life: RingLife; readonly evidence: unknown },
  rule: (key: number, placements: readonly Placement[]) => { expected: string; got: unknown } | undefined,
): Failure | undefined {
  const placements = placementsOf(life, evidence);
  for (let key = 0; key < life.keys; key++) {
    const broken = rule(key, placements);
    if (!broken) continue;
    const input = `${showLife(life)}; getNode(${shownValue(life.prefix + key)})`;
    return { input, expected: broken.expected, got: shownValue(broken.got) };
  }
}

/** The life as a reader would write it, up to and including step `through`. */
export function showLife(life: RingLife, through: number = life.steps.length - 1): string {
  const ring = `new HashRing(${
    life.virtualNodes === undefined ? "" : shownValue({ virtualNodes: life.virtualNodes })
  })`;
  const written = life.steps.slice(0, through + 1).map((step) =>
    step[0] === "begin"
      ? ring
      : step[0] === "place"
      ? `getNode for ${life.keys} keys`
      : `${step[0]}Node(${shownValue(step[1])})`
  );
  return [ring, ...written].join("; ");
}
