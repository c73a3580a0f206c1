/**
 * `deno task study`: runs every notebook through the Deno kernel and exports the study site.
 *
 * What did not change comes from the cache; an unchanged tree takes a second or two. Exit status: 0 when all is
 * well, 1 when a notebook failed or something could not be written, 2 for wrong usage, 130 after Ctrl-C.
 *
 * **Invariant.** Files under `notebooks/` change only with `--save`, and only those of notebooks that succeeded. After
 * a failure the site stays as it was.
 *
 * @module
 */
import { type Notebook, parseNotebook } from "../notebook/nbformat.ts";
import type { ReaderStanding } from "../export/export_site.ts";
import { describeFailure } from "../runner/cell_failure.ts";
import { committedPage } from "../runner/committed_page.ts";
import { absentDatasets, dataNeeds } from "../runner/data_needs.ts";
import { findNotebooks } from "../runner/find_notebooks.ts";
import { redactPaths } from "../runner/redact_paths.ts";
import { ProgressLines } from "../runner/progress_lines.ts";
import { cachedNotebooks, type ExecutedNotebook, runNotebooks, type RunReport } from "../runner/run_notebooks.ts";
import { saveNotebook } from "../runner/save_notebook.ts";
import { withSiteLock } from "../runner/site_lock.ts";
import { datasetManifest } from "../../storage/datasets/manifest.ts";
import { endLiveTrees } from "../process/live_trees.ts";
import { downloadBytes, fetchSets, megabytes } from "./data.ts";
import { readStudyOptions, STUDY_USAGE, type StudyOptions } from "./study_options.ts";

/** Exit status of a program that Ctrl-C ended, by custom. */
const INTERRUPTED = 130;

/** Does what `args` say, in the current folder; returns the exit status. */
async function study(args: readonly string[]): Promise<number> {
  let options: StudyOptions;
  let paths: string[];
  const root = Deno.cwd();
  try {
    options = readStudyOptions(args);
    if (options.help) return say(STUDY_USAGE), 0;
    paths = await findNotebooks(root, options);
  } catch (error) {
    if (error instanceof SyntaxError) complain(`${error.message}\n\n${STUDY_USAGE}`);
    else complain((error as Error).message);
    return 2;
  }
  const startMs = performance.now();
  const interruption = watchInterruption();
  const absent = await bringData(paths, { ...options, root, signal: interruption.signal });
  const report = await run(paths, { ...options, root, signal: interruption.signal });
  if (report.interrupted) {
    complain("Interrupted: all kernels are stopped, no notebook was written, the site is as it was");
    return INTERRUPTED;
  }
  interruption.exitAtOnce();
  let failures = report.failures.length;
  if (options.save) failures += await save(report.executed, { root, absent });
  const seconds = () => `${((performance.now() - startMs) / 1000).toFixed(1)} s`;
  if (failures > 0) {
    complain(`${summary(report)} in ${seconds()}; the site is as it was`);
    return 1;
  }
  try {
    say(`${summary(report)}; ${await exportAll(report.executed, { ...options, root, absent })} in ${seconds()}`);
    return 0;
  } catch (error) {
    complain((error as Error).message);
    return 1;
  }
}

/** Runs the notebooks and shows progress. */
async function run(
  paths: readonly string[],
  options: StudyOptions & { root: string; signal: AbortSignal },
): Promise<RunReport> {
  const { root } = options;
  const home = Deno.env.get("HOME");
  const progress = new ProgressLines({
    write: (text) => writeAll(Deno.stdout, text),
    columns: Deno.stdout.isTerminal() ? Deno.consoleSize().columns : undefined,
    nowMs: () => performance.now(),
    notebooks: paths.length,
    portable: redactPaths({ root, home }),
  });
  const ticking = setInterval(() => progress.tick(), 1000);
  try {
    const report = await runNotebooks(paths, { ...options, onEvent: (event) => progress.show(event) });
    const shown = new Set(report.executed.flatMap(({ failures }) => failures));
    const rest = report.failures.filter((failure) => !shown.has(failure));
    progress.end();
    for (const failure of rest) complain(describeFailure(failure, { portable: redactPaths({ root, home }) }));
    return report;
  } finally {
    clearInterval(ticking);
  }
}

/** Writes outputs back; returns how many files could not be written. */
async function save(
  executed: readonly ExecutedNotebook[],
  { root, absent }: { readonly root: string; readonly absent: AbsentData },
): Promise<number> {
  let failed = 0;
  for (const notebook of executed.filter(({ failures }) => failures.length === 0)) {
    const names = absent.get(notebook.path);
    if (names !== undefined) {
      say(`${notebook.path}: not saved: it ran on generated data, because ${names.join(", ")} is not here`);
      continue;
    }
    try {
      if (await saveNotebook(notebook, { root })) say(`${notebook.path}: saved`);
    } catch (error) {
      complain((error as Error).message);
      failed++;
    }
  }
  return failed;
}

/** Data sets that are not on this machine, by the paths of the notebooks that need them. */
type AbsentData = ReadonlyMap<string, readonly string[]>;

