import { assertEquals } from "@std/assert";
import { plainTex } from "@lib/study/export/_plain_tex.ts";

// By hand
Deno.test("a formula becomes one line that can be read", () => {
  const cases: [string, string][] = [
    ["(w x - y)^2", "(w x - y)^2"],
    ["\\sqrt[3]{10^{-16}} \\approx 5 \\cdot 10^{-6}", "³√(10^-16) ≈ 5 · 10^-6"],
    ["\\frac{\\partial L}{\\partial w}", "(∂ L)/(∂ w)"],
    ["\\frac{1}{\\sqrt{n}}", "1/(√n)"],
    ["x_{i+1} \\le \\lceil n/2 \\rceil", "x_(i+1) ≤ ⌈ n/2 ⌉"],
    ["\\text{if } a \\ne b,\\; \\sin w", "if a ≠ b, sin w"],
    ["95\\,\\%", "95 %"],
  ];
  for (const [tex, text] of cases) assertEquals(plainTex(tex), text);
});

// Invariant
Deno.test("nothing is left of the markup, and what has none stays", () => {
  for (const tex of ["\\frac{a}{\\frac{b}{c}}", "\\left( \\alpha^{2} \\right)", "\\unknown{x}"]) {
    assertEquals(/[\\\\{}]/.test(plainTex(tex)), false, tex);
  }
  assertEquals(plainTex("O(n log n)"), "O(n log n)");
});
