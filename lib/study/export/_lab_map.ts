/**
 * The map of the lab as a drawing: a box for each chapter, on the storey that it stands on, lines down to the chapters
 * below it, and a dot for each notebook, filled when its exercise has been passed.
 *
 * The list below the map on the front page says the same in words; so to a screen reader the drawing is one picture
 * with one sentence.
 *
 * Not here on purpose: more than two storeys of routing (lines are drawn straight through, behind the boxes).
 *
 * @module
 */
import { escapeHtml } from "../notebook/escape_html.ts";
import type { Chapter } from "./_site_plan.ts";

const BOX_WIDTH = 178;
const BOX_HEIGHT = 66;
const GAP_X = 22;
const GAP_Y = 52;
const MARGIN = 8;
/** A wider row would not fit on a page. */
const MAX_BOXES_IN_ROW = 5;
const DOTS_IN_ROW = 14;
const MAX_DOTS = 28;

/**
 * The drawing as SVG, coloured by the style sheet.
 * @param chapters In reading order.
 * @param passed Names of notebooks whose exercise has been passed.
 * @returns Empty text for fewer than two chapters: there is nothing to draw.
 */
export function labMap(chapters: readonly Chapter[], passed: ReadonlySet<string>): string {
  if (chapters.length < 2) return "";
  const storeys = [...new Set(chapters.map(({ storey }) => storey))].sort((a, b) => b - a);
  const rows = storeys.flatMap((storey) => {
    const all = chapters.filter((chapter) => chapter.storey === storey);
    const count = Math.ceil(all.length / MAX_BOXES_IN_ROW);
    return Array.from({ length: count }, (_, k) => all.filter((_, index) => index % count === k));
  });
  const widest = Math.max(...rows.map((row) => row.length));
  const width = widest * (BOX_WIDTH + GAP_X) - GAP_X + 2 * MARGIN;
  const height = rows.length * (BOX_HEIGHT + GAP_Y) - GAP_Y + 2 * MARGIN;
  const places = new Map<string, { x: number; y: number }>();
  rows.forEach((row, index) => {
    const left = (width - row.length * (BOX_WIDTH + GAP_X) + GAP_X) / 2;
    row.forEach(({ name }, column) =>
      places.set(name, { x: left + column * (BOX_WIDTH + GAP_X), y: MARGIN + index * (BOX_HEIGHT + GAP_Y) })
    );
  });
  const lines = chapters.flatMap((chapter) =>
    chapter.standsOn.map((other) => line(places.get(chapter.name)!, places.get(other)!))
  );
  const boxes = chapters.map((chapter) => box(chapter, places.get(chapter.name)!, passed));
  return `<svg class="map" role="img" aria-label="Map of the lab: ${
    escapeHtml(inWords(chapters))
  }" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${lines.join("")}${boxes.join("")}</svg>`;
}

function line(from: { x: number; y: number }, to: { x: number; y: number }): string {
  const x1 = from.x + BOX_WIDTH / 2;
  const y1 = from.y + BOX_HEIGHT;
  const x2 = to.x + BOX_WIDTH / 2;
  const bend = (to.y - y1) / 2;
  return `<path class="line" d="M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${to.y - bend} ${x2} ${to.y}"/>`;
}

function box({ title, notebooks }: Chapter, { x, y }: { x: number; y: number }, passed: ReadonlySet<string>): string {
  const dots = notebooks.slice(0, MAX_DOTS).map(({ name }, index) => {
    const [row, column] = [Math.floor(index / DOTS_IN_ROW), index % DOTS_IN_ROW];
    const [cx, cy] = [x + 18 + column * 10.5, y + 42 + row * 11];
    return `<circle class="${passed.has(name) ? "done" : "open"}" cx="${cx}" cy="${cy}" r="3.6"/>`;
  });
  return `<g><rect x="${x}" y="${y}" width="${BOX_WIDTH}" height="${BOX_HEIGHT}" rx="9"/><text x="${x + 14}" y="${
    y + 28
  }">${escapeHtml(title)}</text>${dots.join("")}</g>`;
}

function inWords(chapters: readonly Chapter[]): string {
  const titles = new Map(chapters.map(({ name, title }) => [name, title]));
  return chapters.map(({ title, standsOn }) =>
    standsOn.length === 0
      ? `${title} builds on no other chapter`
      : `${title} builds on ${standsOn.map((name) => titles.get(name)).join(" and ")}`
  ).join("; ");
}
