/**
 * `deno task review [--export <file>] [--import <file>]`: what is due, and the record as a file to keep or to move.
 *
 * Exit status: 0 done, 1 the record or the file can't be read or written, 2 wrong usage.
 *
 * @module
 */
import { runUntilSignal } from "../process/live_trees.ts";
import { resolve } from "node:path";
import { exerciseName, openExercise } from "../exercises/catalogue.ts";
import { closestName } from "../exercises/closest_name.ts";
import { type ExerciseStanding, isDue, standings } from "../practice/mastery.ts";
import { masteryPath, MasteryRecord, MasteryRecordError } from "../practice/mastery_record.ts";
import { formatMastery, parseMastery } from "../practice/mastery_transfer.ts";

const USAGE = `Usage: deno task review                   lists what is due
       deno task review --export <file>   writes your record as JSON
       deno task review --import <file>   adds the attempts of such a file to your record`;

async function main(args: readonly string[]): Promise<number> {
  const [option, path, ...rest] = args;
  if (option === "--help") console.log(USAGE);
  else if (option === undefined) console.log(due(standings(), Date.now()));
  else if ((option === "--export" || option === "--import") && path !== undefined && rest.length === 0) {
    const file = resolve(Deno.env.get("INIT_CWD") ?? Deno.cwd(), path);
    console.log(option === "--export" ? await exportTo(file) : await importFrom(file));
  } else {
    console.error(`Cannot review: ${whyNot(option, { path, rest })}\n\n${USAGE}`);
    return 2;
  }
  return 0;
}

function whyNot(
  option: string,
  { path, rest }: { readonly path: string | undefined; readonly rest: readonly string[] },
): string {
  const known = ["--export", "--import", "--help"];
  if (!known.includes(option)) {
    const close = closestName(option, known);
    return `there is no option ${option}${close ? `; did you mean ${close}?` : ""}`;
  }
  return path === undefined
    ? `${option} needs a file`
    : `only one file at a time, and this is a second: ${rest.join(" ")}`;
}

/** The list of what is due, then of what comes later, then of what was never passed. */
function due(all: readonly ExerciseStanding[], nowMs: number): string {
  const tried = all.filter(({ attempts }) => attempts > 0);
  if (tried.length === 0) {
    return "Nothing to review yet: the record begins with your first check. `deno task practice` lists the exercises.";
  }
  const byDate = (a: ExerciseStanding, b: ExerciseStanding) => (a.dueAt ?? "").localeCompare(b.dueAt ?? "");
  const passed = tried.filter(({ dueAt }) => dueAt !== undefined).sort(byDate);
  const line = ({ exercise, title, dueAt, passed, mastered }: ExerciseStanding) =>
    `  ${exercise}  ${title}${dueAt ? `, since ${dueAt}` : ""}${
      passed && !mastered ? ", not mastered yet" : ""
    }  (notebooks/${openExercise(exerciseName(exercise)).notebook}.ipynb)`;
  const isNow = passed.filter((standing) => isDue(standing, nowMs));
  const later = passed.filter((standing) => !isDue(standing, nowMs));
  const open = tried.filter(({ passed }) => !passed);
  const section = (title: string, lines: readonly string[]) => lines.length > 0 ? [[title, ...lines].join("\n")] : [];
  return [
    ...section("Due for review:", isNow.map(line)),
    ...(isNow.length === 0 ? ["Nothing is due."] : []),
    ...section("Not passed yet:", open.map(line)),
    ...section(
      "Later:",
      later.map(({ exercise, title, dueAt, mastered }) =>
        `  ${dueAt}  ${exercise}  ${title}${mastered ? "" : ", not mastered yet"}`
      ),
    ),
  ].join("\n\n");
}

async function exportTo(file: string): Promise<string> {
  using record = new MasteryRecord(masteryPath());
  const events = record.events();
  try {
    await Deno.writeTextFile(file, formatMastery(events));
  } catch (error) {
    throw new SyntaxError(`Cannot export to ${file}: ${(error as Error).message}`);
  }
  return `${events.length} events written to ${file}`;
}

async function readText(file: string): Promise<string> {
  try {
    return await Deno.readTextFile(file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) throw new SyntaxError(`Cannot import ${file}: there is no such file`);
    if (error instanceof Deno.errors.IsADirectory) throw new SyntaxError(`Cannot import ${file}: it is a folder`);
    throw new SyntaxError(`Cannot import ${file}: ${(error as Error).message}`);
  }
}

async function importFrom(file: string): Promise<string> {
  const events = parseMastery(await readText(file), file);
  using record = new MasteryRecord(masteryPath());
  const added = record.add(events);
  return `${added} of ${events.length} events were new`;
}

if (import.meta.main) {
  try {
    await runUntilSignal(() => main(Deno.args), { graceMs: 0 });
  } catch (error) {
    const isExpected = error instanceof MasteryRecordError || error instanceof SyntaxError ||
      Object.values(Deno.errors).some((kind) => error instanceof kind);
    if (!isExpected) throw error;
    console.error((error as Error).message);
    Deno.exit(1);
  }
}
