/**
 * What grows how fast: costs against sizes, both logarithmic, so that every power law is a straight line and its
 * exponent the slope. The fitted exponents are drawn, named in the legend, and returned for assertions.
 *
 * @module
 */
import { shownTitle } from "./_axis_title.ts";
import { checkSeries } from "./_check_series.ts";
import { type Figure, figure, type GivenWords } from "./figure.ts";
import { type CostPoint, fitPowerLaw, type PowerLaw } from "../../math/stats/power_law.ts";
import { formatNumber } from "./_format_number.ts";
import type { PlotlyTrace } from "./plotly_trace.ts";
import { seriesStyle } from "./_series_style.ts";
import { plainText } from "./_theme.ts";

export type { CostPoint, PowerLaw };

/** What a scaling figure shows beside its series. */
export interface ScalingOptions extends GivenWords {
  /** What the size is: `Entries`, `Message size (bytes)`. */
  readonly x: string;
  /** What the cost is, with its unit: `Time per operation (ns)`. */
  readonly y: string;
}

/** A scaling figure, and the laws drawn in it. */
export interface ScalingFigure<Name extends string = string> extends Figure {
  /** The fitted law of each series, by name. */
  readonly laws: Readonly<Record<Name, PowerLaw>>;
}

/**
 * Points and fitted line of each series, by name.
 *
 * @param series At most six; each with two different sizes or more, all sizes and costs above 0.
 * @throws {RangeError} If there is no series or more than six, or one of them cannot be fitted.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { scaling } from "./scaling.ts";
 * const shown = scaling(
 *   { "sorted array": [1e3, 1e4, 1e5].map((n) => ({ n, cost: 2 * n })) },
 *   { title: "Inserting into a sorted array is linear", x: "Entries", y: "Time (ns)" },
 * );
 * assertAlmostEquals(shown.laws["sorted array"].exponent, 1);
 * ```
 */
export function scaling<Name extends string>(
  series: Readonly<Record<Name, readonly CostPoint[]>>,
  options: ScalingOptions,
): ScalingFigure<Name> {
  const names = checkSeries(series, "draw a scaling") as Name[];
  const laws = Object.fromEntries(names.map((name) => [name, lawOf(name, series[name])])) as Record<Name, PowerLaw>;
  const data = names.flatMap((name, k): PlotlyTrace[] => {
    const { color, dash, symbol } = seriesStyle(k);
    const points = [...series[name]].sort((a, b) => a.n - b.n);
    const { exponent, factor } = laws[name];
    const ends = [points[0]!.n, points.at(-1)!.n];
    return [
      {
        name: `${plainText(name)}: n<sup>${exponentText(exponent)}</sup>`,
        x: points.map(({ n }) => n),
        y: points.map(({ cost }) => cost),
        ...{ mode: "markers", marker: { color, symbol, size: 8 } },
      },
      {
        name: `${plainText(name)}, fitted`,
        x: ends,
        y: ends.map((n) => factor * n ** exponent),
        ...{ mode: "lines", line: { color, dash, width: 1.5 }, showlegend: false, hoverinfo: "skip" },
      },
    ];
  });
  const said = names.map((name) => {
    const costs = series[name].map(({ cost }) => cost);
    const sizes = series[name].map(({ n }) => n);
    return `${name} grows as n to the ${exponentText(laws[name].exponent)}, costs from ` +
      `${formatNumber(Math.min(...costs))} to ${formatNumber(Math.max(...costs))} over sizes from ` +
      `${formatNumber(Math.min(...sizes))} to ${formatNumber(Math.max(...sizes))}`;
  });
  const [x, y] = [shownTitle(options.x), shownTitle(options.y)];
  const { title } = options;
  return {
    ...figure({
      data,
      layout: { showlegend: true, xaxis: { title: options.x, type: "log" }, yaxis: { title: options.y, type: "log" } },
      title,
      caption: options.caption ??
        `${y} against ${x}, both axes logarithmic. Lines: power laws by least squares on the logarithms, ` +
          `exponents in the legend.`,
      alt: options.alt ?? `Log–log chart of ${y} against ${x}: ${said.join("; ")}.`,
    }),
    laws,
  };
}

/** The fitted law; a refusal names the series. */
function lawOf(name: string, points: readonly CostPoint[]): PowerLaw {
  try {
    return fitPowerLaw(points);
  } catch (cause) {
    const why = (cause as Error).message.replace("Cannot fit a power law", `Cannot draw a scaling of ${name}`);
    throw new RangeError(why, { cause });
  }
}

/** Two decimals, and no minus in front of zero. */
function exponentText(exponent: number): string {
  return exponent.toFixed(2).replace(/^-(?=0\.00$)/, "").replace("-", "−");
}
