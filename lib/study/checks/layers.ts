/**
 * Layers: who may import whom, checked on every import of the tree, type-only ones included.
 *
 * The house has layers, and on each layer rooms: a room imports rooms of lower layers and itself, never what stands
 * beside or above it. Inside some rooms the sublayers are ordered in the same way. The table below is the only place
 * that says so. Four rules complete it: nothing in the tree of imports may go round in a circle, a system never imports
 * another one, `testing/` serves tests and practice only, and files reach `lib/` by relative path from inside and
 * by `@lib/` from outside.
 *
 * **Invariant.** If a tree has no diagnostics, its rooms can be read from the ground up: no file needs one that the
 * reader has not met.
 *
 * Cost: one parse of each file, about 5 ms for 300 lines.
 *
 * Not here on purpose: what a file may do besides importing (`purity.ts`), names (`file_rules.ts`), packages from
 * elsewhere (the lock file has those), examples in doc comments, which may import anything.
 *
 * @module
 */
import type { Diagnostic } from "./diagnostic.ts";
import { type ImportSite, sourceOf } from "./source_file.ts";
import type { Tree } from "./tree.ts";

/** Rooms of `lib/` from the ground up; rooms on the same line stand beside each other. */
export const LAYERS: readonly (readonly string[])[] = [
  ["base"],
  ["math"],
  ["structures", "concurrency"],
  ["ml", "messaging", "storage"],
  ["mlops", "llm", "adapters"],
  ["systems"],
  ["study"],
];

/** Ordered sublayers (folders, and files at the room's top) of rooms that have an order, from the ground up. */
export const SUBLAYERS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  study: [
    ["process", "module_graph.ts"],
    ["content_lock.ts"],
    ["notebook", "bench"],
    ["figures", "excerpt.ts"],
    ["page_drawings.ts"],
    ["kernel"],
    ["notebook.ts", "drill.ts"],
    ["experiments"],
    ["drills"],
    ["exercises"],
    ["practice"],
    ["practice.ts"],
    ["runner", "export", "checks"],
    ["commands"],
  ],
};

/** Rooms whose sublayers never import each other. */
const ISOLATED = new Set(["systems"]);

/** Files that load a module which their caller names, and why that is their work. */
const LOADERS: Readonly<Record<string, string>> = {
  "lib/concurrency/thread_pool/_worker_main.ts": "a task given by module reference is the caller's own file",
};

/** Fakes and contract suites: below tests, above every room that has a port. */
const TESTING = "testing";

/** Highest layer that `testing/` may import. */
const TESTING_LAYER = LAYERS.findIndex((rooms) => rooms.includes("mlops"));

/** Who of `lib/` may import `testing/` besides itself. */
const IMPORTERS_OF_TESTING = [
  ...["lib/study/practice/", "lib/study/exercises/", "lib/study/drills/", "lib/study/experiments/"],
];

/** An import between two files of the tree. */
interface Edge {
  readonly from: string;
  readonly to: string;
  readonly site: ImportSite;
}

/**
 * Every import that the table does not allow.
 *
 * @example A structure that reaches up to storage, if only for a type
 * ```ts
 * import { checkLayers } from "@lib/study/checks/layers.ts";
 * import { treeOf } from "@lib/study/checks/tree.ts";
 * import { assertEquals } from "@std/assert";
 * const tree = treeOf({ "lib/structures/heap.ts": 'import type { Table } from "../storage/table.ts";' });
 * assertEquals(checkLayers(tree).map((diagnostic) => diagnostic.line), [1]);
 * ```
 */
export function checkLayers(tree: Tree): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const edges: Edge[] = [];
  for (const from of tree.paths.filter((path) => path.endsWith(".ts"))) {
    for (const site of sourceOf(tree, from)?.imports ?? []) {
      const add = (message: string) => diagnostics.push({ rule: "layer", path: from, line: site.line, message });
      if (site.specifier === undefined) {
        if (isBelowStudy(from) && !Object.hasOwn(LOADERS, from)) {
          add("an import must name its file as plain text, or nobody can say what it reaches");
        }
        continue;
      }
      const to = targetOf(from, site.specifier);
      if (to === undefined) continue;
      const style = site.form === "url" ? undefined : wrongStyle(from, site.specifier, to);
      if (style !== undefined) add(style);
      const refusal = refusalOf(from, to);
      if (refusal !== undefined) add(`${refusal} (${site.specifier})`);
      edges.push({ from, to, site });
    }
  }
  return [...diagnostics, ...circles(edges)];
}

