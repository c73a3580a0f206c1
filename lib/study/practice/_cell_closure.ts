/**
 * The source of values that were defined in notebook cells, with everything of other cells that it mentions.
 *
 * The kernel does not hand out the text of a cell, but a function knows its own. The names it mentions are looked up
 * with an indirect `eval`, which sees the top-level `const`, `class` and `function` of every cell, and what is found is
 * treated the same way. Plain data travels by value.
 *
 * **Invariant.** A definition comes after those that it mentions (unless they mention each other, which functions may).
 * Cost: one parse of each function; a name that is also a local variable is looked up in vain, or brings a definition
 * that nobody uses.
 *
 * Not here on purpose: instances, maps, promises (their state can't be told from their text; the caller explains),
 * variables of a function's own scope (no reflection reaches them; pass what is needed by name).
 *
 * @module
 */
import { parse } from "acorn";
import { functionSource } from "./_function_source.ts";
import { walk } from "./_syntax_walk.ts";

/** What can stand after `let`. */
const NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** Definitions, and what could not be defined. */
export interface CellClosure {
  /** `let` statements, one a name, helpers first. */
  readonly definitions: string;
  /** Names that were found but can't travel, each with what they are: `a Map`. */
  readonly leftBehind: ReadonlyMap<string, string>;
}

/**
 * The definitions of `given` and of all that they mention.
 * @param given Values by the names under which they are defined.
 * @param lookUp Finds a value by its name; by default in the cells of the notebook.
 *
 * @example A class and the helper of another cell
 * ```ts
 * import { assert } from "@std/assert";
 * import { closeOver } from "./_cell_closure.ts";
 * const cells: Record<string, unknown> = { half: (x: number) => x / 2 };
 * const { definitions } = closeOver({ quarter: (x: number) => (cells.half as (x: number) => number)(x) }, () => undefined);
 * assert(definitions.startsWith("let quarter = ("));
 * ```
 */
export function closeOver(
  given: Readonly<Record<string, unknown>>,
  lookUp: (name: string) => unknown = lookUpInCells,
): CellClosure {
  const seen = new Set<string>();
  const leftBehind = new Map<string, string>();
  const definitions: string[] = [];
  const define = (name: string, value: unknown) => {
    if (seen.has(name)) return;
    seen.add(name);
    const mentioned = new Set<string>();
    const source = NAME.test(name) ? sourceOf(value, mentioned, 0) : undefined;
    if (source === undefined) {
      leftBehind.set(name, kindOf(value));
      return;
    }
    for (const other of mentioned) {
      const found = Object.hasOwn(given, other) ? given[other] : lookUp(other);
      if (found !== undefined) define(other, found);
    }
    definitions.push(`let ${name} = ${source};`);
  };
  for (const [name, value] of Object.entries(given)) define(name, value);
  return { definitions: definitions.join("\n"), leftBehind };
}

/**
 * What a cell defined under `name`; `undefined` for a name that no cell defined, or that Deno itself has. A cell's
 * `function` becomes a property of the global object that can't be deleted, which Deno's own can (several of those,
 * such as Worker, are JavaScript, too).
 */
function lookUpInCells(name: string): unknown {
  const property = Object.getOwnPropertyDescriptor(globalThis, name);
  if (property && (property.configurable || !property.enumerable)) return undefined;
  try {
    return (0, eval)(name);
  } catch {
    return undefined; // not defined, or not a name that can stand alone
  }
}

/** The value as an expression; what it mentions goes into `mentioned`. `undefined` if it can't be written down. */
function sourceOf(value: unknown, mentioned: Set<string>, depth: number): string | undefined {
  if (typeof value === "function") {
    if (!isWritten(value)) return undefined;
    const source = functionSource(value);
    for (const name of identifiersOf(source)) mentioned.add(name);
    return source;
  }
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (value === null || ["string", "boolean", "undefined"].includes(typeof value)) {
    return value === undefined ? "undefined" : JSON.stringify(value);
  }
  if (typeof value !== "object" || depth > 8) return undefined;
  if (Array.isArray(value)) {
    const items = value.map((item) => sourceOf(item, mentioned, depth + 1));
    return items.includes(undefined) ? undefined : `[${items.join(", ")}]`;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return undefined;
  const fields = Object.entries(Object.getOwnPropertyDescriptors(value)).map(([key, field]) => {
    const source = "value" in field ? sourceOf(field.value, mentioned, depth + 1) : undefined;
    return source && `[${JSON.stringify(key)}]: ${source}`;
  });
  return fields.includes(undefined) ? undefined : `({ ${fields.join(", ")} })`;
}

/** Identifiers that may stand for a variable: not the names after a dot, nor the keys of classes and objects. */
function identifiersOf(expression: string): Set<string> {
  const names = new Set<string>();
  walk(parse(expression, { ecmaVersion: "latest", sourceType: "module" }), (node, parent) => {
    if (node.type !== "Identifier") return;
    const isName = parent?.type === "MemberExpression" ? parent.property === node && !parent.computed : (
      (parent?.type === "MethodDefinition" || parent?.type === "PropertyDefinition" || parent?.type === "Property") &&
      parent.key === node && !parent.computed && !(parent.type === "Property" && parent.shorthand)
    );
    if (!isName) names.add(node.name);
  });
  return names;
}

// deno-lint-ignore ban-types -- any function or class
function isWritten(fn: Function): boolean {
  return !/\{\s*\[native code\]\s*\}$/.test(Function.prototype.toString.call(fn));
}

function kindOf(value: unknown): string {
  if (typeof value === "function") return "a built-in or bound function";
  if (typeof value !== "object" || value === null) return `a ${typeof value}`;
  if (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype) {
    return "a value with parts that have no source text";
  }
  const name = value.constructor?.name || "object";
  return /^[aeio]/i.test(name) ? `an ${name}` : `a ${name}`;
}
