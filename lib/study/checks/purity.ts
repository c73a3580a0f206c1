/**
 * Purity: the compute rooms see no clock, no randomness they were not handed, no I/O, and no promise but those of
 * native code.
 *
 * Each file is parsed, and the names that mean a global are looked up in a table. So a mention in a comment or a string
 * counts for nothing, a parameter called `fetch` is a parameter, and `const { random } = Math` is found as well as
 * `Math.random()`. Whatever a compute room needs of the world arrives as an argument, as a `Clock` or as a generator.
 *
 * **Invariant.** A file without diagnostics gives the same answer for the same arguments, on every day and on every
 * machine.
 *
 * Cost: one walk over each syntax tree.
 *
 * Not here on purpose: state kept between calls (a cache is state, and fine), floating-point differences between
 * machines, rooms whose business is the outside world.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import type { Diagnostic } from "./diagnostic.ts";
import { type FreeName, freeNames } from "./free_names.ts";
import { targetOf } from "./layers.ts";
import { nodesOf, type SourceFile, sourceOf } from "./source_file.ts";
import type { Tree } from "./tree.ts";

/** Rooms that compute and do nothing else. */
const COMPUTE_ROOMS = ["lib/base/", "lib/math/", "lib/structures/", "lib/ml/"];

/** Files and folders of compute rooms that touch the world, each with the reason why it must. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  "lib/base/clock.ts": "the one place where the system's clock becomes an argument",
  "lib/ml/text/stemmer.ts": "a package knows Porter's rules, a function of a word",
  "lib/math/stats/_special_functions.ts":
    "two packages know the tails of distributions; all of them are functions of numbers",
  "lib/math/stats/_incomplete_beta.ts": "a package knows the tails of the beta distribution, a function of numbers",
  "lib/base/simulation/": "simulated processes are async functions on a clock that only the simulation moves",
  "lib/math/onnx/": "the native runtime answers with promises",
};

/** Rooms that wait for native code, which answers with promises; everything else is forbidden there too. */
const AWAITING_ROOMS = ["lib/ml/"];

/** Globals that a compute room may not name, by what they bring in. */
const FORBIDDEN: Readonly<Record<string, readonly string[]>> = {
  "the clock": ["performance", "setTimeout", "setInterval", "setImmediate", "requestAnimationFrame", "Temporal"],
  "randomness": ["crypto"],
  "the outside world": [
    ...["Deno", "process", "fetch", "console", "navigator", "location", "Worker", "WebSocket", "EventSource"],
    ...["BroadcastChannel", "XMLHttpRequest", "localStorage", "sessionStorage", "indexedDB", "caches", "require"],
    ...["alert", "confirm", "prompt"],
  ],
  "promises": ["Promise", "queueMicrotask"],
  "a way around this rule": ["globalThis", "window", "self", "global", "eval", "Function"],
};

const BROUGHT_IN = new Map(
  Object.entries(FORBIDDEN).flatMap(([what, names]) => names.map((name) => [name, what] as const)),
);

/**
 * Every place where a compute room reaches for the outside world.
 *
 * @example
 * ```ts
 * import { checkPurity } from "@lib/study/checks/purity.ts";
 * import { treeOf } from "@lib/study/checks/tree.ts";
 * import { assertEquals } from "@std/assert";
 * const tree = treeOf({ "lib/math/a.ts": "// Date.now() here is a mention\nexport const now = () => Date.now();" });
 * assertEquals(checkPurity(tree).map((diagnostic) => diagnostic.line), [2]);
 * ```
 */
export function checkPurity(tree: Tree): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const path of tree.paths) {
    if (!path.endsWith(".ts") || !COMPUTE_ROOMS.some((room) => path.startsWith(room))) continue;
    if (Object.keys(EXCEPTIONS).some((folder) => path.startsWith(folder))) continue;
    const source = sourceOf(tree, path);
    if (source === undefined) continue;
    const mayAwait = AWAITING_ROOMS.some((room) => path.startsWith(room));
    const found = [...names(source), ...mayAwait ? [] : waits(source)];
    for (const { start, what } of found.filter(({ what }) => !mayAwait || !what.endsWith("promises"))) {
      const message = `${what}: compute rooms get time, seeds and data as arguments`;
      diagnostics.push({ rule: "purity", path, line: source.lineOf(start), message });
    }
    for (const { specifier, line } of source.imports) {
      if (specifier === undefined || targetOf(path, specifier) !== undefined) continue;
      diagnostics.push({ rule: "purity", path, line, message: `a compute room imports no package: ${specifier}` });
    }
  }
  return diagnostics.sort((one, other) =>
    one.path < other.path ? -1 : one.path > other.path ? 1 : one.line! - other.line!
  );
}

interface Breach {
  readonly start: number;
  readonly what: string;
}

function* names(source: SourceFile): Generator<Breach> {
  for (const free of freeNames(source.program)) {
    const { name, start } = free;
    const bringsIn = name === "Date" ? dateBreach(free) : name === "Math" ? mathBreach(free) : BROUGHT_IN.get(name);
    if (bringsIn !== undefined) yield { start, what: `${name} brings in ${bringsIn}` };
  }
}

/** `new Date(ms)`, `Date.UTC(…)`, `Date.parse(…)` and `instanceof Date` compute; everything else reads the clock. */
function dateBreach({ parent, start }: FreeName): string | undefined {
  const isCallee = parent.type === "NewExpression" && parent.callee.start === start;
  if (isCallee && parent.arguments.length > 0) return undefined;
  if (parent.type === "BinaryExpression" && parent.operator === "instanceof") return undefined;
  const member = memberName(parent);
  return member === "UTC" || member === "parse" ? undefined : "the clock";
}

/** `Math.random`, and `Math` handed on as a whole. */
function mathBreach({ parent }: FreeName): string | undefined {
  const member = memberName(parent);
  return member === undefined || member === "random" ? "randomness" : undefined;
}

function memberName(parent: AnyNode): string | undefined {
  if (parent.type !== "MemberExpression" || parent.computed) return undefined;
  return parent.property.type === "Identifier" ? parent.property.name : undefined;
}

/** `async`, `await` and `import()`. */
function* waits(source: SourceFile): Generator<Breach> {
  for (const { node } of nodesOf(source.program)) {
    const isAsync = "async" in node && node.async === true;
    const isAwait = node.type === "AwaitExpression" || (node.type === "ForOfStatement" && node.await);
    if (isAsync) yield { start: node.start, what: "an async function brings in promises" };
    else if (isAwait) yield { start: node.start, what: "await brings in promises" };
    else if (node.type === "ImportExpression") yield { start: node.start, what: "import() brings in promises" };
  }
}