/** A mirror that is silent for so long, in milliseconds, is given up: the pages can be shown without it. */
const SILENCE_MS = 10_000;

/**
 * Downloads the public data sets that the notebooks at `paths` need and that are not here, unless that is unwanted.
 * @returns What is not here all the same, for every page of the site.
 */
async function bringData(
  paths: readonly string[],
  { root, offline, signal }: StudyOptions & { root: string; signal: AbortSignal },
): Promise<AbsentData> {
  let needs: Map<string, string[]>;
  try {
    needs = await dataNeeds(await findNotebooks(root), { root });
  } catch {
    return new Map(); // the run says what is wrong
  }
  const wanted = await absentDatasets(paths.flatMap((path) => needs.get(path) ?? []));
  if (wanted.length > 0 && !offline) {
    const sets = datasetManifest.sets.filter(({ name }) => wanted.includes(name));
    const bytes = sets.reduce((sum, set) => sum + downloadBytes(set), 0);
    say(
      `Downloading the public data of these pages: ${wanted.join(", ")}, ${
        megabytes(bytes)
      } in all (--offline for not)`,
    );
    const terminal = Deno.stdout.isTerminal() ? { rewrite: (text: string) => writeAll(Deno.stdout, text) } : {};
    await fetchSets(sets, { signal, say, complain, givesUp: true, silenceMs: SILENCE_MS, ...terminal });
  }
  const absent = await absentDatasets([...needs.values()].flat());
  const without = [...needs].map(([path, names]) => [path, names.filter((name) => absent.includes(name))] as const);
  return new Map(without.filter(([, names]) => names.length > 0));
}

/**
 * Exports the site with all notebooks; returns what was done. Those that did not run are shown as they ran last, or as
 * they are committed; those that ran on generated data as they are committed.
 */
async function exportAll(
  executed: readonly ExecutedNotebook[],
  options: StudyOptions & { root: string; absent: AbsentData },
): Promise<string> {
  const { root, formats, absent } = options;
  const done = new Map(executed.map(({ path, notebook }) => [path, notebook]));
  const paths = await findNotebooks(root);
  const others = paths.filter((path) => !done.has(path));
  for (const [path, notebook] of others.length > 0 ? await cachedNotebooks(others, { root }) : []) {
    done.set(path, notebook);
  }
  const notebooks: { path: string; notebook: Notebook }[] = [];
  for (const path of paths) {
    const committed = parseNotebook(await Deno.readTextFile(`${root}/${path}`), path);
    const names = absent.get(path);
    const notebook = done.get(path) ?? committed;
    notebooks.push({
      path,
      notebook: names === undefined ? notebook : committedPage(committed, { executed: notebook, absent: names }),
    });
  }
  if (absent.size > 0) {
    const names = [...new Set([...absent.values()].flat())].join(", ");
    const pages = absent.size === 1 ? "1 page is" : `${absent.size} pages are`;
    say(`${pages} shown as committed, on the public data; not on this machine: ${names}`);
  }
  const { exportSite } = await import("../export/export_site.ts"); // heavy, and of no use when a notebook failed
  const record = await readersRecord();
  const { made, kept } = await withSiteLock(
    root,
    () => exportSite(notebooks, { root, out: `${root}/site`, formats, record, report: say }),
  );
  return `site/index.html: ${made} pages exported, ${kept} unchanged`;
}

function summary({ executed, failures }: RunReport): string {
  const failed = new Set(failures.map(({ path }) => path)).size;
  const unchanged = executed.filter(({ fromCache }) => fromCache).length;
  const ran = executed.length - unchanged;
  return `${ran} run, ${unchanged} unchanged, ${failed} failed`;
}

/**
 * The reader's standing in each exercise, for the front page; empty when there is no record, or none that can be read.
 */
async function readersRecord(): Promise<ReaderStanding[]> {
  const { standings } = await import("../practice/mastery.ts");
  try {
    return standings();
  } catch (error) {
    complain(`The front page is without your progress: ${(error as Error).message}`);
    return [];
  }
}

/** Ctrl-C and its relatives abort the signal; after `exitAtOnce` they end the process. */
function watchInterruption(): { signal: AbortSignal; exitAtOnce: () => void } {
  const controller = new AbortController();
  let stop = () => controller.abort();
  const signals: Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT", "SIGBREAK"] : ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) Deno.addSignalListener(signal, () => stop());
  return {
    signal: controller.signal,
    exitAtOnce: () => stop = () => void endLiveTrees().then(() => Deno.exit(INTERRUPTED)),
  };
}

function say(text: string): void {
  writeAll(Deno.stdout, `${text}\n`);
}

function complain(text: string): void {
  writeAll(Deno.stderr, `${text}\n`);
}

function writeAll(stream: { writeSync(bytes: Uint8Array): number }, text: string): void {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length;) at += stream.writeSync(bytes.subarray(at));
}

if (import.meta.main) {
  const status = await study(Deno.args).finally(endLiveTrees);
  Deno.exit(status);
}
