/**
 * What every {@linkcode KeyPartitioner} must do, as cases that any implementation can be put through.
 *
 * The bounds on balance and movement are four standard deviations of what chance does with as many keys, so that a
 * right implementation passes and one that is a few per cent off does not.
 *
 * @module
 */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { random } from "../base/random.ts";
import type { KeyPartitioner } from "../structures/key_partitioner.ts";

export type { KeyPartitioner };

/** One demand: `run` throws when it is not met. */
export interface ContractCase {
  /** The demand, as a sentence. */
  readonly name: string;
  /** Tries it. */
  run(): void;
}

/** What an implementation states that it can't do. */
export interface KeyPartitionerTraits {
  /**
   * Nodes are numbered in the order in which they come: only the last one can go, all weights are 1, and the order
   * matters.
   * @default {false}
   */
  readonly isNumbered?: boolean;
  /** How unequal nodes of equal weight may be beyond chance, as a part of their share. @default {0} */
  readonly unevenness?: number;
}

const KEYS: readonly string[] = Array.from({ length: 20_000 }, (_, n) => `user:${n}`);

/**
 * The demands on the choosers that `create` makes; each starts without nodes.
 *
 * @example
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { ModuloHash } from "../structures/modulo_hash.ts";
 * import { RendezvousHash } from "../structures/rendezvous_hash.ts";
 * import { keyPartitionerContract } from "./key_partitioner_contract.ts";
 *
 * for (const demand of keyPartitionerContract(() => new RendezvousHash())) demand.run();
 *
 * const movement = keyPartitionerContract(() => new ModuloHash()).find(({ name }) => name.startsWith("a node that comes"));
 * assertThrows(() => movement?.run()); // a remainder moves nearly all keys
 * ```
 */
export function keyPartitionerContract(
  create: () => KeyPartitioner,
  traits: KeyPartitionerTraits = {},
): ContractCase[] {
  const { isNumbered = false, unevenness = 0 } = traits;
  const cases: ContractCase[] = [
    { name: "without nodes no key has one", run: () => emptiness(create) },
    { name: "one node has every key", run: () => single(create) },
    { name: "nodes of equal weight have equal shares", run: () => balance(create, unevenness) },
    { name: "the same nodes give the same answers, asked again or built again", run: () => determinism(create) },
    { name: "a node that comes takes its share, and no key moves to another", run: () => arrival(create, unevenness) },
    { name: "a node that goes leaves its keys, and no other key moves", run: () => departure(create) },
    { name: "adding a node again changes nothing", run: () => repetition(create) },
    { name: "a node that has left and come back has its keys again", run: () => comeback(create) },
    { name: "replicas are different nodes, the key's own first", run: () => replicas(create) },
    { name: "keys are any texts, and near ones do not stick together", run: () => anyTexts(create, unevenness) },
    { name: "what can't be meant is refused by name and value, and changes nothing", run: () => refusals(create) },
  ];
  if (isNumbered) return cases;
  return [
    ...cases,
    { name: "the order in which nodes come does not matter", run: () => order(create) },
    { name: "any node can go, and only its keys move", run: () => anyDeparture(create) },
    { name: "shares follow weights, and a weight that grows only takes", run: () => weights(create, unevenness) },
    { name: "the next replica takes over, and no other replica changes", run: () => takeover(create) },
    { name: "any history of changes leaves what the nodes that are left would give", run: () => histories(create) },
  ];
}

function withNodes(create: () => KeyPartitioner, ids: readonly string[]): KeyPartitioner {
  const chooser = create();
  for (const id of ids) chooser.addNode(id);
  return chooser;
}

const numbered = (count: number): string[] => Array.from({ length: count }, (_, n) => `node-${n}`);
const place = (chooser: KeyPartitioner): string[] => KEYS.map((key) => chooser.getNode(key)!);

/** Fails unless `part` of the keys is `expected`, within four standard deviations of chance and the unevenness. */
function assertPart(part: number, expected: number, { unevenness, what }: { unevenness: number; what: string }): void {
  const chance = Math.sqrt(expected * (1 - expected) / KEYS.length);
  const slack = 4 * Math.hypot(chance, unevenness * expected);
  assert(Math.abs(part - expected) <= slack, `${what}: ${part} of the keys, expected ${expected} ± ${slack}`);
}

