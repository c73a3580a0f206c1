/**
 * The gates that a change must pass, in the order in which they say most for the least time.
 *
 * Each gate looks at one thing and returns findings; none of them changes a file. Those that need a tool start it once.
 *
 * **Invariant.** A gate without findings has looked at everything it is responsible for.
 *
 * Cost: about 15 s together without the tests, most of it the type check.
 *
 * Not here on purpose: printing and exit status (the `ok` command), planting faults (the `faults` command, minutes).
 *
 * @module
 */
import { formatNotebook, parseNotebook } from "../notebook/nbformat.ts";
import { checkCells, type NotebookAt } from "./code_cells.ts";
import { modulesWithoutFaults, readFaultFiles } from "./fault_files.ts";
import { checkFileRules } from "./file_rules.ts";
import type { Finding } from "./finding.ts";
import { checkLayers } from "./layers.ts";
import { checkMachinePaths } from "./machine_paths.ts";
import { checkModuleRules } from "./module_rules.ts";
import { checkPurity } from "./purity.ts";
import { type ProcessEnd, runProcess } from "./run_process.ts";
import { checkTemplate } from "./template_rules.ts";
import { testReport } from "./test_report.ts";
import {
  docFindings,
  formatFindings,
  lintFindings,
  locateBelow,
  publishFindings,
  typeFindings,
} from "./tool_reports.ts";
import type { Tree } from "./tree.ts";

/** What a gate saw. */
export interface GateResult {
  /** What is to be mended; advice fails nothing. */
  readonly findings: readonly Finding[];
  /** What to say beside, in a few words. */
  readonly note?: string;
  /** A tool's own words, where findings cannot say it all. */
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
  { name: "modules", about: "how modules are written", run: (tree) => found(checkModuleRules(tree)) },
  { name: "layers", about: "who imports whom", run: (tree) => found(checkLayers(tree)) },
  { name: "purity", about: "no clock, randomness or I/O in compute rooms", run: (tree) => found(checkPurity(tree)) },
  { name: "machines", about: "no machine paths, no registry hosts", run: (tree) => found(checkMachinePaths(tree)) },
  { name: "faults", about: "every module has faults to plant", run: faults },
  { name: "types", about: "deno check of lib/ and tests/", run: types },
  { name: "docs", about: "deno doc --lint of every public module", run: docs },
  { name: "publish", about: "deno publish --dry-run", run: publish },
  { name: "template", about: "the notebooks' sections, cells and outputs", run: template },
  { name: "cells", about: "types, lint and format of code cells", run: cells },
  { name: "tests", about: "deno test, doc examples included", run: tests },
];

function found(findings: readonly Finding[]): Promise<GateResult> {
  return Promise.resolve({ findings });
}

async function format(tree: Tree, signal?: AbortSignal): Promise<GateResult> {
  const end = await deno(["fmt", "--check"], tree, signal);
  return { findings: formatFindings(end, locateBelow(tree.root)) };
}

async function lint(tree: Tree, signal?: AbortSignal): Promise<GateResult> {
  const end = await deno(["lint", "--json"], tree, signal);
  return { findings: lintFindings(end, locateBelow(tree.root)) };
}

function faults(tree: Tree): Promise<GateResult> {
  const { files, findings } = readFaultFiles(tree);
  const count = files.reduce((sum, file) => sum + file.faults.length, 0);
  const note = `${count} faults of ${files.length} modules; deno task faults plants them`;
  return Promise.resolve({ findings: [...findings, ...modulesWithoutFaults(tree, files)], note });
}

async function types(tree: Tree, signal?: AbortSignal): Promise<GateResult> {
  const end = await deno(["check", "--quiet", "--frozen", "lib", "tests"], tree, signal);
  return { findings: typeFindings(end, locateBelow(tree.root)) };
}

async function docs(tree: Tree, signal?: AbortSignal): Promise<GateResult> {
  const modules = tree.paths.filter((path) => /^lib\/(?!study\/commands\/).*\.ts$/.test(path));
  const end = await deno(["doc", "--lint", ...modules], tree, signal);
  const declared = new Set(
    modules.flatMap((path) => [...tree.read(path).matchAll(DECLARATION)].map((match) => match[1]!)),
  );
  const options = { isOurs: (name: string) => declared.has(name) };
  return { findings: docFindings(end, locateBelow(tree.root), options), note: `${modules.length} modules` };
}

const DECLARATION = /^(?:export )?(?:declare )?(?:abstract )?(?:interface|type|class) (\w+)/gm;

async function publish(tree: Tree, signal?: AbortSignal): Promise<GateResult> {
  const end = await deno(["publish", "--dry-run", "--allow-dirty"], tree, signal);
  return { findings: end.code === 0 ? [] : publishFindings(end, locateBelow(tree.root)) };
}

function template(tree: Tree): Promise<GateResult> {
  const { notebooks, findings } = readNotebooks(tree);
  const paths = notebooks.map(({ path }) => path);
  const ofPages = notebooks.flatMap((notebook) => checkTemplate(notebook, { root: tree.root, paths }));
  return Promise.resolve({ findings: [...findings, ...ofPages], note: `${notebooks.length} notebooks` });
}

async function cells(tree: Tree): Promise<GateResult> {
  const { notebooks } = readNotebooks(tree);
  return { findings: await checkCells(notebooks, tree.root), note: `${notebooks.length} notebooks` };
}

async function tests(tree: Tree, signal?: AbortSignal): Promise<GateResult> {
  const end = await deno(["test", "-A", "--frozen", "--quiet", "--parallel", "--doc", "tests/", "lib/"], tree, signal);
  const { findings, note, output } = testReport(end, tree.root);
  return { findings, note, ...output === undefined ? {} : { output } };
}

/** The tree's notebooks, and what is wrong with those that cannot be read or are not written as the lab writes them. */
export function readNotebooks(tree: Tree): { notebooks: NotebookAt[]; findings: Finding[] } {
  const notebooks: NotebookAt[] = [];
  const findings: Finding[] = [];
  for (const path of tree.paths.filter((path) => /^notebooks\/.*\.ipynb$/.test(path))) {
    try {
      const text = tree.read(path);
      const notebook = parseNotebook(text, path);
      notebooks.push({ path, notebook });
      if (formatNotebook(notebook) === text) continue;
      const message = `not written as the lab writes it: deno task study --save, or deno task notebook format ${path}`;
      findings.push({ rule: "notebook-file", path, message });
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      findings.push({ rule: "notebook-file", path, message: error.message });
    }
  }
  return { notebooks, findings };
}

function deno(args: readonly string[], tree: Tree, signal: AbortSignal | undefined): Promise<ProcessEnd> {
  const env = { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" };
  const options = { args, cwd: tree.root, env, keptBytes: 8_000_000 };
  return runProcess(Deno.execPath(), signal === undefined ? options : { ...options, signal });
}
