/**
 * A formula in one line of plain text, for an excerpt of a search: `(w x - y)^2`, `1e-6 ≈ √(n)`.
 *
 * Not here on purpose: layout (`_render_math.ts`), commands that formulas of the lab do not use (they keep their
 * names).
 *
 * @module
 */

const SIGNS: Readonly<Record<string, string>> = {
  ...{ cdot: "·", times: "×", le: "≤", leq: "≤", ge: "≥", geq: "≥", ne: "≠", neq: "≠", approx: "≈", sim: "~" },
  ...{ to: "→", infty: "∞", pm: "±", in: "∈", sum: "Σ", prod: "Π", int: "∫", partial: "∂", nabla: "∇", ldots: "…" },
  ...{ dots: "…", cdots: "…", quad: " ", qquad: " ", left: "", right: "", lfloor: "⌊", rfloor: "⌋", lceil: "⌈" },
  ...{ rceil: "⌉", alpha: "α", beta: "β", gamma: "γ", delta: "δ", epsilon: "ε", varepsilon: "ε", eta: "η" },
  ...{ theta: "θ", lambda: "λ", mu: "μ", nu: "ν", pi: "π", rho: "ρ", sigma: "σ", tau: "τ", phi: "φ", chi: "χ" },
  ...{ omega: "ω", Delta: "Δ", Theta: "Θ", Phi: "Φ", Omega: "Ω" },
};

/**
 * TeX as text.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { plainTex } from "./_plain_tex.ts";
 * assertEquals(plainTex("\\frac{k + 1}{n} \\le 10^{-6}"), "(k + 1)/n ≤ 10^-6");
 * ```
 */
export function plainTex(tex: string): string {
  let text = tex;
  for (let inner = ""; inner !== text;) {
    inner = text;
    text = text
      .replace(/\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g, (_, above, below) => `${grouped(above)}/${grouped(below)}`)
      .replace(
        /\\sqrt\s*(?:\[([^\]]*)\])?\s*\{([^{}]*)\}/g,
        (_, root = "", under) => `${degree(root)}√${grouped(under)}`,
      )
      .replace(/\\(?:text|mathrm|operatorname|mathbf|mathit)\s*\{([^{}]*)\}/g, "$1")
      .replace(/([_^])\{([^{}]*)\}/g, (_, mark, part) => mark + (/^[-+]?\w+$/.test(part) ? part : `(${part})`));
  }
  return text
    .replace(/\\([a-zA-Z]+)\s?/g, (_, name: string) => SIGNS[name] === undefined ? `${name} ` : `${SIGNS[name]} `)
    .replace(/\\[,;:! ]/g, " ")
    .replace(/\\(.)/g, "$1")
    .replace(/[{}]/g, "")
    .replace(/\s+/g, " ")
    .replace(/ ([)\]^_,])/g, "$1")
    .trim();
}

function grouped(part: string): string {
  return /^\s*[\w.\\]+\s*$/.test(part) ? part.trim() : `(${part.trim()})`;
}

function degree(root: string): string {
  return ({ "": "", "2": "", "3": "³", "4": "⁴" } as Record<string, string>)[root] ?? `${root}-`;
}