/** Fails at the first key whose node is another one; without listing all the others. */
function assertSame(after: readonly string[], before: readonly string[], what = "the nodes are the same"): void {
  const key = after.findIndex((id, at) => id !== before[at]);
  assert(key === -1, `${what}, but ${KEYS[key]} moved from ${before[key]} to ${after[key]}`);
}

const partOf = (placement: readonly string[], id: string): number =>
  placement.filter((node) => node === id).length / placement.length;

function emptiness(create: () => KeyPartitioner): void {
  const chooser = create();
  assertEquals([chooser.size, chooser.getNode("a"), chooser.getNodes("a", 3)], [0, undefined, []]);
  assertEquals(chooser.removeNode("a"), false);
  chooser.addNode("a");
  assertEquals([chooser.removeNode("a"), chooser.size, chooser.getNode("a")], [true, 0, undefined]);
}

function single(create: () => KeyPartitioner): void {
  const chooser = withNodes(create, ["only"]);
  assertEquals(new Set(place(chooser)), new Set(["only"]));
  assertEquals([chooser.size, chooser.getNodes("a", 5)], [1, ["only"]]);
}

function balance(create: () => KeyPartitioner, unevenness: number): void {
  for (const count of [2, 3, 10]) {
    const placement = place(withNodes(create, numbered(count)));
    for (const id of numbered(count)) {
      assertPart(partOf(placement, id), 1 / count, { unevenness, what: `${id} of ${count}` });
    }
  }
}

function determinism(create: () => KeyPartitioner): void {
  const chooser = withNodes(create, numbered(7));
  const first = place(chooser);
  assertSame(place(chooser), first);
  assertSame(place(withNodes(create, numbered(7))), first);
}

function arrival(create: () => KeyPartitioner, unevenness: number): void {
  for (const count of [1, 2, 9, 10]) {
    const chooser = withNodes(create, numbered(count));
    const before = place(chooser);
    chooser.addNode("new");
    const after = place(chooser);
    assertEquals(chooser.size, count + 1);
    after.forEach((id, key) => assert(id === before[key] || id === "new", `${KEYS[key]} moved between old nodes`));
    assertPart(partOf(after, "new"), 1 / (count + 1), { unevenness, what: `the new node beside ${count}` });
  }
}

function departure(create: () => KeyPartitioner): void {
  const chooser = withNodes(create, numbered(10));
  const before = place(chooser);
  assertEquals([chooser.removeNode("node-9"), chooser.removeNode("node-9"), chooser.size], [true, false, 9]);
  place(chooser).forEach((id, key) =>
    assert(before[key] === "node-9" ? id !== "node-9" : id === before[key], `${KEYS[key]}: ${before[key]} → ${id}`)
  );
}

function repetition(create: () => KeyPartitioner): void {
  const chooser = withNodes(create, numbered(4));
  const before = place(chooser);
  chooser.addNode("node-1");
  chooser.addNode("node-3");
  assertEquals(chooser.size, 4);
  assertSame(place(chooser), before);
  assertEquals([chooser.removeNode("node-3"), chooser.size], [true, 3]);
  assertEquals(partOf(place(chooser), "node-3"), 0);
}

function comeback(create: () => KeyPartitioner): void {
  const chooser = withNodes(create, numbered(5));
  const before = place(chooser);
  chooser.removeNode("node-4");
  chooser.addNode("node-4");
  assertSame(place(chooser), before);
}

function replicas(create: () => KeyPartitioner): void {
  const chooser = withNodes(create, numbered(6));
  for (const key of KEYS.slice(0, 300)) {
    for (const count of [0, 1, 3, 6, 9]) {
      const nodes = chooser.getNodes(key, count);
      assertEquals(nodes.length, Math.min(count, 6));
      assertEquals(new Set(nodes).size, nodes.length, `${key}: a node twice`);
      if (count > 0) assertEquals(nodes[0], chooser.getNode(key));
    }
    assertEquals(chooser.getNodes(key, 6).slice(0, 3), chooser.getNodes(key, 3), "more replicas change the first ones");
  }
  const seconds = KEYS.map((key) => chooser.getNodes(key, 2)[1]!);
  for (const id of numbered(6)) assert(partOf(seconds, id) > 0.5 / 6, `${id} is seldom the second`);
}

