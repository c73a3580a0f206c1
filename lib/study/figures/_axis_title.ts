/**
 * The words of an axis title: `Latency (ms)` is about `Latency`, in `ms`.
 *
 * @module
 */

/** An axis title without its unit. */
export function labelOf(axisTitle: string): string {
  return axisTitle.replace(/\s*\(.*$/, "");
}

/** An axis title as it is shown: a count and a ratio have no unit, so `(count)` and `(1)` are left out. */
export function shownTitle(axisTitle: string): string {
  return axisTitle.replace(/\s*\((?:count|1)\)\s*$/, "");
}

/** The unit in an axis title, or undefined where it has none that follows a number: a count, a range. */
export function unitOf(axisTitle: string): string | undefined {
  const unit = /\(([^)]+)\)/.exec(axisTitle)?.[1];
  return unit === undefined || unit === "count" || /\d/.test(unit) ? undefined : unit;
}

/** A number in the unit of an axis: `12.5 ms`. */
export function inUnitOf(axisTitle: string, text: string): string {
  const unit = unitOf(axisTitle);
  return unit === undefined ? text : `${text} ${unit}`;
}
