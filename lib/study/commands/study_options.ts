/**
 * What `deno task study` can be told.
 *
 * @module
 */

/** Formats that the site can be exported in. */
export const FORMATS = ["html", "md", "pdf"] as const;

/** One of them. */
export type Format = (typeof FORMATS)[number];

/** Shown with `--help` and after a wrong option. */
export const STUDY_USAGE = `Usage: deno task study [options]

Runs every notebook through the Deno kernel and exports the study site into site/.

  --only <glob>       only notebooks that match, as lru_cache or structures/*; the others are shown as they ran last
  --save              write outputs back into notebooks/, for those that succeed
  --jobs <n>          kernels at the same time (default: processor cores)
  --fail-fast         stop at the first failure
  --no-cache          run every notebook again
  --offline           download nothing: pages whose public data sets are not here are shown as committed
  --format <list>     html, md, pdf, with commas between (default: html)
  --help              this text`;

/** Options after reading. */
export interface StudyOptions {
  /** Glob that chooses notebooks. */
  readonly only?: string;
  /** Whether outputs are written back. */
  readonly save: boolean;
  /** Kernels at the same time. */
  readonly jobs?: number;
  /** Whether the first failure ends the run. */
  readonly failFast: boolean;
  /** Whether results may come from the cache. */
  readonly useCache: boolean;
  /** Whether nothing may be downloaded. */
  readonly offline: boolean;
  /** Formats of the export. */
  readonly formats: readonly Format[];
  /** Whether only the usage is wanted. */
  readonly help: boolean;
}

/**
 * Reads command-line arguments.
 * @throws {SyntaxError} For an unknown option or a value that does not fit: names it.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { readStudyOptions } from "@lib/study/commands/study_options.ts";
 * assertEquals(readStudyOptions(["--only", "lru*", "--jobs=2"]).jobs, 2);
 * ```
 */
export function readStudyOptions(args: readonly string[]): StudyOptions {
  const options: { -readonly [Key in keyof StudyOptions]: StudyOptions[Key] } = {
    save: false,
    failFast: false,
    useCache: true,
    offline: false,
    formats: ["html"],
    help: false,
  };
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const equals = arg.startsWith("--") ? arg.indexOf("=") : -1;
    const name = equals < 0 ? arg : arg.slice(0, equals);
    const value = (): string => {
      const given = equals < 0 ? rest.shift() : arg!.slice(equals + 1);
      if (given === undefined || given === "") throw new SyntaxError(`${name} needs a value`);
      return given;
    };
    if (name === "--only") options.only = value();
    else if (name === "--jobs") options.jobs = readJobs(value());
    else if (name === "--format") options.formats = readFormats(value());
    else if (equals >= 0) throw new SyntaxError(unknown(arg));
    else if (name === "--save") options.save = true;
    else if (name === "--fail-fast") options.failFast = true;
    else if (name === "--no-cache") options.useCache = false;
    else if (name === "--offline") options.offline = true;
    else if (name === "--help" || name === "-h") options.help = true;
    else throw new SyntaxError(unknown(arg));
  }
  return options;
}

function unknown(arg: string): string {
  return `There is no option ${arg}`;
}

function readJobs(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) {
    throw new SyntaxError(`--jobs must be a positive whole number: current value is ${text}`);
  }
  return Number(text);
}

function readFormats(text: string): Format[] {
  const formats = text.split(",").map((format) => format.trim());
  const stray = formats.find((format) => !(FORMATS as readonly string[]).includes(format));
  if (stray !== undefined) throw new SyntaxError(`--format knows ${FORMATS.join(", ")}: current value is ${stray}`);
  return [...new Set(formats)] as Format[];
}
