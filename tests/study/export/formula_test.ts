import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { formulaHtml } from "@lib/study/export/formula.ts";

Deno.test("a formula is MathML with its source, large on a line of its own and small within one", () => {
  const inline = formulaHtml("\\frac{a}{b}", { display: false });
  assertStringIncludes(inline, "<mfrac><mi>a</mi><mi>b</mi></mfrac>");
  assertStringIncludes(inline, '<annotation encoding="application/x-tex">\\frac{a}{b}</annotation>');
  assertEquals(inline.includes('display="block"'), false);
  assertStringIncludes(formulaHtml("a", { display: true }), 'display="block"');
});

Deno.test("what a formula compares is escaped", () => {
  assertStringIncludes(formulaHtml("a < b", { display: false }), "a &lt; b</annotation>");
});

// Refusals
Deno.test("TeX that cannot be understood is refused and shown", () => {
  for (const tex of ["\\frac{1", "\\nosuchcommand", "{", "x^"]) {
    assertThrows(() => formulaHtml(tex, { display: false }), SyntaxError, `current value is ${tex}`);
  }
});