/** Path below the root that a specifier means; undefined for packages and built-in modules. */
export function targetOf(from: string, specifier: string): string | undefined {
  if (specifier.startsWith("@lib/")) return `lib/${specifier.slice("@lib/".length)}`;
  if (!/^\.\.?\//.test(specifier)) return undefined;
  const parts = from.split("/").slice(0, -1);
  for (const part of specifier.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}

function wrongStyle(from: string, specifier: string, to: string): string | undefined {
  const [isInside, reachesLib] = [from.startsWith("lib/"), to.startsWith("lib/")];
  if (isInside && specifier.startsWith("@lib/")) return `inside lib/ import by relative path: ${specifier}`;
  if (!isInside && reachesLib && !specifier.startsWith("@lib/")) return `import @${to} instead of ${specifier}`;
  return undefined;
}

/** Why `from` may not import `to`; undefined if it may. */
function refusalOf(from: string, to: string): string | undefined {
  if (!from.startsWith("lib/")) return undefined;
  if (/^data\/.*\.json$/.test(to)) return undefined; // what the loaders read about their data sets
  if (!to.startsWith("lib/")) return "lib/ may not import what stands outside of it";
  const [room, toRoom] = [roomOf(from), roomOf(to)];
  if (toRoom === TESTING) return testingRefusal(from, room);
  const [layer, toLayer] = [layerOf(room), layerOf(toRoom)];
  if (layer === undefined) return `lib/${room} is no room of the table in lib/study/checks/layers.ts`;
  if (toLayer === undefined) return `lib/${toRoom} is no room of the table in lib/study/checks/layers.ts`;
  if (room === toRoom) return sublayerRefusal(from, to, room);
  if (toLayer < layer) return undefined;
  return `${room} may not import ${toRoom}, which stands ${toLayer === layer ? "beside" : "above"} it`;
}

function testingRefusal(from: string, room: string): string | undefined {
  if (room === TESTING || IMPORTERS_OF_TESTING.some((folder) => from.startsWith(folder))) return undefined;
  return "testing serves tests and parts of study only (practice, exercises, drills, experiments)";
}

function sublayerRefusal(from: string, to: string, room: string): string | undefined {
  const [sub, toSub] = [sublayerOf(from), sublayerOf(to)];
  if (sub === toSub) return undefined;
  if (ISOLATED.has(room)) return `${room}/${sub} may not import ${room}/${toSub}: what two share moves down`;
  const order = SUBLAYERS[room];
  if (order === undefined) return undefined; // circles are found elsewhere
  const [level, toLevel] = [sub, toSub].map((name) => order.findIndex((names) => names.includes(name)));
  if (level === -1) return `${room}/${sub} is no sublayer of the table in lib/study/checks/layers.ts`;
  if (toLevel === -1) return `${room}/${toSub} is no sublayer of the table in lib/study/checks/layers.ts`;
  if (toLevel! < level!) return undefined;
  return `${room}/${sub} may not import ${room}/${toSub}, which stands ${toLevel === level ? "beside" : "above"} it`;
}

function roomOf(path: string): string {
  return path.split("/")[1]!;
}

function sublayerOf(path: string): string {
  return path.split("/")[2] ?? "";
}

function layerOf(room: string): number | undefined {
  if (room === TESTING) return TESTING_LAYER + 0.5;
  const layer = LAYERS.findIndex((rooms) => rooms.includes(room));
  return layer === -1 ? undefined : layer;
}

function isInLib(path: string): boolean {
  return path.startsWith("lib/");
}

function isBelowStudy(path: string): boolean {
  return isInLib(path) && !path.startsWith("lib/study/");
}

/** One diagnostic for each circle of imports between files, or between sublayers of a room that gives them no order. */
function circles(edges: readonly Edge[]): Diagnostic[] {
  const inLib = edges.filter(({ from, to, site }) => isInLib(from) && isInLib(to) && site.form !== "url");
  const unordered = inLib.filter(({ from, to }) => {
    const room = roomOf(from);
    return room === roomOf(to) && SUBLAYERS[room] === undefined && !ISOLATED.has(room);
  });
  const folderOf = (path: string) => path.slice(0, path.lastIndexOf("/"));
  return [
    ...circlesBetween(inLib, (path) => path),
    ...circlesBetween(unordered.filter(({ from, to }) => folderOf(from) !== folderOf(to)), folderOf),
  ];
}

function circlesBetween(edges: readonly Edge[], nameOf: (path: string) => string): Diagnostic[] {
  const next = new Map<string, Edge[]>();
  for (const edge of edges) {
    const name = nameOf(edge.from);
    next.set(name, [...next.get(name) ?? [], edge]);
  }
  const diagnostics: Diagnostic[] = [];
  const done = new Set<string>();
  const trail: string[] = [];
  const visit = (name: string) => {
    if (done.has(name)) return;
    trail.push(name);
    for (const { from, to, site } of next.get(name) ?? []) {
      const start = trail.indexOf(nameOf(to));
      if (start === -1) {
        visit(nameOf(to));
        continue;
      }
      const message = `imports go round in a circle: ${[...trail.slice(start), nameOf(to)].join(" → ")}`;
      diagnostics.push({ rule: "layer", path: from, line: site.line, message });
    }
    trail.pop();
    done.add(name);
  };
  for (const name of next.keys()) visit(name);
  return diagnostics;
}
