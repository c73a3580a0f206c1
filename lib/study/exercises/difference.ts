/**
 * Whether two values are the same, and if not, how they differ: what is missing, what is too much, and only then the
 * order.
 *
 * Numbers may differ by a relative tolerance; everything else must be equal, part by part.
 *
 * Not here on purpose: maps, sets and instances (the child describes them; they are equal to nothing).
 *
 * @module
 */
import { shownValue } from "./shown_value.ts";

/** How far numbers may differ. */
export interface Tolerance {
  /** Largest difference of two numbers, relative to the larger of 1 and the expected one. @default {0} */
  readonly tolerance?: number;
}

/** How two values differ. */
export interface Difference {
  /** In a few words, where and how; empty where the two values say it all. */
  readonly note: string;
  /** Whether both are lists of the same entries in another order. */
  readonly isOrder: boolean;
}

/**
 * How `got` differs from `expected`; `undefined` if it doesn't.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { difference } from "./difference.ts";
 * assertEquals(difference([1, 2, 3], [3, 2, 1])?.note, "the same entries in another order");
 * assertEquals(difference([1, 2, 3], [1, 3])?.note, "2 is missing");
 * assertEquals(difference(1, 1 + 1e-12, { tolerance: 1e-9 }), undefined);
 * ```
 */
export function difference(
  expected: unknown,
  got: unknown,
  { tolerance = 0 }: Tolerance = {},
): Difference | undefined {
  if (isSame(expected, got, { tolerance })) return undefined;
  if (!Array.isArray(expected) || !Array.isArray(got)) {
    return { note: placeOf(expected, got, tolerance), isOrder: false };
  }
  const [missing, extra] = [without(expected, got, tolerance), without(got, expected, tolerance)];
  if (missing.length === 0 && extra.length === 0) return { note: "the same entries in another order", isOrder: true };
  const some = (entries: readonly unknown[]) =>
    entries.length > 3 ? `${entries.length} entries` : entries.map(shownValue).join(", ");
  const are = (entries: readonly unknown[]) => entries.length === 1 ? "is" : "are";
  if (extra.length === 0) return { note: `${some(missing)} ${are(missing)} missing`, isOrder: false };
  if (missing.length === 0) return { note: `${some(extra)} ${are(extra)} too much`, isOrder: false };
  return { note: placeOf(expected, got, tolerance), isOrder: false };
}

/** Whether the two are equal, numbers within `tolerance`. */
export function isSame(expected: unknown, got: unknown, { tolerance = 0 }: Tolerance = {}): boolean {
  if (typeof expected === "number" && typeof got === "number") {
    if (Object.is(expected, got) || expected === got) return true;
    return Number.isFinite(expected) && Math.abs(expected - got) <= tolerance * Math.max(1, Math.abs(expected));
  }
  if (Array.isArray(expected)) {
    return Array.isArray(got) && got.length === expected.length &&
      expected.every((entry, i) => isSame(entry, got[i], { tolerance }));
  }
  if (typeof expected === "object" && expected !== null && Object.getPrototypeOf(expected) === Object.prototype) {
    if (typeof got !== "object" || got === null || Object.getPrototypeOf(got) !== Object.prototype) return false;
    const [keys, others] = [definedKeys(expected), definedKeys(got)];
    return keys.length === others.length && keys.every((key) =>
      Object.hasOwn(got, key) &&
      isSame((expected as Record<string, unknown>)[key], (got as Record<string, unknown>)[key], { tolerance })
    );
  }
  return Object.is(expected, got);
}

function definedKeys(value: object): string[] {
  return Object.entries(value).filter(([, field]) => field !== undefined).map(([key]) => key);
}

/** Entries of `list` without a counterpart in `other`, each counted once. */
function without(list: readonly unknown[], other: readonly unknown[], tolerance: number): unknown[] {
  const left = [...other];
  return list.filter((entry) => {
    const at = left.findIndex((one) => isSame(entry, one, { tolerance }));
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}

/** The first part that differs, where the two are large enough for that to help. */
function placeOf(expected: unknown, got: unknown, tolerance: number, path = ""): string {
  if (Array.isArray(expected) && Array.isArray(got)) {
    if (expected.length !== got.length) {
      return `${path || "the list"} has ${got.length} entries, not ${expected.length}`;
    }
    const at = expected.findIndex((entry, i) => !isSame(entry, got[i], { tolerance }));
    return placeOf(expected[at], got[at], tolerance, `${path}[${at}]`);
  }
  const isRecord = (value: unknown): value is Record<string, unknown> =>
    typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  if (isRecord(expected) && isRecord(got)) {
    const keys = [...new Set([...definedKeys(expected), ...definedKeys(got)])];
    const key = keys.find((name) => !isSame(expected[name], got[name], { tolerance }))!;
    return placeOf(expected[key], got[key], tolerance, path ? `${path}.${key}` : key);
  }
  return path ? `${path} must be ${shownValue(expected)}, it is ${shownValue(got)}` : "";
}
