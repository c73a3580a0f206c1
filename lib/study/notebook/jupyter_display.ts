/**
 * The method by which the Deno kernel asks a value how it wants to be shown: it returns a MIME bundle, or a promise of
 * one. Everything of the lab that has a picture of itself (figures, tables, passages, verdicts) implements it.
 *
 * @example
 * ```ts
 * import { JUPYTER_DISPLAY } from "./jupyter_display.ts";
 * import { assertEquals } from "@std/assert";
 * const greeting = { [JUPYTER_DISPLAY]: () => ({ "text/plain": "hello" }) };
 * assertEquals(greeting[JUPYTER_DISPLAY](), { "text/plain": "hello" });
 * ```
 */
export const JUPYTER_DISPLAY: unique symbol = Symbol.for("Jupyter.display");
