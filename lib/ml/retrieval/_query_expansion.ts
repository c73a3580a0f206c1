/**
 * Query expansion: makes plain words of a query stand for more, for a search box that forgives and answers while one
 * types.
 *
 * Words that say themselves what they stand for (`lin*`, `wing~0`), phrases, and what stands inside NOT stay as they
 * are.
 *
 * @module
 */
import type { Query } from "./query.ts";

/** What to loosen. */
export interface RelaxOptions {
  /** Words stand for words at most so many changes away. */
  readonly fuzzy: number;
  /** Which words stand for what they begin. */
  readonly prefix: "none" | "last" | "all";
}

/**
 * The loosened query.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { relaxQuery } from "./_query_expansion.ts";
 *
 * const query = { kind: "and", parts: [{ kind: "word", text: "lift" }, { kind: "word", text: "dr" }] } as const;
 * assertEquals(relaxQuery(query, { fuzzy: 0, prefix: "last" }), {
 *   kind: "and",
 *   parts: [{ kind: "word", text: "lift" }, { kind: "word", text: "dr", isPrefix: true }],
 * });
 * ```
 */
export function relaxQuery(query: Query, { fuzzy, prefix }: RelaxOptions): Query {
  switch (query.kind) {
    case "word": {
      if (query.isPrefix === true || query.maxDistance !== undefined) return query;
      return { ...query, ...fuzzy > 0 && { maxDistance: fuzzy }, ...prefix !== "none" && { isPrefix: true as const } };
    }
    case "phrase":
    case "not":
      return query;
    default: {
      const before = prefix === "last" ? "none" : prefix;
      const parts = query.parts.map((part, index) => {
        return relaxQuery(part, { fuzzy, prefix: index === query.parts.length - 1 ? prefix : before });
      });
      return { kind: query.kind, parts };
    }
  }
}
