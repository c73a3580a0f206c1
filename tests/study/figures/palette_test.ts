import { assert, assertEquals } from "@std/assert";
import {
  DARK,
  DIVERGING_SCALE,
  inDark,
  LIGHT,
  SEQUENTIAL_SCALE,
  SERIES,
  SERIES_IN_DARK,
  TINTS,
  TINTS_IN_DARK,
} from "@lib/study/figures/palette.ts";

/** Linear light of a colour, red, green, blue: IEC 61966-2-1. */
function linear(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((share) => share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4);
}

function luminance(colour: string): number {
  const [r, g, b] = linear(colour) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one) + 0.05, luminance(other) + 0.05];
  return Math.max(a, b) / Math.min(a, b);
}

/** Machado, Oliveira and Fernandes 2009, severity 1. */
const SIGHT = {
  normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

/** CIE 1976 L*a*b* under D65, as seen with one kind of sight. */
function lab(colour: string, sight: readonly (readonly number[])[]): number[] {
  const light = linear(colour);
  const [r, g, b] = sight.map((row) => Math.min(1, Math.max(0, row.reduce((sum, m, k) => sum + m * light[k]!, 0))));
  const f = (t: number) => t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116;
  const x = f((0.4124564 * r! + 0.3575761 * g! + 0.1804375 * b!) / 0.95047);
  const y = f(0.2126729 * r! + 0.7151522 * g! + 0.072175 * b!);
  const z = f((0.0193339 * r! + 0.119192 * g! + 0.9503041 * b!) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

for (const [name, series, paper] of [["light", SERIES, LIGHT.paper], ["dark", SERIES_IN_DARK, DARK.paper]] as const) {
  Deno.test(`every series colour stands out from ${name} paper by 3:1`, () => {
    for (const colour of series) assert(contrast(colour, paper) >= 3, `${colour}: ${contrast(colour, paper)}`);
  });

  Deno.test(`series colours on ${name} paper stay apart with every kind of sight`, () => {
    for (const [sight, matrix] of Object.entries(SIGHT)) {
      const seen = series.map((colour) => lab(colour, matrix));
      for (const [i, one] of seen.entries()) {
        for (const [j, other] of seen.slice(0, i).entries()) {
          const distance = Math.hypot(...one.map((value, k) => value - other[k]!));
          assert(distance >= 15, `${sight}: ${series[i]} and ${series[j]} differ by ${distance}`);
        }
      }
    }
  });
}

Deno.test("texts are readable on their paper, and on every area that may lie under them", () => {
  for (const [surface, tints] of [[LIGHT, TINTS], [DARK, TINTS_IN_DARK]] as const) {
    for (const paper of [surface.paper, ...tints]) {
      assert(contrast(surface.text, paper) >= 4.5, `${surface.text} on ${paper}`);
    }
    assert(contrast(surface.quietText, surface.paper) >= 4.5, surface.quietText);
  }
});

Deno.test("marks stand out from the area of their own class", () => {
  for (const [series, tints] of [[SERIES, TINTS], [SERIES_IN_DARK, TINTS_IN_DARK]] as const) {
    for (const [k, colour] of series.entries()) assert(contrast(colour, tints[k]!) >= 2.3, `${colour} on ${tints[k]}`);
  }
});

Deno.test("grid lines are seen and stay behind", () => {
  for (const { grid, axis, paper } of [LIGHT, DARK]) {
    assert(contrast(grid, paper) > 1.1 && contrast(grid, paper) < 2, grid);
    assert(contrast(axis, paper) >= 3, axis);
  }
});

Deno.test("more is darker on the scale of amounts; both ends are darker than the middle of the diverging one", () => {
  const amounts = SEQUENTIAL_SCALE.map(([, colour]) => luminance(colour));
  assertEquals(amounts, [...amounts].sort((a, b) => b - a));
  const around = DIVERGING_SCALE.map(([, colour]) => luminance(colour));
  assertEquals(around.slice(0, 3), around.slice(0, 3).sort((a, b) => a - b));
  assertEquals(around.slice(2), around.slice(2).sort((a, b) => b - a));
});

Deno.test("no text colour reaches 4.5:1 on white and on a dark page alike: paper must be opaque", () => {
  // the best is the geometric mean of both papers: √(1.05 · (L + 0.05)) on either side
  const best = Math.sqrt(contrast("#FFFFFF", "#111111"));
  assert(best < 4.5 && best > 4.3, `${best}`);
});

Deno.test("inDark() replaces every colour of the light palette, at any depth, and nothing else", () => {
  const light = { paper: LIGHT.paper, list: [SERIES[0], TINTS[1], "#123456", 5, null], text: { color: LIGHT.text } };
  assertEquals(inDark(light), {
    paper: DARK.paper,
    list: [SERIES_IN_DARK[0], TINTS_IN_DARK[1], "#123456", 5, null],
    text: { color: DARK.text },
  });
  assertEquals(light.paper, LIGHT.paper, "the original stays");
});

Deno.test("no light colour stands for two things, so that each has one partner", () => {
  const all = [...SERIES, ...TINTS, ...Object.values(LIGHT)];
  assertEquals(new Set(all).size, all.length);
});
