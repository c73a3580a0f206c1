/**
 * The layout of a figure in plotly's own terms: axes, legend, notes and shapes. Title, size, fonts and paper are the
 * theme's and cannot be set here, so that all figures of the lab look alike.
 *
 * @module
 */
import type { PlotlyDatum, PlotlyFont, PlotlyLine, PlotlyValues } from "./plotly_trace.ts";

/** One axis. */
export interface PlotlyAxis {
  /** What it measures, with the unit in parentheses: `Latency (ms)`. */
  readonly title?: string | { readonly text: string; readonly standoff?: number };
  /** How values become places. */
  readonly type?: "linear" | "log" | "category" | "date";
  /** Ends; exponents of ten when `type` is `log`. */
  readonly range?: readonly [PlotlyDatum, PlotlyDatum];
  /** `tozero` begins at 0, `reversed` turns the axis round. */
  readonly rangemode?: "normal" | "tozero" | "nonnegative";
  /** `reversed` turns the axis round. */
  readonly autorange?: boolean | "reversed";
  /** d3 format of the numbers. */
  readonly tickformat?: string;
  /** Which places are named. */
  readonly tickvals?: PlotlyValues;
  /** How they are named. */
  readonly ticktext?: readonly string[];
  /** Step between named places. */
  readonly dtick?: number | string;
  /** Degrees. */
  readonly tickangle?: number;
  /** Largest number of named places. */
  readonly nticks?: number;
  /** Whether the axis is there at all. */
  readonly visible?: boolean;
  /** Whether places are named. */
  readonly showticklabels?: boolean;
  /** Whether grid lines are drawn. */
  readonly showgrid?: boolean;
  /** Whether the line at 0 is drawn. */
  readonly zeroline?: boolean;
  /** Part of the figure's width or height that it covers. */
  readonly domain?: readonly [number, number];
  /** The axis on which it stands. */
  readonly anchor?: string;
  /** The axis over which it is laid. */
  readonly overlaying?: string;
  /** Side of the plot. */
  readonly side?: "left" | "right" | "top" | "bottom";
  /** The axis whose scale it shares. */
  readonly scaleanchor?: string;
  /** Order of categories. */
  readonly categoryorder?: "trace" | "category ascending" | "total ascending" | "total descending" | "array";
  /** That order, given. */
  readonly categoryarray?: readonly string[];
}

/** A text with an arrow or without. */
export interface PlotlyAnnotation {
  /** The text. */
  readonly text: string;
  /** Place across. */
  readonly x: PlotlyDatum;
  /** Place upwards. */
  readonly y: PlotlyDatum;
  /** `x` for the axis, `paper` for 0..1. */
  readonly xref?: string;
  /** `y` for the axis, `paper` for 0..1. */
  readonly yref?: string;
  /** Which side of the text stands at `x`. */
  readonly xanchor?: "left" | "center" | "right";
  /** Which side of the text stands at `y`. */
  readonly yanchor?: "top" | "middle" | "bottom";
  /** Pixels by which it is moved. */
  readonly xshift?: number;
  /** Pixels by which it is moved up. */
  readonly yshift?: number;
  /** Whether an arrow points at the place. */
  readonly showarrow?: boolean;
  /** The arrow's tail, in pixels from the place. */
  readonly ax?: number;
  /** The arrow's tail, in pixels below the place. */
  readonly ay?: number;
  /** Its font. */
  readonly font?: PlotlyFont;
  /** Paper behind it. */
  readonly bgcolor?: string;
  /** Degrees. */
  readonly textangle?: number;
  /** Alignment of lines. */
  readonly align?: "left" | "center" | "right";
}

/** What every shape has. */
export interface PlotlyShapeBase {
  /** `x` for the axis, `paper` for 0..1. */
  readonly xref?: string;
  /** `y` for the axis, `paper` for 0..1. */
  readonly yref?: string;
  /** Outline. */
  readonly line?: PlotlyLine;
  /** Fill. */
  readonly fillcolor?: string;
  /** From 0 to 1. */
  readonly opacity?: number;
  /** In front of the data or behind. */
  readonly layer?: "above" | "below";
}

/** A line or a rectangle between two corners. */
export interface PlotlyBoxShape extends PlotlyShapeBase {
  /** Which of them. */
  readonly type: "line" | "rect";
  /** One end. */
  readonly x0: PlotlyDatum;
  /** Other end. */
  readonly x1: PlotlyDatum;
  /** One end. */
  readonly y0: PlotlyDatum;
  /** Other end. */
  readonly y1: PlotlyDatum;
}

/** An outline of lines and curves. */
export interface PlotlyPathShape extends PlotlyShapeBase {
  /** An SVG path. */
  readonly type: "path";
  /** Absolute commands, in the coordinates of the axes. */
  readonly path: string;
}

/** A shape behind or in front of the data. */
export type PlotlyShape = PlotlyBoxShape | PlotlyPathShape;

/** What an author may say about a figure's frame. */
export interface PlotlyLayout {
  /** The axis below. */
  readonly xaxis?: PlotlyAxis;
  /** The axis at the left. */
  readonly yaxis?: PlotlyAxis;
  /** A second axis across. */
  readonly xaxis2?: PlotlyAxis;
  /** A second axis upwards. */
  readonly yaxis2?: PlotlyAxis;
  /** A third axis across. */
  readonly xaxis3?: PlotlyAxis;
  /** A third axis upwards. */
  readonly yaxis3?: PlotlyAxis;
  /** Whether there is a legend; by default where there are two named traces. */
  readonly showlegend?: boolean;
  /** Texts. */
  readonly annotations?: readonly PlotlyAnnotation[];
  /** Lines and rectangles. */
  readonly shapes?: readonly PlotlyShape[];
  /** How bars share a place. */
  readonly barmode?: "group" | "stack" | "overlay" | "relative";
  /** Gap between bars: 0..1. */
  readonly bargap?: number;
  /** What hover answers to. */
  readonly hovermode?: "closest" | "x" | "x unified" | false;
  /** Plots side by side. */
  readonly grid?: {
    readonly rows: number;
    readonly columns: number;
    readonly pattern?: "independent" | "coupled";
    readonly xgap?: number;
    readonly ygap?: number;
  };
}
