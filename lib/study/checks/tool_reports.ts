/**
 * Tool reports: what Deno's own tools say, taken apart into diagnostics.
 *
 * **Invariant.** A tool that fails is never reported as having nothing to say: what cannot be taken apart becomes one
 * diagnostic with the tool's last words.
 *
 * Cost: one pass over the text.
 *
 * Not here on purpose: running the tools.
 *
 * @module
 */
import type { Diagnostic } from "./diagnostic.ts";
import type { ProcessEnd } from "../process/run_process.ts";

/** Turns an address or path and a line, as a tool names them, into the place of a diagnostic. */
export type Locate = (file: string, line: number) => Partial<Diagnostic> & { readonly path: string };

/** Places below the root of a checkout; a place in a doc example becomes its line in the file. */
export function locateBelow(root: string): Locate {
  return (file, line) => {
    const absolute = decodeURIComponent(file.replace(/^file:\/\//, ""));
    const path = (absolute.startsWith(`${root}/`) ? absolute.slice(root.length + 1) : absolute).replace(/^\.\//, "");
    const [, module, start] = /^(.*\.ts)#(\d+)-\d+\.ts$/.exec(path) ?? [];
    return module === undefined ? { path, line } : { path: module, line: Number(start) + line - 1 };
  };
}

/** What `deno check` found. */
export function typeDiagnostics(end: ProcessEnd, locate: Locate): Diagnostic[] {
  const pattern = /^(?:(TS\d+) \[ERROR\]|error): ([^]*?)\n\s+at (file:\/\/\S+):(\d+):\d+$/gm;
  const diagnostics = Array.from(end.output.matchAll(pattern), ([, code = "", said, file, line]): Diagnostic => {
    const message = `${explanation(said!)}${code && ` (${code})`}`;
    return { rule: "type", message, ...locate(file!, Number(line)) };
  });
  return orLastWords(diagnostics, end, "type");
}

/** What `deno lint --json` found. */
export function lintDiagnostics(end: ProcessEnd, locate: Locate): Diagnostic[] {
  const report = parsedReport(end.output);
  const diagnostics = [
    ...report.diagnostics.map(({ code, message, filename, range, hint }): Diagnostic => {
      const text = `${message}${hint ? `: ${hint}` : ""}`;
      return { rule: `lint ${code}`, message: text, ...locate(filename, range.start.line) };
    }),
    ...report.errors.map(({ file_path, message }): Diagnostic => {
      const line = Number(/:(\d+):\d+$/.exec(message)?.[1] ?? 1);
      return { rule: "syntax", message: message.split("\n")[0]!, ...locate(file_path, line) };
    }),
  ];
  return orLastWords(diagnostics, end, "lint");
}

/** What `deno fmt --check` found. */
export function formatDiagnostics(end: ProcessEnd, locate: Locate): Diagnostic[] {
  const unformatted = Array.from(end.output.matchAll(/^from (.+):\n\s*(\d+) \|/gm), ([, file, line]): Diagnostic => {
    return { rule: "format", message: "not formatted: deno fmt", ...locate(file!, Number(line)) };
  });
  const broken = Array.from(end.output.matchAll(/^Error checking: (.+)\n\s*(.+)/gm), ([, file, why]): Diagnostic => {
    return { rule: "syntax", message: why!, ...locate(file!, 1) };
  });
  return orLastWords([...unformatted, ...broken], end, "format");
}

/**
 * What `deno doc --lint` found. Types of other packages count as private for it, and what their files lack is
 * told too; both are left out.
 * @param isOurs Whether a type of that name is declared in this project.
 */
export function docDiagnostics(
  end: ProcessEnd,
  locate: Locate,
  options: { isOurs: (name: string) => boolean },
): Diagnostic[] {
  const all = Array.from(end.output.matchAll(/^error\[([\w-]+)\]: (.+)\n\s*--> (.+):(\d+):\d+$/gm), (match) => {
    const [, code, message, file, line] = match;
    const foreign = /references private type '([^'.<]+)/.exec(message!)?.[1];
    return { foreign, diagnostic: { rule: `doc ${code}`, message: message!, ...locate(file!, Number(line)) } };
  });
  const isInside = (path: string) => !path.startsWith("/") && !/^[A-Za-z]:/.test(path);
  const ours = all.filter(({ foreign, diagnostic }) =>
    isInside(diagnostic.path) && (foreign === undefined || options.isOurs(foreign))
  );
  return all.length === 0 ? orLastWords([], end, "doc") : ours.map(({ diagnostic }) => diagnostic);
}

/** What `deno publish --dry-run` refused. */
export function publishDiagnostics(end: ProcessEnd, locate: Locate): Diagnostic[] {
  const pattern = /^error\[([\w-]+)\]: (.+)\n\s*--> (.+):(\d+):\d+$/gm;
  const diagnostics = Array.from(end.output.matchAll(pattern), ([, code, message, file, line]): Diagnostic => {
    return { rule: `publish ${code}`, message: message!, ...locate(file!, Number(line)) };
  });
  return orLastWords(diagnostics, end, "publish");
}

function orLastWords(diagnostics: Diagnostic[], end: ProcessEnd, rule: string): Diagnostic[] {
  if (diagnostics.length > 0 || (end.code === 0 && !end.timedOut)) return diagnostics;
  const words = end.output.replace(/\n\s*Stack backtrace:[^]*$/, "").trim().split("\n").slice(-6).join(" / ");
  return [{ rule, path: "deno.json", message: `the tool failed with status ${end.code}: ${words}` }];
}

/** What the type checker says, without the lines of code that it quotes. */
function explanation(said: string): string {
  const lines = said.split("\n");
  const quoted = lines.findIndex((line) => /^\s*[~^]+\s*$/.test(line));
  const words = quoted === -1 ? lines : lines.slice(0, quoted - 1);
  return words.map((line) => line.trim()).join(" ").replace(/\.$/, "");
}

interface LintReport {
  readonly diagnostics: readonly {
    readonly code: string;
    readonly message: string;
    readonly hint?: string | null;
    readonly filename: string;
    readonly range: { readonly start: { readonly line: number } };
  }[];
  readonly errors: readonly { readonly file_path: string; readonly message: string }[];
}

function parsedReport(output: string): LintReport {
  try {
    const [start, stop] = [output.indexOf("{"), output.lastIndexOf("}")];
    return JSON.parse(output.slice(start, stop + 1)) as LintReport;
  } catch {
    return { diagnostics: [], errors: [] }; // the tool's last words tell
  }
}
