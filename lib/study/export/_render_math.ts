import temml from "temml";

/**
 * A formula as MathML, which browsers draw and screen readers speak without any script. The TeX source travels along as
 * an annotation: that is what a reader copies, and what the check of completeness reads.
 *
 * @param tex The formula, without dollars.
 * @param options.display Whether it stands on a line of its own.
 * @throws {SyntaxError} If the TeX cannot be understood; the message shows it.
 *
 * @example
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { renderMath } from "./_render_math.ts";
 * assertStringIncludes(renderMath("x^2", { display: false }), "<msup>");
 * ```
 */
export function renderMath(tex: string, options: { display: boolean }): string {
  try {
    return temml.renderToString(tex, { displayMode: options.display, annotate: true, throwOnError: true });
  } catch (error) {
    const why = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new SyntaxError(`Cannot show a formula: ${why}: current value is ${tex.trim()}`);
  }
}
