/**
 * `deno task practice [<exercise> [<file.ts>]] [--watch] [--hint] [--solution]`: the practice of the notebooks from a
 * terminal.
 *
 * Exit status: 0 passed (or nothing was to be graded), 1 not passed, 2 wrong usage.
 *
 * @module
 */
import { basename, dirname, resolve } from "node:path";
import { runUntilSignal } from "../process/live_trees.ts";
import { pathToFileURL } from "node:url";
import { type ExerciseName, exerciseName, exerciseNames, openExercise } from "../exercises/catalogue.ts";
import { closestName } from "../exercises/closest_name.ts";
import { Feedback } from "../practice/feedback.ts";
import { type ExerciseStanding, isDue, standings } from "../practice/mastery.ts";
import { hasMasteryRecord, type MasteryEvent, masteryPath, MasteryRecord } from "../practice/mastery_record.ts";
import { PracticeSession } from "../practice/practice_session.ts";
import { UnreadableSubmissionError } from "../practice/submission.ts";

const USAGE = `Usage: deno task practice                                    lists the exercises and your record
       deno task practice <exercise>                         shows what it asks for
       deno task practice <exercise> <file.ts>               checks the file: exit status 0 passed, 1 not, 2 wrong usage
       deno task practice <exercise> <file.ts> --watch       checks again whenever the file is saved
       deno task practice <exercise> <file.ts> --hint        and shows the next hint
       deno task practice <exercise> <file.ts> --solution    and shows a solution: after a pass, or when asked twice`;
const MAX_CODE_COLUMNS = 120;
const FLAGS = ["--watch", "--hint", "--solution", "--help"];

/** Wrong usage: the message and the usage are shown, and the exit status is 2. */
class UsageError extends Error {
  override readonly name = "UsageError";
}

async function main(args: readonly string[]): Promise<number> {
  const flags = args.filter((arg) => arg.startsWith("-"));
  const [name, path, ...rest] = args.filter((arg) => !arg.startsWith("-"));
  const unknown = flags.find((flag) => !FLAGS.includes(flag));
  if (unknown) {
    const close = closestName(unknown, FLAGS);
    throw new UsageError(`Cannot practise: there is no option ${unknown}${close ? `; did you mean ${close}?` : ""}`);
  }
  if (rest.length > 0) {
    throw new UsageError(
      `Cannot practise: only one file at a time can be checked, and this is a second: ${rest.join(" ")}`,
    );
  }
  if (flags.includes("--help")) {
    console.log(USAGE);
    return 0;
  }
  if (name === undefined) {
    if (flags.length > 0) throw new UsageError(`Cannot practise: ${flags[0]} needs an exercise and a file`);
    console.log(listing());
    return 0;
  }
  const exercise = checkExerciseName(name);
  if (path === undefined) {
    if (flags.length > 0) throw new UsageError(`Cannot practise: ${flags[0]} needs a file to check`);
    console.log(await assignment(exercise));
    return 0;
  }
  const file = resolve(Deno.env.get("INIT_CWD") ?? Deno.cwd(), path);
  if (!flags.includes("--watch")) return await checkOnce(exercise, { file, flags });
  return await watch(exercise, { file, flags });
}

