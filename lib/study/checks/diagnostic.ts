/**
 * A diagnostic: one place where the tree breaks one of the house's rules, and what to do about it.
 *
 * Every check of the house returns diagnostics instead of throwing, so that one run shows everything there is to mend.
 *
 * **Invariant.** A formatted diagnostic begins with `path:line:` (or `path:`), which editors and terminals make
 * clickable.
 *
 * Not here on purpose: exit codes and colours (the commands decide), fixing.
 *
 * @module
 */

/** One broken rule at one place. */
export interface Diagnostic {
  /** Name of the rule in kebab case, as `layer` or `file-name`. */
  readonly rule: string;
  /** Path below the root of the tree, with forward slashes. */
  readonly path: string;
  /** Line, counted from 1; absent where the whole file is meant. */
  readonly line?: number;
  /** Number of the notebook cell, counted from 1; then `line` counts within the cell. */
  readonly cell?: number;
  /** What is wrong and what to do, as one sentence without a full stop. */
  readonly message: string;
  /**
   * `"advice"` is shown but fails nothing.
   * @default {"error"}
   */
  readonly severity?: "error" | "advice";
}

/**
 * A diagnostic as one line of text.
 *
 * @example
 * ```ts
 * import { formatDiagnostic } from "@lib/study/checks/diagnostic.ts";
 * import { assertEquals } from "@std/assert";
 * const diagnostic = { rule: "layer", path: "lib/math/a.ts", line: 3, message: "math may not import storage" };
 * assertEquals(formatDiagnostic(diagnostic), "lib/math/a.ts:3: layer: math may not import storage");
 * ```
 */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { rule, path, line, cell, message, severity } = diagnostic;
  const place = cell === undefined
    ? `${path}${line === undefined ? "" : `:${line}`}`
    : `${path} cell ${cell}${line === undefined ? "" : ` line ${line}`}`;
  return `${place}: ${severity === "advice" ? "advice: " : ""}${rule}: ${message}`;
}

/** Those diagnostics that must be mended before the gate opens. */
export function failing(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.filter((diagnostic) => diagnostic.severity !== "advice");
}
