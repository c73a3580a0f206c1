/**
 * Where a classifier of two features changes its mind: the plane coloured by its answer, the points on top by the
 * truth.
 *
 * The classifier is asked on a grid over the points' range and a margin. With two classes its answer may be a
 * probability (of the second); the plane then has shades, and the boundary is the line at ½. Points have the colour and
 * the symbol of their true class, and those that are answered wrongly a dark outline.
 *
 * Cost: 80 × 60 calls of the classifier, and one a point.
 *
 * Not here on purpose: projections of more than two features (what is seen then is the projection's).
 *
 * @module
 */
import { shownTitle } from "./_axis_title.ts";
import { type Figure, figure, type GivenWords } from "./figure.ts";
import { formatCount, formatNumber } from "./_format_number.ts";
import { LIGHT, SERIES, TINTS } from "./palette.ts";
import type { GridTrace, PlotlyTrace } from "./plotly_trace.ts";
import { seriesStyle } from "./_series_style.ts";
import { plainText } from "./_theme.ts";

/** A point whose class is known. */
export interface LabelledPoint {
  /** First feature. */
  readonly x: number;
  /** Second feature. */
  readonly y: number;
  /** Its true class: a position in `classes`. */
  readonly label: number;
}

/** What a decision boundary shows beside its points. */
export interface DecisionBoundaryOptions extends GivenWords {
  /** The first feature, with its unit. */
  readonly x: string;
  /** The second feature, with its unit. */
  readonly y: string;
  /** Names of the classes, two to six. */
  readonly classes: readonly string[];
  /** The classifier: the position of a class, or, with two classes, the probability of the second. */
  predict(x: number, y: number): number;
}

/** A decision boundary, and how often the classifier was right on the points drawn. */
export interface DecisionBoundaryFigure extends Figure {
  /** Share of the points that are answered rightly: 0 to 1. */
  readonly accuracyRatio: number;
}

const GRID_COLUMNS = 80;
const GRID_ROWS = 60;
const MARGIN_RATIO = 0.06;

/**
 * The plane, the boundary and the points.
 *
 * @throws {RangeError} If there are no points, fewer than two or more than six classes, a label or an answer that is no
 * class, or a coordinate that is not finite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { decisionBoundary } from "./decision_boundary.ts";
 * const shown = decisionBoundary([{ x: 0, y: 0, label: 0 }, { x: 2, y: 1, label: 1 }], {
 *   ...{ title: "A stump splits at one", x: "Height (m)", y: "Weight (kg)", classes: ["cat", "dog"] },
 *   predict: (x) => x < 1 ? 0 : 1,
 * });
 * assertEquals(shown.accuracyRatio, 1);
 * ```
 */
export function decisionBoundary(
  points: readonly LabelledPoint[],
  options: DecisionBoundaryOptions,
): DecisionBoundaryFigure {
  const [x, y] = [shownTitle(options.x), shownTitle(options.y)];
  const { title, classes } = options;
  checkPoints(points, classes);
  const xs = gridOver(points.map((point) => point.x), GRID_COLUMNS);
  const ys = gridOver(points.map((point) => point.y), GRID_ROWS);
  const ask = (atX: number, atY: number) => checkAnswer(options.predict(atX, atY), { classes, atX, atY });
  const answers = ys.map((atY) => xs.map((atX) => ask(atX, atY)));
  const chosen = points.map((point) => classOf(ask(point.x, point.y), classes));
  const right = points.filter((point, k) => chosen[k] === point.label).length;

  const data: PlotlyTrace[] = [plane({ xs, ys, answers, classes })];
  const said: string[] = [];
  for (const [label, name] of classes.entries()) {
    const mine = points.flatMap((point, k) => point.label === label ? [{ ...point, chosen: chosen[k]! }] : []);
    const { color, symbol } = seriesStyle(label);
    for (const isRight of [true, false]) {
      const group = mine.filter((point) => (point.chosen === label) === isRight);
      data.push({
        name: plainText(name) + (isRight ? "" : ", answered wrongly"),
        x: group.map((point) => point.x),
        y: group.map((point) => point.y),
        mode: "markers",
        marker: {
          color,
          symbol,
          size: isRight ? 7 : 9,
          line: isRight ? { color: LIGHT.paper, width: 1 } : WRONG_OUTLINE,
        },
        showlegend: group.length > 0,
      });
    }
    const wrong = mine.filter((point) => point.chosen !== label).length;
    said.push(`${name}: ${formatCount(mine.length, "point")}, ${formatCount(wrong, "point")} answered wrongly`);
  }
  const accuracyRatio = right / points.length;
  const rightly = `${formatNumber(right)} of ${formatNumber(points.length)} points are answered rightly`;
  return {
    ...figure({
      data,
      layout: {
        showlegend: true,
        xaxis: { title: options.x, range: [xs[0]!, xs.at(-1)!], showgrid: false },
        yaxis: { title: options.y, range: [ys[0]!, ys.at(-1)!], showgrid: false },
      },
      title,
      caption: options.caption ?? `Areas: the classifier's answer; points: the truth. ${rightly}.`,
      alt: options.alt ?? `Map of a classifier's answer over ${x} and ${y}, points on top. ${said.join("; ")}. ` +
          `${areas({ answers, classes })}.`,
    }),
    accuracyRatio,
  };
}

