/**
 * `deno task bench [pattern …] [--json]`: runs the rows of all `tests/**\/*_bench.ts` whose file or name contains a
 * pattern. Exit status 0: every target met; 1: one missed, a row without a right answer, or a file that does not load;
 * 2: wrong usage. Peers that this machine does not have are left out, and a row without any peer is skipped: both are
 * said and are no failure.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type BenchRow, runRow } from "../bench/bench.ts";
import { jsonLine, skippedLine, textLines } from "../bench/bench_report.ts";
import { runUntilSignal } from "../process/live_trees.ts";

/** What the command needs of the outside world. */
export interface BenchCommandOptions {
  /** The checkout. @default {the current folder} */
  readonly root?: string;
  /** A line for the user. @default {console.log} */
  readonly say?: (line: string) => void;
  /** A line about what is wrong. @default {console.error} */
  readonly complain?: (line: string) => void;
  /** Shows how far the present row is, in place; an empty text takes it away. @default {on a terminal only} */
  readonly show?: (text: string) => void;
}

const USAGE = `Usage: deno task bench [pattern…] [--json]
  pattern  only rows whose name, or whose file's path, contains it
  --json   one line of JSON for each row: { row, ours, peer, peerName, ratio, target, runs, oursMin, peerMin }

Peers in Python run with the program that LAB_PYTHON names, else python3.`;

/**
 * Runs the command.
 * @param args The command line, without the program.
 * @returns The exit status.
 */
export async function benchCommand(args: readonly string[], options: BenchCommandOptions = {}): Promise<number> {
  const { root = ".", say = console.log, complain = console.error, show = showOnTerminal } = options;
  let parsed;
  try {
    const known = { json: { type: "boolean" }, help: { type: "boolean", short: "h" } } as const;
    parsed = parseArgs({ args: [...args], options: known, allowPositionals: true });
  } catch (error) {
    complain(`${(error as Error).message.split(". ")[0]}\n${USAGE}`);
    return 2;
  }
  const { values, positionals: patterns } = parsed;
  if (values.help) {
    say(USAGE);
    return 0;
  }
  const { rows, failures } = await readRows(root, complain);
  const chosen = rows.filter(({ row, path }) => {
    return patterns.length === 0 || patterns.some((pattern) => row.row.includes(pattern) || path.includes(pattern));
  });
  if (chosen.length === 0 && failures === 0) {
    complain(
      patterns.length === 0 ? "There are no benchmarks" : `No row and no file contains ${patterns.join(" or ")}`,
    );
    return 2;
  }
  let isGood = failures === 0;
  for (const { row, path } of chosen) {
    try {
      const result = await runRow(row, { onRound: (done, total) => show(`${row.row}: round ${done} of ${total}`) });
      show("");
      if (!("ratio" in result)) {
        (values.json ? complain : say)(skippedLine(result));
        continue;
      }
      if (values.json) say(jsonLine(result));
      else for (const line of textLines(result)) say(line);
      if (result.ratio >= result.target) continue;
      isGood = false;
      if (values.json) complain(`${row.row}: ${result.ratio.toFixed(2)} misses the target of ${row.target}`);
    } catch (error) {
      show("");
      complain(`${path}: ${row.row}: ${error instanceof Error ? error.message : String(error)}`);
      isGood = false;
    }
  }
  return isGood ? 0 : 1;
}

/** The rows of all benchmark files in the order of their paths; what is no list of rows is complained of. */
async function readRows(root: string, complain: (line: string) => void) {
  const rows: { row: BenchRow; path: string }[] = [];
  let failures = 0;
  const paths = (await Array.fromAsync(benchFiles(root, "tests"))).sort();
  for (const path of paths) {
    try {
      const module = await import(pathToFileURL(resolve(root, path)).href);
      if (!Array.isArray(module.rows)) throw new TypeError("Cannot read its rows: it must export an array called rows");
      for (const row of module.rows as BenchRow[]) {
        const other = rows.find((known) => known.row.row === row.row);
        if (other !== undefined) throw new TypeError(`Cannot read its rows: "${row.row}" is in ${other.path} too`);
        rows.push({ row, path });
      }
    } catch (error) {
      complain(`${path}: ${error instanceof Error ? error.message : String(error)}`);
      failures++;
    }
  }
  return { rows, failures };
}

async function* benchFiles(root: string, folder: string): AsyncGenerator<string> {
  try {
    for await (const entry of Deno.readDir(join(root, folder))) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory) yield* benchFiles(root, path);
      else if (entry.name.endsWith("_bench.ts")) yield path;
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

function showOnTerminal(text: string): void {
  if (Deno.stderr.isTerminal()) Deno.stderr.writeSync(new TextEncoder().encode(`\r\x1b[K${text}`));
}

if (import.meta.main) await runUntilSignal(() => benchCommand(Deno.args), { graceMs: 0 });
