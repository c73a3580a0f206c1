import { SERIES } from "./palette.ts";

/**
 * The names of the series of a figure, in order: at least one, at most as many as colours tell apart, none of them
 * empty.
 *
 * @param action What cannot be done otherwise: `draw a line chart`.
 * @throws {RangeError} Naming what is wrong, and with which series.
 */
export function checkSeries(
  series: Readonly<Record<string, { readonly length: number }>>,
  action: string,
): string[] {
  const names = Object.keys(series);
  if (names.length === 0 || names.length > SERIES.length) {
    throw new RangeError(
      `Cannot ${action}: a figure takes 1 to ${SERIES.length} series: current value is ${names.length}`,
    );
  }
  const empty = names.find((name) => series[name]!.length === 0);
  if (empty !== undefined) {
    throw new RangeError(`Cannot ${action}: series ${JSON.stringify(empty)} must not be empty: current value is []`);
  }
  return names;
}
