/**
 * Cost by a dated table of prices.
 *
 * Prices change, so a table says when it was true, and an estimate carries that date.
 *
 * @module
 */
import { add, multiply, type Quantity, quantity } from "./quantity.ts";

/** Prices as of a day. */
export interface PriceTable {
  /** The day on which the prices were read: `2026-11-30`. */
  readonly asOf: string;
  /** Where they were read. */
  readonly source: string;
  /** Price of each thing, such as `storage: quantity(0.023, "USD/GB/month")`. */
  readonly prices: Readonly<Record<string, Quantity>>;
}

/** What a service costs in a month. */
export interface MonthlyCost {
  /** Cost of each thing, in the order asked. */
  readonly items: readonly { readonly name: string; readonly cost: Quantity }[];
  /** Their sum. */
  readonly total: Quantity;
  /** Day of the prices. */
  readonly asOf: string;
}

/**
 * The cost of a month.
 * @param usage What is used of each thing, so that usage × price × one month is in USD: `GB` for `USD/GB/month`, and
 * `requests/s` for `USD/request`.
 * @throws {RangeError} If a thing has no price.
 * @throws {UnitMismatchError} If usage × price is neither USD nor USD in a time.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { monthlyCost } from "./cost.ts";
 * import { quantity, show } from "./quantity.ts";
 *
 * const table = {
 *   asOf: "2026-11-30",
 *   source: "an example",
 *   prices: { storage: quantity(0.02, "USD/GB/month"), calls: quantity(0.4, "USD/requests") },
 * };
 * const { total } = monthlyCost({ storage: quantity(5, "TB"), calls: quantity(100, "requests/month") }, table);
 * assertEquals(show(total, "USD"), "140 USD");
 * ```
 */
export function monthlyCost(usage: Readonly<Record<string, Quantity>>, { prices, asOf }: PriceTable): MonthlyCost {
  const month = quantity(1, "month");
  const items = Object.entries(usage).map(([name, used]) => {
    if (!Object.hasOwn(prices, name)) {
      throw new RangeError(`Cannot estimate a cost: the table must have a price: current value is none for "${name}"`);
    }
    const price = multiply(used, prices[name]!);
    return { name, cost: price.unit.s === -1 ? multiply(price, month) : price };
  });
  return { items, total: items.reduce((sum, { cost }) => add(sum, cost), quantity(0, "USD")), asOf };
}
