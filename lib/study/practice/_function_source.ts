/**
 * A function or class as the source text of an expression.
 *
 * `String(fn)` gives the text as it was written, with the types already taken off. A method (`{ judge() {} }`) or an
 * accessor is not an expression by itself, so it is put back into an object literal.
 *
 * Not here on purpose: what the text refers to (that is `_cell_closure.ts`).
 *
 * @module
 */
import { parse } from "acorn";

/**
 * The source of `fn`, as an expression in parentheses.
 * @throws {TypeError} If `fn` is built in or bound: it has no source.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { functionSource } from "./_function_source.ts";
 * const twice = { of(x: number) { return 2 * x; } };
 * assertEquals(new Function(`return ${functionSource(twice.of)}`)()(21), 42);
 * ```
 */
// deno-lint-ignore ban-types -- any function or class
export function functionSource(fn: Function): string {
  const source = Function.prototype.toString.call(fn);
  if (/\{\s*\[native code\]\s*\}$/.test(source)) {
    throw new TypeError(
      `Cannot read the source of a function: it is built in or bound: current value is ${fn.name || "a function"}`,
    );
  }
  if (isExpression(`(${source})`)) return `(${source})`;
  return `(Object.values({ ${source} })[0])`;
}

/**
 * The source of `fn` in a scope of its own, with the functions that it calls by name.
 * @throws {TypeError} If one of them is built in or bound.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { sourceWithHelpers } from "./_function_source.ts";
 * const twice = (x: number) => 2 * x;
 * const source = sourceWithHelpers((x: number) => twice(x) + 1, { twice });
 * assertEquals(new Function(`return ${source}`)()(20), 41);
 * ```
 */
// deno-lint-ignore ban-types -- any function or class
export function sourceWithHelpers(fn: Function, helpers: Readonly<Record<string, Function>> = {}): string {
  const definitions = Object.entries(helpers).map(([name, helper]) => `const ${name} = ${functionSource(helper)};\n`);
  return definitions.length === 0
    ? functionSource(fn)
    : `(() => {\n${definitions.join("")}return ${functionSource(fn)};\n})()`;
}

function isExpression(source: string): boolean {
  try {
    parse(source, { ecmaVersion: "latest", sourceType: "module" });
    return true;
  } catch {
    return false;
  }
}
