/**
 * Counts the work of the reader's code inside the child process, built-ins included, by operation.
 *
 * `_instrument_steps.ts` puts a call at every function and loop; this is the function that is called. Built-ins that
 * take time in proportion to what they are given are wrapped, so that `array.splice(0, 1)` counts as many steps as it
 * moves entries. Iterators count one step an entry: `map.keys().next()` is 1, `[...map.keys()]` is as many as there
 * are. A Map's or Set's own `get`, `has`, `set`, `delete` and an array's `push`, `pop` and `at` stay O(1): a call by
 * itself is free, the loop around it is not. `shift` counts the whole array, as the language defines it; that an engine
 * sometimes does better is not a promise, and a report names `shift()` when it was what cost the steps.
 *
 * **Invariant.** The count never goes down and can't be reached from the reader's code, and the operations add up to
 * it. `installStepCounter` travels as text.
 *
 * Not here on purpose: the length of strings, regular expressions, promises.
 *
 * @module
 */

/** What has been counted. */
export interface StepCounter {
  /** All steps so far. */
  steps(): number;
  /** The same steps by operation: `{ "loops and calls": 120, "shift()": 512 }`. */
  operations(): Record<string, number>;
}

/**
 * Installs the global counting function `name` and wraps the built-ins; must run before the reader's code is loaded.
 * Only ever called in the child process: it changes the globals for good.
 * @returns The steps counted so far, and the same by operation.
 */
export function installStepCounter(name: string): StepCounter {
  let steps = 0;
  let rounds = 0;
  const byOperation: Record<string, number> = { __proto__: null } as never;
  const add = (operation: string, cost: number): void => {
    if (!cost) return;
    steps += cost;
    byOperation[operation] = (byOperation[operation] ?? 0) + cost;
  };
  const { apply, getPrototypeOf, ownKeys } = Reflect;
  const { defineProperty, getOwnPropertyDescriptor, keys: enumerableKeys, freeze } = Object;
  const { log2, max } = Math;

  type Cost = (self: { length: number; size: number }, args: readonly unknown[], result: unknown) => number;
  const wrap = (owner: object, key: PropertyKey, cost: Cost, operation = `${key as string}()`): void => {
    const descriptor = getOwnPropertyDescriptor(owner, key);
    const original = descriptor?.value;
    if (typeof original !== "function") return;
    const wrapped = {
      [key](this: unknown, ...args: unknown[]): unknown {
        const self = this as { length: number; size: number };
        const before = self === undefined || self === null ? 0 : cost(self, args, undefined) || 0;
        const result = apply(original, this, args);
        add(operation, before || cost(self, args, result) || 0);
        return result;
      },
    }[key as string]!;
    defineProperty(owner, key, { ...descriptor, value: wrapped });
  };
  const all = (owner: object, keys: readonly string[], cost: Cost, prefix = "") => {
    for (let i = 0; i < keys.length; i++) wrap(owner, keys[i]!, cost, `${prefix}${keys[i]}()`);
  };

  const wholeLength: Cost = (self) => self.length;
  const { indexOf } = Array.prototype;
  const found: Cost = (self, args, result) => {
    if (result === undefined) return 0;
    const at = apply(indexOf, self, args) as number;
    return at === -1 ? self.length : at + 1;
  };
  const resultLength: Cost = (_self, _args, result) => (result as { length?: number } | undefined)?.length ?? 0;
  const sorting: Cost = ({ length }) => length * log2(max(2, length));

  const lists: object[] = [Array.prototype, getPrototypeOf(Uint8Array.prototype)!];
  for (let i = 0; i < lists.length; i++) {
    const list = lists[i]!;
    all(list, ["shift", "unshift", "reverse", "fill", "copyWithin", "join", "toString"], wholeLength);
    all(list, ["forEach", "map", "filter", "reduce", "reduceRight", "flatMap", "flat"], wholeLength);
    all(list, ["with", "toSpliced", "toReversed"], wholeLength);
    all(list, ["sort", "toSorted"], sorting);
    // A search stops where it finds. `find`, `some` and their like are counted by the callback that they call.
    all(list, ["indexOf", "includes"], found);
    wrap(list, "lastIndexOf", ({ length }, _args, result) => typeof result === "number" ? length - max(0, result) : 0);
    all(list, ["slice", "concat", "subarray"], resultLength);
    wrap(list, "splice", ({ length }, args) => {
      const start = args[0];
      const from = typeof start !== "number" ? 0 : start < 0 ? max(0, length + start) : start;
      return max(1, length - from);
    });
  }
  all(Map.prototype, ["forEach", "clear"], (self) => self.size, "Map ");
  all(Set.prototype, ["forEach", "clear", "union", "difference", "intersection"], (self) => self.size, "Set ");
  all(Array, ["from", "of"], resultLength, "Array.");
  all(Object, ["keys", "values", "entries", "getOwnPropertyNames", "getOwnPropertySymbols"], resultLength, "Object.");
  all(
    Object,
    ["assign", "fromEntries"],
    (_self, _args, result) => result ? enumerableKeys(result as object).length : 0,
    "Object.",
  );
  wrap(Reflect, "ownKeys", resultLength, "Reflect.ownKeys()");
  wrap(JSON, "stringify", resultLength, "JSON.stringify()");
  wrap(globalThis, "structuredClone", (_self, args) => countParts(args[0], 0));
  const oneStep: Cost = () => 1;
  const iterators: [owner: string, iterator: object][] = [
    ["an array", [].values()],
    ["a Map", new Map().values()],
    ["a Set", new Set().values()],
  ];
  for (let i = 0; i < iterators.length; i++) {
    wrap(getPrototypeOf(iterators[i]![1])!, "next", oneStep, `walking over ${iterators[i]![0]}`);
  }

  function countParts(value: unknown, depth: number): number {
    if (typeof value !== "object" || value === null || depth > 3) return 1;
    if (value instanceof Map || value instanceof Set) return 1 + value.size;
    let parts = 1;
    const keys = ownKeys(value);
    for (let i = 0; i < keys.length; i++) {
      parts += countParts((value as Record<PropertyKey, unknown>)[keys[i]!], depth + 1);
    }
    return parts;
  }

  const count = () => {
    steps++;
    rounds++;
  };
  const meter = Object.assign(count, {
    keys<T>(object: T): T {
      if (typeof object === "object" && object !== null) add("walking over an object", enumerableKeys(object).length);
      return object;
    },
  });
  defineProperty(globalThis, name, { value: freeze(meter), writable: false, configurable: false, enumerable: false });
  return {
    steps: () => steps,
    operations() {
      const copy: Record<string, number> = { "loops and calls": rounds };
      const names = enumerableKeys(byOperation);
      for (let i = 0; i < names.length; i++) copy[names[i]!] = byOperation[names[i]!]!;
      return copy;
    },
  };
}
