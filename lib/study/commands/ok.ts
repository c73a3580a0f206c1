/**
 * `deno task ok [--fast] [--only gate,…] [--slow] [--write]`: every gate that a change must pass: format, lint, names,
 * layers, purity, types, docs, package, notebooks, tests. Exit status 0: all open; 1: something is to be mended, each
 * line says where and what; 2: wrong usage.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { wrapWideComments } from "../checks/comment_width.ts";
import { failing, formatDiagnostic } from "../checks/diagnostic.ts";
import { type Gate, type GateResult, GATES } from "../checks/gates.ts";
import { writeGenerated } from "../checks/generated_text.ts";
import { readTree } from "../checks/tree.ts";
import { runUntilSignal } from "../process/live_trees.ts";

/** What the command needs of the outside world. */
export interface OkCommandOptions {
  /** The checkout. @default {the current folder} */
  readonly root?: string;
  /** The gates. @default {all} */
  readonly gates?: readonly Gate[];
  /** Ends the work. */
  readonly signal?: AbortSignal;
  /** A line for the user. @default {console.log} */
  readonly say?: (line: string) => void;
  /** A line about what is wrong. @default {console.error} */
  readonly complain?: (line: string) => void;
}

const USAGE = `Usage: deno task ok [--fast] [--only gate,…] [--slow] [--write]
  --fast       without the tests
  --only a,b   only these gates
  --slow       also the ten test files that took longest
  --write      writes what is generated (exports, table of pages) and wraps wide comments, before anything is checked`;

/** Gates that `--fast` leaves out. */
const SLOW = new Set(["tests"]);

/**
 * Runs the command.
 * @param args The command line, without the program.
 * @returns The exit status.
 */
export async function okCommand(args: readonly string[], options: OkCommandOptions = {}): Promise<number> {
  const { root = ".", gates = GATES, signal, say = console.log, complain = console.error } = options;
  let values;
  try {
    const known = {
      fast: { type: "boolean" },
      only: { type: "string" },
      slow: { type: "boolean" },
      write: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    } as const;
    ({ values } = parseArgs({ args: [...args], options: known }));
  } catch (error) {
    complain(`${(error as Error).message.split(". ")[0]}\n${USAGE}`);
    return 2;
  }
  const list = gates.map(({ name, about }) => `  ${name.padEnd(10)} ${about}`).join("\n");
  if (values.help) {
    say(`${USAGE}\n\nGates:\n${list}`);
    return 0;
  }
  const only = values.only?.split(",").map((name) => name.trim());
  const unknown = only?.filter((name) => !gates.some((gate) => gate.name === name)) ?? [];
  if (unknown.length > 0) {
    complain(`There is no gate ${unknown.join(", ")}. There are:\n${list}\n${USAGE}`);
    return 2;
  }
  const chosen = gates.filter(({ name }) => only?.includes(name) ?? !(values.fast && SLOW.has(name)));
  if (values.write) {
    const old = await readTree(root);
    for (const path of [...await writeGenerated(old), ...await wrapWideComments(old)]) say(`${path}: written`);
  }
  const tree = await readTree(root);
  const failed: string[] = [];
  let advice = 0;
  for (const gate of chosen) {
    const startMs = performance.now();
    const result = await gate.run(tree, signal);
    if (signal?.aborted) {
      complain("Stopped");
      return 130;
    }
    const errors = failing(result.diagnostics);
    advice += result.diagnostics.length - errors.length;
    if (errors.length > 0) failed.push(gate.name);
    const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
    tell(gate, result, { seconds, say, complain });
    if (values.slow) { for (const { path, seconds } of result.slowest ?? []) say(`  ${seconds.toFixed(1)} s ${path}`); }
  }
  const hints = advice === 0 ? "" : `, ${advice} pieces of advice`;
  say(
    `\n${chosen.length - failed.length} gates passed, ${failed.length} failed${
      failed.length === 0 ? "" : `: ${failed.join(", ")}`
    }${hints}`,
  );
  return failed.length === 0 ? 0 : 1;
}

interface Telling {
  readonly seconds: string;
  readonly say: (line: string) => void;
  readonly complain: (line: string) => void;
}

function tell(gate: Gate, { diagnostics, note, output }: GateResult, { seconds, say, complain }: Telling): void {
  const errors = failing(diagnostics);
  const verdict = errors.length === 0 ? "ok" : `${errors.length} to mend`;
  const notes = note === undefined ? "" : ` (${note})`;
  (errors.length === 0 ? say : complain)(`${gate.name.padEnd(10)} ${verdict}, ${seconds} s${notes}`);
  for (const diagnostic of diagnostics) complain(`  ${formatDiagnostic(diagnostic)}`);
  if (output !== undefined) complain(output.replace(/^/gm, "  | "));
}

if (import.meta.main) await runUntilSignal((signal) => okCommand(Deno.args, { signal }));