const WRONG_OUTLINE = { color: LIGHT.text, width: 2 };

function checkPoints(points: readonly LabelledPoint[], classes: readonly string[]): void {
  const refuse = (rule: string, value: unknown) => {
    throw new RangeError(`Cannot draw a decision boundary: ${rule}: current value is ${value}`);
  };
  if (classes.length < 2 || classes.length > SERIES.length) {
    refuse(`classes must be 2 to ${SERIES.length}`, classes.length);
  }
  if (points.length === 0) refuse("there must be a point", "[]");
  for (const [k, { x, y, label }] of points.entries()) {
    if (!Number.isFinite(x) || !Number.isFinite(y)) refuse(`point ${k + 1} must have finite features`, `(${x}, ${y})`);
    if (classes[label] === undefined) refuse(`label of point ${k + 1} must be a position in classes`, label);
  }
}

function checkAnswer(
  answer: number,
  { classes, atX, atY }: { classes: readonly string[]; atX: number; atY: number },
): number {
  const isClass = classes.length === 2 ? answer >= 0 && answer <= 1 : classes[answer] !== undefined;
  if (isClass) return answer;
  throw new RangeError(
    `Cannot draw a decision boundary: predict(${atX}, ${atY}) must be ` +
      `${classes.length === 2 ? "from 0 to 1" : `a class from 0 to ${classes.length - 1}`}: current value is ${answer}`,
  );
}

function classOf(answer: number, classes: readonly string[]): number {
  return classes.length === 2 ? (answer >= 0.5 ? 1 : 0) : answer;
}

/** Evenly spaced places over the values' range and a margin. */
function gridOver(values: readonly number[], count: number): number[] {
  let low = values.reduce((a, b) => Math.min(a, b));
  let high = values.reduce((a, b) => Math.max(a, b));
  const margin = high > low ? (high - low) * MARGIN_RATIO : 1;
  [low, high] = [low - margin, high + margin];
  return Array.from({ length: count }, (_, k) => low + (high - low) * k / (count - 1));
}

interface Plane {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly answers: readonly (readonly number[])[];
  readonly classes: readonly string[];
}

/** Coloured areas, and with two classes the line at ½. */
function plane({ xs, ys, answers, classes }: Plane): GridTrace {
  const last = classes.length - 1;
  const steps = classes.flatMap((_, k): [number, string][] => [
    [k / classes.length, TINTS[k]!],
    [(k + 1) / classes.length, TINTS[k]!],
  ]);
  const grid = { x: xs, y: ys, z: answers, showscale: false, showlegend: false, hoverinfo: "skip" } as const;
  if (classes.length > 2) {
    return { ...grid, type: "heatmap", zmin: -0.5, zmax: last + 0.5, colorscale: steps };
  }
  return {
    ...grid,
    type: "contour",
    ...{ zmin: 0, zmax: 1, colorscale: [[0, TINTS[0]!], [0.5, LIGHT.paper], [1, TINTS[1]!]] },
    contours: { start: 0.5, end: 0.5, size: 1, coloring: "heatmap" },
    line: { color: LIGHT.text, width: 1.5 },
  };
}

function areas({ answers, classes }: Pick<Plane, "answers" | "classes">): string {
  const cells = answers.flat().map((answer) => classOf(answer, classes));
  return classes.map((name, label) => {
    const share = 100 * cells.filter((cell) => cell === label).length / cells.length;
    return `${name} is the answer on ${share.toFixed(0)} % of the area`;
  }).join(", ");
}
