/**
 * The code of a task, in a form that reaches another thread: the source text of a function that uses nothing outside
 * itself, or the name of an export of a module.
 *
 * A thread shares no variable with the one that asks it to work, so a function arrives without what it closed over.
 * That can't be seen in its text without parsing it; it shows when the function runs, as a `ReferenceError`, which
 * then says why.
 *
 * Not here on purpose: sending the variables along (they would be copies, and the first write to one would show it).
 *
 * @module
 */
import { checkFunction } from "../../base/argument.ts";

/** What a task finds as `this`, if it is a `function` and not an arrow. */
export interface TaskContext {
  /**
   * Submits a task to the pool that this one runs in. While it waits for the result, its thread may run tasks that it
   * submitted, so that a pool whose threads all wait for further tasks goes on.
   */
  submit<Args extends unknown[], Result>(
    task: TaskFunction<Args, Result>,
    ...args: Args
  ): { result(): Promise<Awaited<Result>> };
}

/** Marks a field that is never there: only the type checker reads it. */
declare const signature: unique symbol;

/** An export of a module, as {@linkcode moduleTask} names it. */
export interface ModuleTask<Args extends unknown[], Result> {
  /** Address of the module. */
  readonly module: string;
  /** Name of the export. */
  readonly name: string;
  /** For the type checker alone: what it takes and returns. */
  readonly [signature]?: (...args: Args) => Result;
}

/** What a pool can run. */
export type TaskFunction<Args extends unknown[], Result> =
  | ((this: TaskContext, ...args: Args) => Result)
  | ModuleTask<Args, Result>;

/** The code of a task as plain data. */
export type SerializedFunction =
  | { readonly source: string }
  | { readonly module: string; readonly name: string };

/**
 * The function that `module` exports as `name`. A thread imports the module once, so what it builds while it is loaded
 * (tables, models) is paid for once a thread. Give the function's type, since nothing is imported here:
 * `moduleTask<typeof import("../work.ts").digest>(new URL("../work.ts", import.meta.url), "digest")`.
 *
 * @throws {TypeError} If `module` is not an absolute URL, or `name` is empty.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { moduleTask } from "./_serialized_function.ts";
 *
 * const task = moduleTask<(path: string) => string>("node:path", "basename");
 * assertEquals([task.module, task.name], ["node:path", "basename"]);
 * ```
 */
// deno-lint-ignore no-explicit-any -- any function: its own parameters are inferred
export function moduleTask<Call extends (...args: any[]) => unknown>(
  module: URL | string,
  name = "default",
): ModuleTask<Parameters<Call>, ReturnType<Call>> {
  if (!URL.canParse(String(module))) {
    throw new TypeError(
      `Cannot name a module: its address must be an absolute URL, as from new URL("../file.ts", import.meta.url): ` +
        `current value is ${JSON.stringify(String(module))}`,
    );
  }
  if (typeof name !== "string" || name === "") {
    throw new TypeError(`Cannot name a module's export: it must be a string: current value is ${JSON.stringify(name)}`);
  }
  return { module: String(module), name };
}

/**
 * The code of `task`.
 * @throws {TypeError} If it is neither a function with source text nor a module's export.
 */
export function codeOf<Args extends unknown[], Result>(task: TaskFunction<Args, Result>): SerializedFunction {
  if (typeof task === "object" && task !== null && "module" in task) return { module: task.module, name: task.name };
  return checkCode({ source: String(checkFunction(task, { action: "submit a task", argument: "task" })) });
}

/**
 * The code, if it looks as if it could run elsewhere.
 * @throws {TypeError} If it does not.
 */
export function checkCode(code: SerializedFunction): SerializedFunction {
  if (!("source" in code)) return code;
  const { source } = code;
  const refuse = (rule: string, error?: unknown) => {
    const shown = JSON.stringify(source.length > 60 ? `${source.slice(0, 60)}…` : source);
    throw new TypeError(`Cannot submit a task: ${rule}: current value is ${shown}`, { cause: error });
  };
  if (/\{\s*\[native code\]\s*\}$/.test(source)) refuse("a function that is bound or built in has no source to send");
  if (/^class\b/.test(source)) refuse("a class can't be called as a task");
  try {
    compile(source);
  } catch (error) {
    refuse("the source of the function must be complete in itself", error);
  }
  return code;
}

/** The function that `source` says, also if it was written as a method. Travels to threads as source text. */
export function compile(source: string): (...args: unknown[]) => unknown {
  try {
    return new Function(`"use strict"; return (${source}\n);`)();
  } catch (error) {
    try {
      return Object.values(new Function(`"use strict"; return ({ ${source}\n });`)())[0] as () => unknown;
    } catch {
      throw error;
    }
  }
}
