/**
 * What no page may do: weigh more than a phone on a train can bear, or ask another host for anything.
 *
 * @module
 */

/** Heaviest page allowed, in bytes as files, without the plotting bundle and the search, which load on demand. */
export const PAGE_WEIGHT_LIMIT_BYTES = 400_000;

/**
 * A fault for each address that a browser would ask another host for.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { asksOthers } from "./page_limits.ts";
 * assertEquals(asksOthers(["figure-1.png", "data:image/png;base64,AA"]), []);
 * assertEquals(asksOthers(["//host/a.js"]), ["the page would ask another host for //host/a.js"]);
 * ```
 */
export function asksOthers(fetched: readonly string[]): string[] {
  return fetched.filter((address) => /^([a-z][a-z0-9+.-]*:|\/)/i.test(address) && !address.startsWith("data:"))
    .map((address) => `the page would ask another host for ${address.slice(0, 80)}`);
}

/** A fault if a page is too heavy. */
export function tooHeavy(weightBytes: number): string[] {
  if (weightBytes <= PAGE_WEIGHT_LIMIT_BYTES) return [];
  const limit = PAGE_WEIGHT_LIMIT_BYTES / 1000;
  return [`the page weighs ${Math.ceil(weightBytes / 1000)} kB: at most ${limit} kB are allowed`];
}
