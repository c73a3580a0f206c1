/**
 * The traces of plotly that the lab draws, in plotly's own terms: what plotly's documentation says of an attribute
 * holds here. Only attributes that figures of the lab use are named, so that a misspelt one does not compile.
 *
 * Not here on purpose: traces in three dimensions, maps, WebGL (the static picture has none of them).
 *
 * @module
 */

/** One coordinate: a number, a category or ISO date, or null where there is a gap. */
export type PlotlyDatum = number | string | null;

/** Coordinates in order. */
export type PlotlyValues =
  | readonly PlotlyDatum[]
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Uint16Array
  | Uint8Array;

/** Font of one text. */
export interface PlotlyFont {
  /** CSS font families. */
  readonly family?: string;
  /** Pixels. */
  readonly size?: number;
  /** Colour. */
  readonly color?: string;
  /** `bold`, `normal`. */
  readonly weight?: "normal" | "bold";
}

/** How a line is drawn. */
export interface PlotlyLine {
  /** Colour. */
  readonly color?: string;
  /** Pixels. */
  readonly width?: number;
  /** Pattern: the second channel beside the colour. */
  readonly dash?: "solid" | "dot" | "dash" | "longdash" | "dashdot" | "longdashdot";
  /** `hv` draws steps. */
  readonly shape?: "linear" | "hv" | "vh";
}

/** How points or bars are filled. */
export interface PlotlyMarker {
  /** One colour, or one of each point: a colour or a number on `colorscale`. */
  readonly color?: string | PlotlyValues;
  /** Pixels; one, or one of each point. */
  readonly size?: number | PlotlyValues;
  /** Shape of points: the second channel beside the colour. */
  readonly symbol?: string | readonly string[];
  /** From 0 to 1. */
  readonly opacity?: number;
  /** Outline. */
  readonly line?: PlotlyLine;
  /** Colours of numbers. */
  readonly colorscale?: string | readonly (readonly [number, string])[];
  /** Whether the colour scale is shown. */
  readonly showscale?: boolean;
  /** Hatching of bars. */
  readonly pattern?: { readonly shape?: string };
}

/** Length of error bars. */
export interface PlotlyErrorBars {
  /** `data` reads `array`. */
  readonly type: "data";
  /** Half lengths above (and below, without `arrayminus`). */
  readonly array: PlotlyValues;
  /** Half lengths below. */
  readonly arrayminus?: PlotlyValues;
  /** Whether shown. */
  readonly visible?: boolean;
  /** Colour. */
  readonly color?: string;
}

/** What all traces have. */
export interface PlotlyTraceBase {
  /** Name in the legend and on hover. */
  readonly name?: string;
  /** Whether the legend names it. */
  readonly showlegend?: boolean;
  /** Traces of one group are switched together. */
  readonly legendgroup?: string;
  /** `x`, `x2`, …: which of the layout's axes. */
  readonly xaxis?: string;
  /** `y`, `y2`, …. */
  readonly yaxis?: string;
  /** From 0 to 1. */
  readonly opacity?: number;
  /** Text on hover, `%{x}` and so on replaced. */
  readonly hovertemplate?: string;
  /** What hover shows. */
  readonly hoverinfo?: string;
  /** Values for `hovertemplate`. */
  readonly customdata?: readonly (PlotlyDatum | readonly PlotlyDatum[])[];
}

/** Lines and points. */
export interface ScatterTrace extends PlotlyTraceBase {
  /** The default trace. */
  readonly type?: "scatter";
  /** What is drawn. */
  readonly mode?: "lines" | "markers" | "lines+markers" | "text" | "markers+text" | "lines+markers+text";
  /** Across; 0, 1, 2, … when left out. */
  readonly x?: PlotlyValues;
  /** Upwards. */
  readonly y: PlotlyValues;
  /** Text at the points. */
  readonly text?: string | readonly string[];
  /** Where that text stands. */
  readonly textposition?: string;
  /** Its font; one colour, or one of each point. */
  readonly textfont?: Omit<PlotlyFont, "color"> & { readonly color?: string | readonly string[] };
  /** The line. */
  readonly line?: PlotlyLine;
  /** The points. */
  readonly marker?: PlotlyMarker;
  /** Area to fill. */
  readonly fill?: "none" | "tozeroy" | "tonexty" | "toself";
  /** Its colour. */
  readonly fillcolor?: string;
  /** Uncertainty across. */
  readonly error_x?: PlotlyErrorBars;
  /** Uncertainty upwards. */
  readonly error_y?: PlotlyErrorBars;
  /** Whether lines bridge gaps. */
  readonly connectgaps?: boolean;
}

