/**
 * The gates that a change must pass, in the order in which they say most for the least time.
 *
 * Each gate looks at one thing and returns diagnostics; none of them changes a file. Those that need a tool start it
 * once.
 *
 * **Invariant.** A gate without diagnostics has looked at everything it is responsible for.
 *
 * Cost: about 15 s together without the tests, most of it the type check.
 *
 * Not here on purpose: printing and exit status (the `ok` command), mutation testing (the `mutants` command, minutes).
 *
 * @module
 */
import { formatNotebook, parseNotebook } from "../notebook/nbformat.ts";
import { checkCells, type NotebookAt } from "./code_cells.ts";
import { modulesWithoutMutants, readMutantFiles } from "./mutants.ts";
import { checkCommentPointers } from "./comment_pointers.ts";
import { checkCommentWidth } from "./comment_width.ts";
import { checkFileRules } from "./file_rules.ts";
import { checkGenerated } from "./generated_text.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { checkLayers } from "./layers.ts";
import { checkMachinePaths } from "./machine_paths.ts";
import { ANSWER_FILE, checkModuleRules } from "./module_rules.ts";
import { checkPurity } from "./purity.ts";
import { type ProcessEnd, runProcess } from "../process/run_process.ts";
import { checkTemplate } from "./template_rules.ts";
import { slowestFiles } from "./slowest_files.ts";
import { checkTerms } from "./terms.ts";
import { testReport } from "./report_of_tests.ts";
import {
  docDiagnostics,
  formatDiagnostics,
  lintDiagnostics,
  locateBelow,
  publishDiagnostics,
  typeDiagnostics,
} from "./tool_reports.ts";
import type { Tree } from "./tree.ts";

/** What a gate saw. */
export interface GateResult {
  /** What is to be mended; advice fails nothing. */
  readonly diagnostics: readonly Diagnostic[];
  /** What to say beside, in a few words. */
  readonly note?: string;
  /** Files that took longest, with their seconds. */
  readonly slowest?: readonly { readonly path: string; readonly seconds: number }[];
  /** A tool's own words, where diagnostics cannot say it all. */
  readonly output?: string;
}

/** One gate. */
export interface Gate {
  /** Its name, for `--only`. */
  readonly name: string;
  /** What it looks at. */
  readonly about: string;
  /** Looks; never throws for what it finds. */
  run(tree: Tree, signal?: AbortSignal): Promise<GateResult>;
}

/** All gates, in order. */
export const GATES: readonly Gate[] = [
  { name: "format", about: "deno fmt", run: format },
  { name: "lint", about: "deno lint", run: lint },
  { name: "files", about: "names, places, lengths", run: (tree) => found(checkFileRules(tree)) },
  { name: "terms", about: "the field's words in names", run: (tree) => found(checkTerms(tree)) },
  { name: "comments", about: "comments are no wider than code", run: (tree) => found(checkCommentWidth(tree)) },
  { name: "pointers", about: "files that comments name are there", run: (tree) => found(checkCommentPointers(tree)) },
  { name: "generated", about: "exports, table of pages", run: (tree) => found(checkGenerated(tree)) },
  { name: "modules", about: "how modules are written", run: (tree) => found(checkModuleRules(tree)) },
  { name: "layers", about: "who imports whom", run: (tree) => found(checkLayers(tree)) },
  { name: "purity", about: "no clock, randomness or I/O in compute rooms", run: (tree) => found(checkPurity(tree)) },
  { name: "machines", about: "no machine paths, no registry hosts", run: (tree) => found(checkMachinePaths(tree)) },
  { name: "mutants", about: "every module has mutants", run: mutants },
  { name: "types", about: "deno check of lib/ and tests/", run: types },
  { name: "docs", about: "deno doc --lint of every public module", run: docs },
  { name: "publish", about: "deno publish --dry-run", run: publish },
  { name: "template", about: "the notebooks' sections, cells and outputs", run: template },
  { name: "cells", about: "types, lint and format of code cells", run: cells },
  { name: "tests", about: "deno test, doc examples included", run: tests },
];

function found(diagnostics: readonly Diagnostic[]): Promise<GateResult> {
  return Promise.resolve({ diagnostics });
}

async function format(tree: Tree, signal?: AbortSignal): Promise<GateResult> {
  const end = await deno(["fmt", "--check"], tree, signal);
  return { diagnostics: formatDiagnostics(end, locateBelow(tree.root)) };
}