function anyTexts(create: () => KeyPartitioner, unevenness: number): void {
  const chooser = withNodes(create, ["10.0.0.1:6379", "10.0.0.2:6379", "größer", "節点", "__proto__", "constructor"]);
  for (const key of ["", " ", "größer", "鍵", "🔑", "__proto__", "constructor", "\ud800", "x".repeat(10_000)]) {
    assert(chooser.getNode(key) !== undefined, JSON.stringify(key));
  }
  const placement = place(chooser);
  for (const id of chooser.getNodes("", 6)) assertPart(partOf(placement, id), 1 / 6, { unevenness, what: id });
}

function refusals(create: () => KeyPartitioner): void {
  const chooser = withNodes(create, numbered(3));
  const before = place(chooser);
  for (const id of ["", "\ud800", undefined, null, 7, {}]) {
    assertThrows(() => chooser.addNode(id as string), TypeError, "id must be a non-empty, well-formed text");
  }
  for (const weight of [0, -1, NaN, Infinity]) assertThrows(() => chooser.addNode("new", weight), RangeError, "weight");
  for (const count of [-1, 1.5, NaN, Infinity]) {
    assertThrows(() => chooser.getNodes("a", count), RangeError, "count must be a non-negative integer");
  }
  assertEquals(chooser.size, 3);
  assertSame(place(chooser), before);
}

function order(create: () => KeyPartitioner): void {
  const first = place(withNodes(create, numbered(8)));
  for (let seed = 0; seed < 3; seed++) {
    assertSame(place(withNodes(create, random(seed).shuffle(numbered(8)))), first, `seed ${seed}`);
  }
}

function anyDeparture(create: () => KeyPartitioner): void {
  const before = place(withNodes(create, numbered(6)));
  for (const gone of numbered(6)) {
    const chooser = withNodes(create, numbered(6));
    assertEquals(chooser.removeNode(gone), true);
    place(chooser).forEach((id, key) =>
      assert(before[key] === gone ? id !== gone : id === before[key], `${KEYS[key]}: ${before[key]} → ${id}`)
    );
  }
}

function weights(create: () => KeyPartitioner, unevenness: number): void {
  const chooser = create();
  const given = { small: 0.5, middle: 1, large: 2.5 };
  for (const [id, weight] of Object.entries(given)) chooser.addNode(id, weight);
  const before = place(chooser);
  for (const [id, weight] of Object.entries(given)) {
    assertPart(partOf(before, id), weight / 4, { unevenness: 2 * unevenness, what: id });
  }
  chooser.addNode("middle", 2);
  const after = place(chooser);
  assertEquals(chooser.size, 3);
  after.forEach((id, key) => assert(id === before[key] || id === "middle", "only the node that grew takes keys"));
  assertPart(partOf(after, "middle"), 2 / 5, { unevenness, what: "the node that grew" });
  chooser.addNode("middle", 1);
  assertSame(place(chooser), before, "its first weight gives its first keys");
}

function takeover(create: () => KeyPartitioner): void {
  const chooser = withNodes(create, numbered(6));
  const keys = KEYS.slice(0, 2000);
  const before = keys.map((key) => chooser.getNodes(key, 4));
  chooser.removeNode("node-2");
  keys.forEach((key, at) =>
    assertEquals(chooser.getNodes(key, 3), before[at]!.filter((id) => id !== "node-2").slice(0, 3), key)
  );
}

function histories(create: () => KeyPartitioner): void {
  const keys = KEYS.slice(0, 200);
  for (let seed = 0; seed < 10; seed++) {
    const draw = random(seed);
    const chooser = create();
    const left = new Map<string, number>();
    for (let step = 0; step < 60; step++) {
      const id = `node-${draw.integer(8)}`;
      const weight = [0.5, 1, 2][draw.integer(3)]!;
      if (draw.next() < 0.6) {
        chooser.addNode(id, weight);
        left.set(id, weight);
      } else {
        assertEquals(chooser.removeNode(id), left.delete(id), `seed ${seed}, step ${step}`);
      }
    }
    const fresh = create();
    for (const [id, weight] of left) fresh.addNode(id, weight);
    assertEquals(chooser.size, left.size);
    assertEquals(
      keys.map((key) => chooser.getNodes(key, 3)),
      keys.map((key) => fresh.getNodes(key, 3)),
      `seed ${seed}`,
    );
  }
}
