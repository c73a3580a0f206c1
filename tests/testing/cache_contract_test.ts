import { assertEquals, assertThrows } from "@std/assert";
import type { Cache } from "@lib/structures/cache.ts";
import { LruCache } from "@lib/structures/lru_cache.ts";
import { cacheContract } from "@lib/testing/cache_contract.ts";

/** A correct cache in which one method is replaced by a wrong one. */
function broken(change: (right: Cache<unknown, unknown>) => Partial<Cache<unknown, unknown>>) {
  return (capacity: number): Cache<unknown, unknown> => {
    const right = new LruCache<unknown, unknown>(capacity);
    const wrong = change(right);
    return new Proxy(right, {
      get: (_, name) => {
        const own = Reflect.get(wrong, name);
        if (own !== undefined) return own;
        const value = Reflect.get(right, name, right);
        return typeof value === "function" ? value.bind(right) : value;
      },
    });
  };
}

/** The first demand that a cache does not meet. */
function firstUnmet(create: (capacity: number) => Cache<unknown, unknown>): string | undefined {
  return cacheContract(create).find(({ run }) => {
    try {
      run();
      return false;
    } catch {
      return true;
    }
  })?.name;
}

Deno.test("a correct cache meets every demand", () => {
  assertEquals(firstUnmet(broken(() => ({}))), undefined);
});

// Each fault, and the demand that must be the first to notice it
const FAULTS: [string, (right: Cache<unknown, unknown>) => Partial<Cache<unknown, unknown>>, string][] = [
  [
    "an absent key has the value null",
    (right) => ({ get: (key) => right.get(key) ?? null }),
    "an absent key has no value",
  ],
  ["put of a new key is lost when full", (right) => ({
    put: (key, value) => {
      if (right.has(key) || right.size < right.capacity) right.put(key, value);
    },
  }), "the entry put last is present, at every capacity"],
  ["an overwrite pushes another entry out", (right) => ({
    put: (key, value) => {
      if (right.has(key)) right.delete([...right.entries()].find(([other]) => other !== key)?.[0]);
      right.put(key, value);
    },
  }), "a full cache gives up one entry for a new key, and none for an old one"],
  [
    "has() asks for a value",
    (right) => ({ has: (key) => right.peek(key) !== undefined }),
    "undefined is a value like any other",
  ],
  ["keys are compared as text", (right) => ({
    get: (key) => right.get(String(key)),
    put: (key, value) => right.put(String(key), value),
    has: (key) => right.has(String(key)),
    peek: (key) => right.peek(String(key)),
    delete: (key) => right.delete(String(key)),
  }), "keys are the same when Map says so"],
  [
    "delete() always says true",
    (right) => ({ delete: (key) => right.delete(key) || true }),
    "an absent key has no value",
  ],
  ["clear() leaves an entry", (right) => ({
    clear: () => {
      while (right.size > 1) right.delete([...right.entries()][0]![0]);
    },
  }), "clear() leaves a cache that works"],
  [
    "entries() leaves one out",
    (right) => ({ entries: () => [...right.entries()].slice(0, 4).values() }),
    "entries() gives each entry once, and changes nothing",
  ],
  [
    "entries() are those of the start, also when gone",
    (right) => ({ entries: () => [...right.entries()].values() }),
    "entries() goes on while entries leave, arrive and change",
  ],
  ["peek() is a use", (right) => ({ peek: (key) => right.get(key) }), "has() and peek() do not change who leaves next"],
];
for (const [what, change, demand] of FAULTS) {
  Deno.test(`a cache in which ${what} fails: ${demand}`, () => {
    assertEquals(firstUnmet(broken(change)), demand);
  });
}

const REFUSALS = "a capacity that is not a positive integer is refused by name and value";
Deno.test(`a cache that takes any number for a capacity fails: ${REFUSALS}`, () => {
  const isGood = (capacity: unknown) => typeof capacity !== "number" || (Number.isInteger(capacity) && capacity > 0);
  assertEquals(firstUnmet((capacity) => new LruCache(isGood(capacity) ? capacity : 1)), REFUSALS);
});

Deno.test(`a cache that takes text for a capacity fails: ${REFUSALS}`, () => {
  assertEquals(
    firstUnmet((capacity) => new LruCache(typeof capacity === "string" ? Number(capacity) : capacity)),
    REFUSALS,
  );
});

Deno.test("a demand says what was expected and what was found", () => {
  const [absence] = cacheContract(broken((right) => ({ has: () => !right })));
  absence!.run();
  const [first] = cacheContract(broken(() => ({ has: () => true })));
  assertThrows(() => first!.run(), Error, "strictly deep-equal");
});