async function lint(tree: Tree, signal?: AbortSignal): Promise<GateResult> {
  const end = await deno(["lint", "--json"], tree, signal);
  return { diagnostics: lintDiagnostics(end, locateBelow(tree.root)) };
}

function mutants(tree: Tree): Promise<GateResult> {
  const { files, diagnostics } = readMutantFiles(tree);
  const count = files.reduce((sum, file) => sum + file.mutants.length, 0);
  const note = `${count} mutants of ${files.length} modules; deno task mutants tests them`;
  return Promise.resolve({ diagnostics: [...diagnostics, ...modulesWithoutMutants(tree, files)], note });
}

async function types(tree: Tree, signal?: AbortSignal): Promise<GateResult> {
  const end = await deno(["check", "--quiet", "--frozen", "lib", "tests"], tree, signal);
  return { diagnostics: typeDiagnostics(end, locateBelow(tree.root)) };
}

async function docs(tree: Tree, signal?: AbortSignal): Promise<GateResult> {
  const modules = tree.paths.filter((path) =>
    /^lib\/(?!study\/commands\/).*\.ts$/.test(path) && !ANSWER_FILE.test(path)
  );
  const end = await deno(["doc", "--lint", ...modules], tree, signal);
  const declared = new Set(
    modules.flatMap((path) => [...tree.read(path).matchAll(DECLARATION)].map((match) => match[1]!)),
  );
  const options = { isOurs: (name: string) => declared.has(name) };
  return { diagnostics: docDiagnostics(end, locateBelow(tree.root), options), note: `${modules.length} modules` };
}

const DECLARATION = /^(?:export )?(?:declare )?(?:abstract )?(?:interface|type|class) (\w+)/gm;

async function publish(tree: Tree, signal?: AbortSignal): Promise<GateResult> {
  const end = await deno(["publish", "--dry-run", "--allow-dirty"], tree, signal);
  return { diagnostics: end.code === 0 ? [] : publishDiagnostics(end, locateBelow(tree.root)) };
}

function template(tree: Tree): Promise<GateResult> {
  const { notebooks, diagnostics } = readNotebooks(tree);
  const paths = notebooks.map(({ path }) => path);
  const ofPages = notebooks.flatMap((notebook) => checkTemplate(notebook, { root: tree.root, paths }));
  return Promise.resolve({ diagnostics: [...diagnostics, ...ofPages], note: `${notebooks.length} notebooks` });
}

async function cells(tree: Tree): Promise<GateResult> {
  const { notebooks } = readNotebooks(tree);
  return { diagnostics: await checkCells(notebooks, tree.root), note: `${notebooks.length} notebooks` };
}

async function tests(tree: Tree, signal?: AbortSignal): Promise<GateResult> {
  const report = await Deno.makeTempFile({ prefix: "lab_tests_", suffix: ".xml" });
  try {
    const args = [
      "test",
      "-A",
      "--frozen",
      "--quiet",
      "--parallel",
      "--doc",
      `--junit-path=${report}`,
      "tests/",
      "lib/",
    ];
    const end = await deno(args, tree, signal);
    const { diagnostics, note, output } = testReport(end, tree.root);
    const slowest = slowestFiles(await Deno.readTextFile(report));
    return { diagnostics, note, slowest, ...output === undefined ? {} : { output } };
  } finally {
    await Deno.remove(report);
  }
}

/** The tree's notebooks, and what is wrong with those that cannot be read or are not written as the lab writes them. */
export function readNotebooks(tree: Tree): { notebooks: NotebookAt[]; diagnostics: Diagnostic[] } {
  const notebooks: NotebookAt[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const path of tree.paths.filter((path) => /^notebooks\/.*\.ipynb$/.test(path))) {
    try {
      const text = tree.read(path);
      const notebook = parseNotebook(text, path);
      notebooks.push({ path, notebook });
      if (formatNotebook(notebook) === text) continue;
      const message = `not written as the lab writes it: deno task study --save, or deno task notebook format ${path}`;
      diagnostics.push({ rule: "notebook-file", path, message });
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      diagnostics.push({ rule: "notebook-file", path, message: error.message });
    }
  }
  return { notebooks, diagnostics };
}

function deno(args: readonly string[], tree: Tree, signal: AbortSignal | undefined): Promise<ProcessEnd> {
  const env = { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" };
  const options = { args, cwd: tree.root, env, keptBytes: 8_000_000 };
  return runProcess(Deno.execPath(), signal === undefined ? options : { ...options, signal });
}
