import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { renderMath } from "@lib/study/export/_render_math.ts";

Deno.test("a formula is MathML with its source, large on a line of its own and small within one", () => {
  const inline = renderMath("\\frac{a}{b}", { display: false });
  assertStringIncludes(inline, "<mfrac><mi>a</mi><mi>b</mi></mfrac>");
  assertStringIncludes(inline, '<annotation encoding="application/x-tex">\\frac{a}{b}</annotation>');
  assertEquals(inline.includes('display="block"'), false);
  assertStringIncludes(renderMath("a", { display: true }), 'display="block"');
});

Deno.test("what a formula compares is escaped", () => {
  assertStringIncludes(renderMath("a < b", { display: false }), "a &lt; b</annotation>");
});

// Refusals
Deno.test("TeX that cannot be understood is refused and shown", () => {
  for (const tex of ["\\frac{1", "\\nosuchcommand", "{", "x^"]) {
    assertThrows(() => renderMath(tex, { display: false }), SyntaxError, `current value is ${tex}`);
  }
});
