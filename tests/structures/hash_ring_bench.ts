import { assert, assertEquals } from "@std/assert";
import ConsistentHash from "consistent-hash";
import KetamaRing from "hashring";
import { random } from "@lib/base/random.ts";
import { HashRing } from "@lib/structures/hash_ring.ts";
import { JumpHash } from "@lib/structures/jump_hash.ts";
import { imbalance, loadsOf } from "@lib/structures/placement.ts";
import type { BenchRow, Contestant } from "@lib/study/bench/bench.ts";

const NODES = Array.from({ length: 10 }, (_, n) => `10.0.0.${n}:6379`);
const LOOKUPS = 200_000;
type GetNode = (key: string) => string | undefined;

/** The naive floor: the points of a ring in one list that is searched from the front. */
function searchedFromTheFront(): GetNode {
  const points = NODES.flatMap((id) => Array.from({ length: 160 }, (_, n) => ({ id, place: hash(`${id}#${n}`) })));
  points.sort((one, other) => one.place - other.place);
  return (key) => {
    const place = hash(key);
    return (points.find((point) => point.place >= place) ?? points[0]!).id;
  };
}

function hash(text: string): number {
  let word = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) word = Math.imul(word ^ text.charCodeAt(at), 0x01000193);
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  return (word ^ (word >>> 13)) >>> 0;
}

const RINGS: { name: string; create: () => GetNode }[] = [
  {
    name: "HashRing",
    create: () => {
      const ring = new HashRing();
      for (const id of NODES) ring.addNode(id);
      return (key) => ring.getNode(key);
    },
  },
  {
    name: "consistent-hash",
    create: () => {
      const ring = new ConsistentHash();
      for (const id of NODES) ring.add(id);
      return (key) => ring.get(key);
    },
  },
  {
    name: "hashring",
    create: () => {
      const ring = new KetamaRing([...NODES]);
      return (key) => ring.get(key);
    },
  },
  { name: "searched from the front", create: searchedFromTheFront },
];

/** A string as data has them: flat, and not shared with the program's own text. */
const flat = (text: string): string => JSON.parse(JSON.stringify(text));

/** Every ring places keys by another hash: which node is right differs, that every key has one does not. */
function lookups(
  row: string,
  { keys, spell, target = 1 }: { keys: number; spell: (n: number) => string; target?: number },
): BenchRow {
  const contestants = RINGS.map(({ name, create }): Contestant => {
    // A loop for each, made from one text, so that no contestant pays for the kinds of function that another brought.
    const play = new Function(
      "getNode",
      "asked",
      "let found = 0; for (let at = 0; at < asked.length; at++) if (getNode(asked[at]) !== undefined) found++; return found;",
    ) as (getNode: GetNode, asked: readonly string[]) => number;
    return {
      name,
      prepare: (round) => {
        const draw = random(round);
        const texts = Array.from({ length: keys }, (_, n) => flat(spell(n)));
        const asked = Array.from({ length: LOOKUPS }, () => texts[draw.integer(keys)]!);
        const getNode = create();
        return () => play(getNode, asked);
      },
    };
  });
  const [ours, ...peers] = contestants as [Contestant, ...Contestant[]];
  return {
    row: `hash_ring: lookups, ${row}`,
    target,
    rounds: 9,
    ours,
    peers,
    check() {
      for (const { name, create } of RINGS) {
        const getNode = create();
        const texts = Array.from({ length: 2000 }, (_, n) => spell(n));
        const placed = texts.map((key) => getNode(key)!);
        assertEquals(texts.map((key) => getNode(key)!), placed, `${name} answers the same twice`);
        assert(placed.every((id) => NODES.includes(id)), `${name} gives a node that is there`);
        assert(new Set(placed).size >= 9, `${name} uses its nodes`);
      }
    },
  };
}

/** The largest load over the mean, as a row: smaller is better, and the limit is a peer. */
function evenness(
  row: string,
  { limit, measure }: { limit: number; measure: (round: number) => number },
): BenchRow {
  return {
    row: `hash_ring: ${row}`,
    target: 1,
    unit: "max / mean",
    rounds: 15,
    check: () => assert(measure(2 ** 20) >= 1),
    ours: { name: "ours", prepare: (round) => () => measure(round) },
    peers: [{ name: `the limit ${limit.toFixed(2)}`, prepare: () => () => limit }],
  };
}

const placedBy = (chooser: HashRing | JumpHash, keys: number) => {
  for (const id of NODES) chooser.addNode(id);
  return imbalance(loadsOf(Array.from({ length: keys }, (_, n) => chooser.getNode(`key:${n}`)!)).values());
};

export const rows: BenchRow[] = [
  lookups("100,000 different keys", { keys: 100_000, spell: (n) => `user:${n}` }),
  // hashring keeps its last 5,000 answers by key, so here it looks up no point but an answer, by a hash that the engine
  // keeps
  // in the string. A memo of our own would win this row and lose the others: every new key would be written into it.
  lookups("1,000 keys again and again", { target: 0.6, keys: 1000, spell: (n) => `user:${n}` }),
  lookups("100,000 keys of 30 characters", {
    keys: 100_000,
    spell: (n) => `user:profile:section/key:${String(n).padStart(5, "0")}`,
  }),
  evenness("imbalance of ten nodes, 200,000 keys", {
    limit: 1.1,
    measure: (seed) => placedBy(new HashRing({ seed }), 200_000),
  }),
  evenness("imbalance of jump hash, ten nodes, 200,000 keys", {
    limit: 1.02,
    measure: (seed) => placedBy(new JumpHash({ seed }), 200_000),
  }),
];
