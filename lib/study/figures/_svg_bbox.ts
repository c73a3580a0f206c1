/**
 * The box around an SVG element: what a browser's `getBBox` and `getBoundingClientRect` would answer, for the elements
 * by whose size plotly lays a figure out: texts (of one or several lines), rectangles, and groups of them.
 *
 * Texts are as wide as the handed-in measure says; boxes of parts are moved by the parts' `transform` and united.
 *
 * **Invariant.** A group's box contains the boxes of its parts; an element without any has an empty box at the origin.
 *
 * Cost: O(number of descendants).
 *
 * Not here on purpose: paths, circles and images (nothing is laid out by them), skews, text along a path, `dx`, shifts
 * in pixels.
 *
 * Source: SVG 1.1, 7.11 (object bounding box); DejaVu Sans' ascent and descent; plotly's line height of 1.3 em.
 *
 * @module
 */

/** What is read of an element: a DOM element of any implementation has it. */
export interface SvgElement {
  /** Lower case: `text`, `g`, `rect`. */
  readonly tagName: string;
  /** All text inside. */
  readonly textContent: string | null;
  /** The elements directly inside. */
  readonly children: ArrayLike<SvgElement>;
  /** The element around, or null at the top. */
  readonly parentElement: SvgElement | null;
  /** Inline styles. */
  readonly style: { readonly fontSize: string; readonly fontWeight: string; readonly textAnchor: string };
  /** The value of an attribute, or null. */
  getAttribute(name: string): string | null;
}

/** An upright rectangle, in pixels; y grows downwards. */
export interface Box {
  /** Left edge. */
  readonly x: number;
  /** Upper edge. */
  readonly y: number;
  /** Never negative. */
  readonly width: number;
  /** Never negative. */
  readonly height: number;
}

/** Width in pixels of a text without line breaks, in a CSS font such as `bold 12px`. */
export type MeasureText = (text: string, font: { readonly sizePx: number; readonly weight: string }) => number;

const ASCENT_EM = 0.93;
const HEIGHT_EM = 1.17;
const LINE_STEP_EM = 1.3;
const EMPTY: Box = { x: 0, y: 0, width: 0, height: 0 };

/** The box in the element's own coordinates, before its `transform` (SVG's `getBBox`). */
export function boxOf(element: SvgElement, measure: MeasureText): Box {
  if (element.tagName === "text") return textBox(element, measure);
  if (element.tagName === "tspan") {
    const { sizePx, width } = lineOf(element, measure);
    return { x: 0, y: -ASCENT_EM * sizePx, width, height: HEIGHT_EM * sizePx };
  }
  if (element.tagName === "rect") {
    const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => numberOf(element, name));
    return { x: x!, y: y!, width: width!, height: height! };
  }
  const boxes = Array.from(element.children)
    .filter((child) => !["defs", "clipPath", "title"].includes(child.tagName))
    .map((child) => transformed(boxOf(child, measure), child.getAttribute("transform")))
    .filter((box) => box.width > 0 || box.height > 0);
  return united(boxes);
}

/**
 * The box on the page: moved by the transforms of the element and of all that is around it (`getBoundingClientRect`).
 */
export function boxOnPage(element: SvgElement, measure: MeasureText): Box {
  let box = boxOf(element, measure);
  for (let at: SvgElement | null = element; at; at = at.parentElement) {
    box = transformed(box, at.getAttribute("transform"));
  }
  return box;
}

function textBox(element: SvgElement, measure: MeasureText): Box {
  const lines = Array.from(element.children).filter((child) => child.getAttribute("class") === "line");
  const parts = (lines.length > 0 ? lines : [element]).map((line) => lineOf(line, measure));
  const width = Math.max(0, ...parts.map((part) => part.width));
  if (width === 0) return EMPTY;
  const { sizePx } = parts[0]!;
  const anchor = inherited(element, { property: "textAnchor", attribute: "text-anchor" });
  const x = numberOf(element, "x") - (anchor === "middle" ? width / 2 : anchor === "end" ? width : 0);
  const first = lines[0] ?? element; // a line's own shift takes the place of the text's
  const shiftEm = (first.getAttribute("dy") ?? "").endsWith("em") ? numberOf(first, "dy") : 0;
  const y = numberOf(element, "y") + (shiftEm - ASCENT_EM) * sizePx;
  return { x, y, width, height: sizePx * (HEIGHT_EM + LINE_STEP_EM * (parts.length - 1)) };
}

function lineOf(element: SvgElement, measure: MeasureText): { sizePx: number; width: number } {
  const size = Number.parseFloat(inherited(element, { property: "fontSize", attribute: "font-size" }));
  const sizePx = Number.isFinite(size) ? size : 12;
  const weight = inherited(element, { property: "fontWeight", attribute: "font-weight" }) || "normal";
  return { sizePx, width: measure(element.textContent ?? "", { sizePx, weight }) };
}

/** The nearest value of a style on the way up: plotly sets it on the text or on the group around it. */
function inherited(
  element: SvgElement,
  name: { readonly property: keyof SvgElement["style"]; readonly attribute: string },
): string {
  for (let at: SvgElement | null = element; at?.style; at = at.parentElement) {
    const value = at.style[name.property] || at.getAttribute(name.attribute);
    if (value) return value;
  }
  return "";
}

function numberOf(element: SvgElement, attribute: string): number {
  return Number.parseFloat(element.getAttribute(attribute) ?? "") || 0;
}

function united(boxes: readonly Box[]): Box {
  if (boxes.length === 0) return EMPTY;
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

/** The upright box around a box that a `transform` attribute has moved, turned or scaled. */
function transformed(box: Box, transform: string | null): Box {
  if (!transform || (box.width === 0 && box.height === 0)) return box;
  let corners = [
    [box.x, box.y],
    [box.x + box.width, box.y],
    [box.x, box.y + box.height],
    [box.x + box.width, box.y + box.height],
  ] as [number, number][];
  for (const [, name, list] of [...transform.matchAll(/(\w+)\(([^)]*)\)/g)].reverse()) {
    const [a = 0, b, c = 0] = list!.split(/[\s,]+/).filter((part) => part).map(Number);
    corners = corners.map(([x, y]) => {
      if (name === "translate") return [x + a, y + (b ?? 0)];
      if (name === "scale") return [x * a, y * (b ?? a)];
      if (name !== "rotate") return [x, y];
      const [cos, sin] = [Math.cos(a * Math.PI / 180), Math.sin(a * Math.PI / 180)];
      const [dx, dy] = [x - (b ?? 0), y - c];
      return [(b ?? 0) + dx * cos - dy * sin, c + dx * sin + dy * cos];
    });
  }
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}
