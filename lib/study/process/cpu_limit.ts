/**
 * A command line whose processor time is limited by the system: the net under processes that lose whoever watches them.
 *
 * A watched process is ended by its watcher. When the watcher itself is killed, an endless loop would take a core for
 * ever; with this limit the system ends it. Where there is no `sh` (Windows) the command line stays as it is.
 *
 * Cost: about 1 ms.
 *
 * Not here on purpose: wall clock (a process that sleeps harms nobody), memory.
 *
 * @module
 */

/** A program and its arguments. */
export interface CommandLine {
  /** Path or name of the program. */
  readonly command: string;
  /** Its arguments. */
  readonly args: readonly string[];
}

/**
 * `line` under a limit.
 * @param seconds Processor time of the process and of each process that it starts, in whole seconds, at least 1.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { withCpuLimit } from "@lib/study/process/cpu_limit.ts";
 * const { command, args } = withCpuLimit({ command: "echo", args: ["a b"] }, 10);
 * const { stdout } = await new Deno.Command(command, { args: [...args] }).output();
 * assertEquals(new TextDecoder().decode(stdout), "a b\n");
 * ```
 */
export function withCpuLimit(line: CommandLine, seconds: number): CommandLine {
  if (Deno.build.os === "windows") return line;
  const script = `ulimit -t ${Math.max(1, Math.ceil(seconds))} 2>/dev/null; exec "$0" "$@"`;
  return { command: "/bin/sh", args: ["-c", script, line.command, ...line.args] };
}