/** Bars. */
export interface BarTrace extends PlotlyTraceBase {
  /** Bars. */
  readonly type: "bar";
  /** Places (or lengths, when `orientation` is `h`). */
  readonly x?: PlotlyValues;
  /** Lengths (or places). */
  readonly y?: PlotlyValues;
  /** `h`: bars lie. */
  readonly orientation?: "v" | "h";
  /** Where each bar begins. */
  readonly base?: number | PlotlyValues;
  /** Thickness of bars on the axis of places. */
  readonly width?: number | PlotlyValues;
  /** Text at the bars. */
  readonly text?: string | readonly string[];
  /** Where that text stands. */
  readonly textposition?: "inside" | "outside" | "auto" | "none";
  /** Font of the text inside bars. */
  readonly insidetextfont?: PlotlyFont;
  /** Where inside. */
  readonly insidetextanchor?: "start" | "middle" | "end";
  /** Fill. */
  readonly marker?: PlotlyMarker;
  /** Uncertainty upwards. */
  readonly error_y?: PlotlyErrorBars;
}

/** Counts of values in bins that plotly chooses or `xbins` says. */
export interface HistogramTrace extends PlotlyTraceBase {
  /** Counts. */
  readonly type: "histogram";
  /** The values. */
  readonly x: PlotlyValues;
  /** Weights, added up when `histfunc` is `sum`. */
  readonly y?: PlotlyValues;
  /** What a bar's height is. */
  readonly histfunc?: "count" | "sum";
  /** What heights are scaled to. */
  readonly histnorm?: "" | "percent" | "probability" | "density" | "probability density";
  /** Largest number of bins. */
  readonly nbinsx?: number;
  /** Bins of equal width. */
  readonly xbins?: { readonly start?: number; readonly end?: number; readonly size?: number };
  /** Fill. */
  readonly marker?: PlotlyMarker;
}

/** Box plots: quartiles, whiskers, outliers. */
export interface BoxTrace extends PlotlyTraceBase {
  /** Boxes or violins. */
  readonly type: "box" | "violin";
  /** The values of upright boxes. */
  readonly y?: PlotlyValues;
  /** The values of lying boxes, or the groups of upright ones. */
  readonly x?: PlotlyValues;
  /** Which values are shown as points. */
  readonly boxpoints?: false | "all" | "outliers" | "suspectedoutliers";
  /** Fill and points. */
  readonly marker?: PlotlyMarker;
  /** Outline. */
  readonly line?: PlotlyLine;
}

/** Key to a colour scale. */
export interface PlotlyColorBar {
  /** What the colours measure, with its unit. */
  readonly title?: { readonly text: string; readonly side?: "right" | "top"; readonly font?: PlotlyFont };
  /** Pixels. */
  readonly thickness?: number;
  /** `h` lies above or below the plot. */
  readonly orientation?: "v" | "h";
  /** Place across: 0..1 of the plot. */
  readonly x?: number;
  /** Which part of the key stands at `x`. */
  readonly xanchor?: "left" | "center" | "right";
  /** Place upwards: 0..1 of the plot. */
  readonly y?: number;
  /** Which part of the key stands at `y`. */
  readonly yanchor?: "top" | "middle" | "bottom";
  /** Length: 0..1 of the plot. */
  readonly len?: number;
  /** Which numbers are named. */
  readonly tickvals?: PlotlyValues;
  /** How they are named. */
  readonly ticktext?: readonly string[];
  /** d3 format of the numbers. */
  readonly tickformat?: string;
  /** Outline in pixels. */
  readonly outlinewidth?: number;
}

/** Cells coloured by amount, or bands between contour lines. */
export interface GridTrace extends PlotlyTraceBase {
  /** Cells or bands. */
  readonly type: "heatmap" | "contour";
  /** Amounts, row by row; row 0 is the lowest. */
  readonly z: readonly PlotlyValues[];
  /** Places of the columns. */
  readonly x?: PlotlyValues;
  /** Places of the rows. */
  readonly y?: PlotlyValues;
  /** Amount of the scale's first colour. */
  readonly zmin?: number;
  /** Amount of the scale's last colour. */
  readonly zmax?: number;
  /** Amount of the scale's middle colour. */
  readonly zmid?: number;
  /** Colours of the amounts. */
  readonly colorscale?: string | readonly (readonly [number, string])[];
  /** Whether the scale runs backwards. */
  readonly reversescale?: boolean;
  /** Whether the key is shown. */
  readonly showscale?: boolean;
  /** The key. */
  readonly colorbar?: PlotlyColorBar;
  /** Text in the cells, `%{z}` replaced. */
  readonly texttemplate?: string;
  /** Its font. */
  readonly textfont?: PlotlyFont;
  /** Pixels between cells, across. */
  readonly xgap?: number;
  /** Pixels between cells, upwards. */
  readonly ygap?: number;
  /** Bands of a contour. */
  readonly contours?: {
    readonly start?: number;
    readonly end?: number;
    readonly size?: number;
    readonly coloring?: "fill" | "heatmap" | "lines" | "none";
    readonly showlines?: boolean;
  };
  /** Lines of a contour. */
  readonly line?: PlotlyLine;
}

/** One layer of a figure. */
export type PlotlyTrace = ScatterTrace | BarTrace | HistogramTrace | BoxTrace | GridTrace;
