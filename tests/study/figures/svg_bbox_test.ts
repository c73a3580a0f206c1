import { assertAlmostEquals, assertEquals } from "@std/assert";
import { type Box, boxOf, boxOnPage, type MeasureText, type SvgElement } from "@lib/study/figures/_svg_bbox.ts";

/** Ten pixels a letter at 10 px: a ruler that can be read in the head. */
const measure: MeasureText = (text, { sizePx }) => text.length * sizePx;

interface Made extends Partial<Omit<SvgElement, "children" | "style">> {
  attributes?: Record<string, string>;
  style?: Partial<SvgElement["style"]>;
  parts?: SvgElement[];
}

function element(tagName: string, { attributes = {}, style = {}, parts = [], ...rest }: Made = {}): SvgElement {
  const made = {
    tagName,
    textContent: parts.map((part) => part.textContent).join(""),
    children: parts,
    parentElement: null,
    style: { fontSize: "", fontWeight: "", textAnchor: "", ...style },
    getAttribute: (name: string) => attributes[name] ?? null,
    ...rest,
  };
  for (const part of parts) (part as { parentElement: unknown }).parentElement = made;
  return made;
}

const text = (textContent: string, made: Made = {}) =>
  element("text", { textContent, style: { fontSize: "10px" }, ...made });

function near(box: Box, [x, y, width, height]: [number, number, number, number]): void {
  for (const [have, want] of [[box.x, x], [box.y, y], [box.width, width], [box.height, height]] as const) {
    assertAlmostEquals(have, want, 1e-9);
  }
}

// By hand: three letters are 30 wide; the box goes from 9.3 above the baseline to 2.4 below.
Deno.test("a text's box stands on its baseline, where its anchor says", () => {
  near(boxOf(text("abc", { attributes: { x: "100", y: "50" } }), measure), [100, 40.7, 30, 11.7]);
  near(boxOf(text("abc", { attributes: { x: "100", y: "50", "text-anchor": "middle" } }), measure), [
    85,
    40.7,
    30,
    11.7,
  ]);
  near(boxOf(text("abc", { attributes: { x: "100", y: "50", "text-anchor": "end" } }), measure), [70, 40.7, 30, 11.7]);
  near(boxOf(text("abc", { attributes: { dy: "0.7em" } }), measure), [0, -2.3, 30, 11.7]);
});

Deno.test("lines add 1.3 em each, the widest counts, and the first line's shift replaces the text's", () => {
  const line = (content: string, dy: string) =>
    element("tspan", { textContent: content, attributes: { class: "line", dy } });
  const parts = [line("ab", "0em"), line("abcd", "1.3em")];
  near(boxOf(text("", { parts, attributes: { dy: "0.7em" } }), measure), [0, -9.3, 40, 24.7]);
});

Deno.test("font sizes come from the nearest element that says one", () => {
  const inner = text("ab", { style: {} });
  element("g", { style: { fontSize: "20px" }, parts: [element("g", { parts: [inner] })] });
  near(boxOf(inner, measure), [0, -18.6, 40, 23.4]);
  near(boxOf(text("ab", { style: {} }), measure), [0, -11.16, 24, 14.04]);
});

// By hand: a quarter turn about the origin takes (0..30, −9.3..2.4) to (−2.4..9.3, 0..30).
Deno.test("a group's box holds its parts, moved, turned and scaled", () => {
  const turned = text("abc", { attributes: { transform: "rotate(90)" } });
  near(boxOf(element("g", { parts: [turned] }), measure), [-2.4, 0, 11.7, 30]);
  const moved = text("abc", { attributes: { transform: "translate(5,10) scale(2)" } });
  near(boxOf(element("g", { parts: [moved] }), measure), [5, -8.6, 60, 23.4]);
  const about = text("abc", { attributes: { x: "7", y: "8", transform: "rotate(180, 7, 8)" } });
  near(boxOf(element("g", { parts: [about] }), measure), [-23, 5.6, 30, 11.7]);
  const rectangle = element("rect", { attributes: { x: "1", y: "2", width: "3", height: "4" } });
  near(boxOf(element("g", { parts: [rectangle, element("g", { parts: [text("a")] })] }), measure), [0, -9.3, 10, 15.3]);
});

Deno.test("what is not drawn has no box", () => {
  const hidden = element("defs", { parts: [element("rect", { attributes: { width: "500", height: "500" } })] });
  assertEquals(boxOf(element("g", { parts: [hidden] }), measure), { x: 0, y: 0, width: 0, height: 0 });
  assertEquals(boxOf(text(""), measure), { x: 0, y: 0, width: 0, height: 0 });
});

Deno.test("the box on the page follows every transform on the way up", () => {
  const inner = text("a", { attributes: { transform: "translate(1, 2)" } });
  element("svg", { parts: [element("g", { attributes: { transform: "translate(100,200)" }, parts: [inner] })] });
  near(boxOnPage(inner, measure), [101, 192.7, 10, 11.7]);
  near(boxOf(inner, measure), [0, -9.3, 10, 11.7]);
});
