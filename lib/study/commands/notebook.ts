/**
 * `deno task notebook new|unpack|pack|format`: makes a notebook from the template, turns notebooks into a text form
 * that is pleasant to edit and review, and back, and formats code cells.
 *
 * Exit status 0: done. 1: a file is missing, is not what it should be, or cannot be written; nothing has been changed.
 * 2: wrong usage.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { writeFileAtomic } from "../../storage/atomic_write.ts";
import { formatCells } from "../checks/code_cells.ts";
import { newNotebook } from "../notebook/notebook_template.ts";
import { formatNotebook, type LabMetadata, type Notebook, parseNotebook } from "../notebook/nbformat.ts";
import { cellsWithoutOutputs, fromTextForm, toTextForm } from "../notebook/markdown_format.ts";

/** What the command needs of the outside world. */
export interface NotebookCommandOptions {
  /** The checkout. @default {the current folder} */
  readonly root?: string;
  /** A line for the user. @default {console.log} */
  readonly say?: (line: string) => void;
  /** A line about what is wrong. @default {console.error} */
  readonly complain?: (line: string) => void;
}

const USAGE = `Usage: deno task notebook <action> …
  new <chapter>/<name> [--title t] [--level easy|medium|hard] [--minutes n] [--proves p] [--exercise e]
                        a notebook with the eleven sections, to be filled
  unpack <file.ipynb>…  the text form beside it (file.md); --force replaces one that differs
  pack <file.md>…       the notebook again; outputs of cells that did not change stay
  format <file.ipynb>…  code cells formatted`;

/** A mistake in the call, answered with the usage. */
class UsageError extends Error {}

const KNOWN = {
  title: { type: "string" },
  level: { type: "string" },
  minutes: { type: "string" },
  proves: { type: "string" },
  exercise: { type: "string" },
  force: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof KNOWN }>>["values"];

interface Surroundings {
  readonly root: string;
  readonly say: (line: string) => void;
}

/**
 * Runs the command.
 * @param args The command line, without the program.
 * @returns The exit status.
 */
export async function notebookCommand(args: readonly string[], options: NotebookCommandOptions = {}): Promise<number> {
  const { root = ".", say = console.log, complain = console.error } = options;
  const around = { root, say };
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: KNOWN, allowPositionals: true });
    if (values.help) {
      say(USAGE);
      return 0;
    }
    const [action, ...files] = positionals;
    if (action === undefined) throw new UsageError("Cannot tell what to do: no action is named");
    if (files.length === 0) throw new UsageError(`Cannot ${action}: no file is named`);
    switch (action) {
      case "new":
        await create(files, values, around);
        break;
      case "unpack":
        for (const file of files) await unpack(file, values.force ?? false, around);
        break;
      case "pack":
        for (const file of files) await pack(file, around);
        break;
      case "format":
        await format(files, around);
        break;
      default:
        throw new UsageError(`Cannot tell what to do: there is no action of that name: current value is ${action}`);
    }
    return 0;
  } catch (error) {
    const { message, name } = error as Error & { code?: string };
    const isUsage = error instanceof UsageError || (error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS");
    if (isUsage) complain(`${message.split(". To ")[0]}\n${USAGE}`);
    else if (error instanceof SyntaxError || error instanceof RangeError) complain(message);
    else if (error instanceof Error && name in Deno.errors) complain(`Cannot finish: ${message}`);
    else throw error;
    return isUsage ? 2 : 1;
  }
}

async function create(names: readonly string[], values: Values, { root, say }: Surroundings): Promise<void> {
  if (names.length !== 1) {
    throw new UsageError(`Cannot make a notebook: one at a time: current value is ${names.join(" ")}`);
  }
  const [, chapter, name] = /^(?:notebooks\/)?([a-z0-9_]+)\/([a-z0-9_]+)(?:\.ipynb)?$/.exec(names[0]!) ?? [];
  if (chapter === undefined || name === undefined) {
    throw new UsageError(
      `Cannot make a notebook: its name must be <chapter>/<name> in snake_case: current value is ${names[0]}`,
    );
  }
  const { level = "medium", minutes = "25", proves = "…", exercise } = values;
  const title = values.title ?? name[0]!.toUpperCase() + name.slice(1).replaceAll("_", " ");
  const lab = {
    title,
    chapter,
    level,
    minutes: Number(minutes) || minutes,
    proves,
    ...exercise === undefined ? {} : { exercise },
  };
  const path = `notebooks/${chapter}/${name}.ipynb`;
  const text = formatNotebook(newNotebook(lab as LabMetadata));
  parseNotebook(text, path); // the card is what the format demands
  if (await readIfThere(`${root}/${path}`) !== undefined) {
    throw new RangeError(`Cannot make a notebook: there is one already: current value is ${path}`);
  }
  await writeFileAtomic(`${root}/${path}`, new TextEncoder().encode(text));
  say(`${path}: eleven sections to fill; deno task notebook unpack ${path} gives a text to edit`);
}

async function unpack(file: string, force: boolean, { root, say }: Surroundings): Promise<void> {
  if (!file.endsWith(".ipynb")) throw new UsageError(`Cannot unpack: not a notebook: current value is ${file}`);
  const notebook = await readNotebook(file, root);
  const to = file.replace(/\.ipynb$/, ".md");
  const text = toTextForm(notebook);
  const old = await readIfThere(`${root}/${to}`);
  if (old !== undefined && old !== text && !force) {
    throw new RangeError(
      `Cannot unpack ${file}: ${to} differs and would be lost (pack it first, or --force): current value is ${old.length} characters`,
    );
  }
  await writeFileAtomic(`${root}/${to}`, new TextEncoder().encode(text));
  say(`${to}: ${notebook.cells.length} cells`);
}

async function pack(file: string, { root, say }: Surroundings): Promise<void> {
  if (!file.endsWith(".md")) throw new UsageError(`Cannot pack: not a text form: current value is ${file}`);
  const to = file.replace(/\.md$/, ".ipynb");
  const text = await Deno.readTextFile(`${root}/${file}`);
  const old = await readIfThere(`${root}/${to}`);
  const previous = old === undefined ? undefined : parseNotebook(old, to);
  const notebook = fromTextForm(text, { path: file, ...previous === undefined ? {} : { previous } });
  const packed = formatNotebook(notebook);
  parseNotebook(packed, file); // what the format demands of card, tags and ids
  if (packed !== old) await writeFileAtomic(`${root}/${to}`, new TextEncoder().encode(packed));
  const dropped = previous === undefined ? [] : cellsWithoutOutputs(notebook, previous);
  const note = dropped.length === 0 ? "" : `; outputs of ${dropped.join(", ")} are gone until deno task study --save`;
  say(`${to}: ${notebook.cells.length} cells${packed === old ? ", nothing new" : ""}${note}`);
}

async function format(files: readonly string[], { root, say }: Surroundings): Promise<void> {
  const notebooks = await Promise.all(files.map(async (path) => ({ path, notebook: await readNotebook(path, root) })));
  for (const [index, { path, notebook }] of (await formatCells(notebooks)).entries()) {
    const before = notebooks[index]!.notebook;
    const changed = notebook.cells.filter((cell, at) => cell.source !== before.cells[at]!.source).length;
    if (changed > 0) await writeFileAtomic(`${root}/${path}`, new TextEncoder().encode(formatNotebook(notebook)));
    say(`${path}: ${changed} cells formatted`);
  }
}

async function readNotebook(path: string, root: string): Promise<Notebook> {
  return parseNotebook(await Deno.readTextFile(`${root}/${path}`), path);
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

if (import.meta.main) Deno.exit(await notebookCommand(Deno.args));