function checkExerciseName(name: string): ExerciseName {
  try {
    return exerciseName(name);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

async function checkOnce(
  exercise: ExerciseName,
  { file, flags }: { readonly file: string; readonly flags: readonly string[] },
): Promise<number> {
  const moreHelp = flags.includes("--hint") ? "" : "Add --hint to get a hint.";
  const session = new PracticeSession(exercise, {
    timed: false,
    remembersQuestion: true,
    ...(moreHelp ? { moreHelp } : {}),
  });
  let verdict;
  try {
    verdict = await session.checkFile(pathToFileURL(file));
  } catch (error) {
    if (error instanceof UnreadableSubmissionError) throw new UsageError(error.message);
    throw error;
  }
  show(verdict);
  const events = eventsOf(exercise);
  const isPass = (event: MasteryEvent) => event.kind === "attempt" && event.outcome === "pass";
  const isMastery = (event: MasteryEvent) => isPass(event) && event.kind === "attempt" && event.mastered !== false;
  if (flags.includes("--hint")) {
    const since = events.slice(1 + events.findLastIndex(isMastery));
    session.resumeHints(since.filter((event) => event.kind === "hint"));
    show(session.hint());
  }
  if (flags.includes("--solution")) {
    const passed = events.some(isPass);
    session.resumeSolution({ passed, asked: events.some((event) => event.kind === "solution") });
    show(solutionFor(session, passed));
  }
  return verdict.outcome === "pass" ? 0 : verdict.outcome === "wrong names" ? 2 : 1;
}

/** What the record says of the exercise; nothing, when it can't be read: the verdict has said so. */
function eventsOf(exercise: ExerciseName): MasteryEvent[] {
  try {
    if (!hasMasteryRecord(masteryPath())) return [];
    using record = new MasteryRecord(masteryPath());
    return record.events().filter((event) => event.exercise === exercise);
  } catch {
    return [];
  }
}

/** On a terminal the second question is put at once; elsewhere the record remembers the first. */
function solutionFor(session: PracticeSession<never>, passed: boolean): Feedback {
  const first = session.solution();
  const isShown = first.parts.code !== undefined;
  if (isShown || passed || !Deno.stdin.isTerminal() || !confirm("Not passed yet. Show the solution anyway?")) {
    return first;
  }
  return session.solution();
}

async function watch(
  exercise: ExerciseName,
  options: { readonly file: string; readonly flags: readonly string[] },
): Promise<never> {
  const { file } = options;
  let checked: string | undefined;
  const checkIfChanged = async () => {
    const content = await Deno.readTextFile(file).catch(() => undefined);
    if (content === undefined || content === checked) return; // an editor may be between deleting and writing
    checked = content;
    await checkOnce(exercise, options);
    console.log(`\nWatching ${basename(file)}; Ctrl-C ends it.`);
  };
  await Deno.stat(file).catch(() => {
    throw new UsageError(`Cannot watch a solution: there is no such file: ${file}`);
  });
  // The folder, not the file: most editors save by putting a new file in the place of the old one.
  const changes = Deno.watchFs(dirname(file), { recursive: false });
  await checkIfChanged();
  for await (const { paths } of changes) {
    if (paths.some((path) => basename(path) === basename(file))) await checkIfChanged();
  }
  throw new Error(`Cannot watch ${file} any longer: the system has stopped reporting changes`);
}

/** What is to be written, for someone who named an exercise and no file. */
async function assignment(exercise: ExerciseName): Promise<string> {
  const { notebook, title, level, minutes, rules, mastery, steps } = openExercise(exercise);
  const { task, names } = await openExercise(exercise).suite();
  return new Feedback({
    title: `${title}: ${level}, about ${minutes} minutes (notebooks/${notebook}.ipynb)`,
    mood: "plain",
    code: { text: exportedTask({ task, names }), language: "ts", isFlush: true },
    lists: [
      ...(rules.length > 0 ? [{ title: "To pass:", items: rules }] : []),
      ...(mastery.length > 0 ? [{ title: "To master it:", items: mastery }] : []),
      ...(steps.length > 0 ? [{ title: "In small steps, each with a statement of its own:", items: steps }] : []),
      { title: "Write it to a file and check it:", items: [`deno task practice ${exercise} <file.ts>`] },
    ],
  }).text({ colour: Deno.stdout.isTerminal() && !Deno.noColor });
}

/** The stub with its names exported, ready to be copied to a file; long comments are wrapped. */
function exportedTask({ task, names }: { readonly task: string; readonly names: readonly string[] }): string {
  const isWide = (line: string) => line.length > MAX_CODE_COLUMNS;
  const lines = task.split("\n").flatMap((line) => isWide(line) ? wrappedComment(line) : [line]);
  const exported = lines.map((line) => line.replace(/^(async function|function|class|const)\b/, "export $1"));
  if (!exported.some(isWide)) return exported.join("\n");
  return [...lines, "", `export { ${names.join(", ")} };`].join("\n");
}

/** A comment line of the page's width; any other line stays as it is. */
function wrappedComment(line: string): string[] {
  const [, indent, open, text] = /^(\s*)(\/\*\* | \* |\* |\/\/ )(.*)$/.exec(line) ?? [];
  if (indent === undefined || open === undefined || text === undefined) return [line];
  const next = open === "/** " ? " * " : open;
  const lines: string[] = [];
  let current = indent + open;
  for (const word of text.split(" ")) {
    if (current.length + word.length > MAX_CODE_COLUMNS && current.trim() !== open.trim()) {
      lines.push(current.trimEnd());
      current = indent + next;
    }
    current += `${word} `;
  }
  return [...lines, current.trimEnd()];
}

function listing(): string {
  const record = readStandings();
  const row = (exercise: ExerciseName) => {
    const { title, level, minutes } = openExercise(exercise);
    const standing = record.standings.find((one) => one.exercise === exercise);
    return [exercise, title, level, `${minutes} min`, recordOf(standing)];
  };
  const rows = exerciseNames().flatMap((name) => [
    row(name),
    ...openExercise(name).steps.map((step) => row(step as ExerciseName).map((cell, i) => i === 0 ? `  ${cell}` : cell)),
  ]);
  const header = ["exercise", "title", "level", "time", "your record"];
  const widths = header.map((_, column) => Math.max(...[header, ...rows].map((row) => row[column]!.length)));
  const lines = [header, ...rows].map((row) =>
    row.map((cell, column) => cell.padEnd(widths[column]!)).join("  ").trimEnd()
  );
  return [...lines, ...(record.note ? ["", record.note] : []), "", USAGE].join("\n");
}

function readStandings(): { readonly standings: readonly ExerciseStanding[]; readonly note?: string } {
  try {
    return { standings: standings() };
  } catch (error) {
    return { standings: [], note: (error as Error).message };
  }
}

function recordOf(standing: ExerciseStanding | undefined): string {
  if (!standing || standing.attempts === 0) return "–";
  const attempts = `${standing.attempts} ${standing.attempts === 1 ? "attempt" : "attempts"}`;
  if (!standing.passed) return `${attempts}, not passed yet`;
  const level = standing.mastered ? "mastered" : "passed";
  return `${level}, ${attempts}, ${isDue(standing, Date.now()) ? "review due" : "next review"} ${standing.dueAt}`;
}

function show(feedback: Feedback): void {
  const colour = Deno.stdout.isTerminal() && !Deno.noColor;
  console.log(`${feedback.text({ colour })}\n`);
}

if (import.meta.main) {
  try {
    await runUntilSignal(() => main(Deno.args), { graceMs: 0 });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\n\n${USAGE}`);
    Deno.exit(2);
  }
}
