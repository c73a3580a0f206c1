import { assert, assertEquals, assertThrows } from "@std/assert";
import { RendezvousHash } from "@lib/structures/rendezvous_hash.ts";
import { type KeyPartitioner, keyPartitionerContract } from "@lib/testing/key_partitioner_contract.ts";

/** Right, and the base of what is wrong below. */
class Right implements KeyPartitioner {
  protected readonly nodes = new RendezvousHash();
  get size(): number {
    return this.nodes.size;
  }
  addNode(id: string, weight = 1): void {
    this.nodes.addNode(id, weight);
  }
  removeNode(id: string): boolean {
    return this.nodes.removeNode(id);
  }
  getNode(key: string): string | undefined {
    return this.nodes.getNode(key);
  }
  getNodes(key: string, count: number): string[] {
    return this.nodes.getNodes(key, count);
  }
}

const failing = (create: () => KeyPartitioner): string[] =>
  keyPartitionerContract(create).filter(({ run }) => {
    try {
      run();
      return false;
    } catch {
      return true;
    }
  }).map(({ name }) => name);

/** What is wrong, and the first demand that it fails. */
const WRONG: [string, () => KeyPartitioner, string][] = [
  [
    "an empty text where there is no node",
    () =>
      new class extends Right {
        override getNode = (key: string) => super.getNode(key) ?? "";
      }(),
    "without nodes no key has one",
  ],
  [
    "some keys of a single node are lost",
    () =>
      new class extends Right {
        override getNode = (key: string) => key === "user:77" ? undefined : super.getNode(key);
      }(),
    "one node has every key",
  ],
  [
    "one key in ten goes to the first node too",
    () =>
      new class extends Right {
        override getNode = (key: string) => super.getNode(key.endsWith("7") ? "same" : key);
      }(),
    "nodes of equal weight have equal shares",
  ],
  [
    "the answer depends on how often it was asked",
    () => {
      let asked = 0;
      return new class extends Right {
        override getNode = (key: string) => super.getNode(`${key}/${Math.floor(asked++ / 20_000) % 2}`);
      }();
    },
    "the same nodes give the same answers, asked again or built again",
  ],
  [
    "one key moves between old nodes when another comes",
    () =>
      new class extends Right {
        override getNode = (key: string) => super.getNode(key === "user:5" ? `${key}/${this.size}` : key);
      }(),
    "a node that comes takes its share, and no key moves to another",
  ],
  [
    "a node that comes again is counted again",
    () =>
      new class extends Right {
        #copies = 0;
        override get size() {
          return super.size + this.#copies;
        }
        override addNode = (id: string, weight?: number) => {
          const before = super.size;
          super.addNode(id, weight);
          if (super.size === before) this.#copies++;
        };
      }(),
    "adding a node again changes nothing",
  ],
  [
    "a replica is named twice",
    () =>
      new class extends Right {
        override getNodes = (key: string, count: number) => {
          const nodes = super.getNodes(key, count);
          return [...nodes.slice(0, 1), ...nodes].slice(0, nodes.length);
        };
      }(),
    "replicas are different nodes, the key's own first",
  ],
  [
    "weights are not heard",
    () =>
      new class extends Right {
        override addNode = (id: string, weight = 1) => super.addNode(id, weight > 0 && weight < Infinity ? 1 : weight);
      }(),
    "shares follow weights, and a weight that grows only takes",
  ],
];

Deno.test("a right implementation fails nothing", () => assertEquals(failing(() => new Right()), []));
for (const [what, create, demand] of WRONG) {
  Deno.test(`the contract notices when ${what}`, () => {
    const failed = failing(create);
    assert(failed.includes(demand), `failed: ${failed.join("; ")}`);
  });
}
Deno.test("a numbered implementation is not asked for what it says it can't do", () => {
  const all = keyPartitionerContract(() => new Right());
  const fewer = keyPartitionerContract(() => new Right(), { isNumbered: true });
  assertEquals(all.length - fewer.length, 5);
  assertEquals(new Set(all.map(({ name }) => name)).size, all.length);
});
Deno.test("a part of the keys may be off by chance, not by a tenth", () => {
  const uneven = () =>
    new class extends Right {
      override addNode = (id: string, weight = 1) => super.addNode(id, id === "node-1" ? 1.1 * weight : weight);
    }();
  const balance = (unevenness: number) =>
    keyPartitionerContract(uneven, { unevenness }).find(({ name }) => name.includes("equal shares"))!;
  assertThrows(() => balance(0).run());
  balance(0.05).run();
});
