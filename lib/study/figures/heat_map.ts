/**
 * A matrix as coloured cells: confusion matrices, attention, correlations, latency by hour and host.
 *
 * Amounts go from pale to dark blue, amounts around zero from blue over white to vermillion: both keep their order
 * under every colour blindness. Few enough cells also carry their number.
 *
 * @module
 */
import { labelOf, shownTitle } from "./_axis_title.ts";
import { isMeasured } from "./_check_axis_titles.ts";
import { colourAt, inkOn } from "./_contrast.ts";
import { type Figure, figure, type GivenWords } from "./figure.ts";
import { formatCount, formatNumber } from "./_format_number.ts";
import { DIVERGING_SCALE, SEQUENTIAL_SCALE } from "./palette.ts";
import type { ScatterTrace } from "./plotly_trace.ts";
import { plainText } from "./_theme.ts";

/** What a heat map shows beside its amounts. */
export interface HeatMapOptions extends GivenWords {
  /** What the columns are; with a unit if they are numbers: `Hour (h)`. */
  readonly x: string;
  /** What the rows are; with a unit if they are numbers. */
  readonly y: string;
  /** What the amounts are, with their unit if they have one: `Documents`, `Time (ms)`. */
  readonly amount: string;
  /** The columns, from left to right: names or numbers. */
  readonly columns: readonly (string | number)[];
  /** The rows: names from top to bottom, as in a table, or numbers from bottom to top, as on an axis. */
  readonly rows: readonly (string | number)[];
  /** Whether amounts are read around zero: opposite signs get opposite colours. @default {false} */
  readonly isDiverging?: boolean;
  /** Whether cells carry their number; by default up to 144 cells. */
  readonly showsNumbers?: boolean;
}

const MAX_NUMBERED_CELLS = 144;

/**
 * The heat map of `amounts[row][column]`; what is not finite is an empty cell.
 *
 * @throws {RangeError} If the matrix is empty or has no finite amount, or is not as large as its rows and columns say.
 * @throws {TypeError} If `amount` lacks its unit.
 *
 * @example
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { heatMap } from "./heat_map.ts";
 * const shown = heatMap([[50, 2], [9, 39]], {
 *   ...{ title: "Spam is missed more often than ham is lost", x: "Predicted", y: "True", amount: "Mails" },
 *   ...{ columns: ["ham", "spam"], rows: ["ham", "spam"] },
 * });
 * assertStringIncludes(shown.alt, "highest 50 at True ham, Predicted ham");
 * ```
 */
export function heatMap(amounts: readonly ArrayLike<number>[], options: HeatMapOptions): Figure {
  const [x, y, amount] = [shownTitle(options.x), shownTitle(options.y), shownTitle(options.amount)];
  const { title, columns, rows, isDiverging = false } = options;
  checkShape(amounts, options);
  const cells = amounts.flatMap((row, i) => Array.from(row, (value, j) => ({ value, i, j })));
  const finite = cells.filter(({ value }) => Number.isFinite(value));
  if (finite.length === 0) {
    throw new RangeError(
      `Cannot draw a heat map: there must be a finite amount: current value is ${cells.length} without`,
    );
  }
  const lowest = finite.reduce((best, cell) => cell.value < best.value ? cell : best);
  const highest = finite.reduce((best, cell) => cell.value > best.value ? cell : best);
  const at = ({ value, i, j }: typeof lowest) =>
    `${formatNumber(value)} at ${labelOf(y)} ${rows[i]}, ${labelOf(x)} ${columns[j]}`;
  const showsNumbers = options.showsNumbers ?? cells.length <= MAX_NUMBERED_CELLS;
  const isNamed = (places: readonly unknown[]) => places.some((place) => typeof place === "string");
  const scale = isDiverging ? DIVERGING_SCALE : SEQUENTIAL_SCALE;
  const furthest = Math.max(Math.abs(lowest.value), Math.abs(highest.value));
  const [zmin, zmax] = isDiverging ? [-furthest, furthest] : [lowest.value, highest.value];
  const places = {
    columns: columns.map((column) => typeof column === "string" ? plainText(column) : column),
    rows: rows.map((row) => typeof row === "string" ? plainText(row) : row),
  };
  const numbers: ScatterTrace = {
    x: finite.map(({ j }) => places.columns[j]!),
    y: finite.map(({ i }) => places.rows[i]!),
    text: finite.map(({ value }) => formatNumber(value)),
    mode: "text",
    textfont: {
      size: 12,
      color: finite.map(({ value }) => inkOn(colourAt(scale, zmax > zmin ? (value - zmin) / (zmax - zmin) : 0))),
    },
    ...{ showlegend: false, hoverinfo: "skip" },
  };
  return figure({
    data: [{
      type: "heatmap",
      z: amounts.map((row) => Array.from(row, (value) => Number.isFinite(value) ? value : null)),
      x: places.columns,
      y: places.rows,
      ...{ colorscale: scale, zmin, zmax },
      ...(cells.length <= MAX_NUMBERED_CELLS ? { xgap: 1, ygap: 1 } : {}),
      colorbar: { title: { text: amount, side: "right", font: { size: 13 } }, thickness: 16, outlinewidth: 0 },
      hovertemplate: `${labelOf(y)} %{y}, ${labelOf(x)} %{x}: %{z}<extra></extra>`,
    }, ...(showsNumbers ? [numbers] : [])],
    layout: {
      xaxis: { title: options.x, showgrid: false, ...(isNamed(columns) ? { type: "category" } : {}) },
      yaxis: {
        title: options.y,
        showgrid: false,
        ...(isNamed(rows) ? { type: "category", autorange: "reversed" } : {}),
      },
    },
    title,
    caption: options.caption ?? `${amount} by ${labelOf(y)} and ${labelOf(x)}, from ${formatNumber(lowest.value)} to ` +
        `${formatNumber(highest.value)}${isDiverging ? "; blue below zero, vermillion above" : ""}.`,
    alt: options.alt ??
      `Heat map of ${amount} with ${rows.length} rows (${labelOf(y)}) and ${columns.length} columns ` +
        `(${labelOf(x)}): lowest ${at(lowest)}; highest ${at(highest)}` +
        `${finite.length < cells.length ? `; ${formatCount(cells.length - finite.length, "empty cell")}` : ""}.`,
  });
}

function checkShape(
  amounts: readonly ArrayLike<number>[],
  { rows, columns, amount }: HeatMapOptions,
): void {
  if (rows.length === 0 || columns.length === 0) {
    throw new RangeError(`Cannot draw a heat map: it is empty: current value is ${rows.length} × ${columns.length}`);
  }
  if (amounts.length !== rows.length) {
    throw new RangeError(
      `Cannot draw a heat map: rows must be as many as those of the matrix, ${amounts.length}: ` +
        `current value is ${rows.length}`,
    );
  }
  const uneven = amounts.findIndex((row) => row.length !== columns.length);
  if (uneven >= 0) {
    throw new RangeError(
      `Cannot draw a heat map: row ${uneven + 1} must have ${columns.length} amounts: ` +
        `current value is ${amounts[uneven]!.length}`,
    );
  }
  if (amount.trim() === "" || isMeasured(amount)) {
    throw new TypeError(
      `Cannot draw a heat map: amount needs ${
        amount.trim() === "" ? "a name" : 'a unit, such as "Time (ms)"'
      }: current value is ${JSON.stringify(amount)}`,
    );
  }
}
