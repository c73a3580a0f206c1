/**
 * What is wrong with the syntax of a cell: message, line and column, with the line shown.
 *
 * The kernel answers a syntax error with "Execution failed" and nothing else, so the text goes through Deno's
 * formatter, whose parser is the kernel's own and says where it stopped.
 *
 * Cost: one short process, about 30 ms, and only after a failure.
 *
 * @param source Text of the cell.
 * @param options.denoPath Program to ask. Defaults to `Deno.execPath()`.
 * @returns Lines of text, the first one the message; undefined when the parser finds no fault.
 *
 * @example The place is named
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { syntaxMessage } from "@lib/study/kernel/syntax_message.ts";
 * const lines = await syntaxMessage("const a = 1;\nconst x = ;");
 * assertEquals(lines?.at(0), "Expression expected (line 2, column 11)");
 * ```
 */
export async function syntaxMessage(
  source: string,
  options: { denoPath?: string } = {},
): Promise<string[] | undefined> {
  const { denoPath = Deno.execPath() } = options;
  const child = new Deno.Command(denoPath, {
    args: ["fmt", "--no-config", "--ext", "ts", "-"],
    env: { NO_COLOR: "1" },
    stdin: "piped",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  // it may stop reading
  await writer.write(new TextEncoder().encode(source)).then(() => writer.close()).catch(() => {});
  const { success, stderr } = await child.output();
  if (success) return undefined;
  const text = new TextDecoder().decode(stderr);
  const message = /SyntaxError: (.+)/.exec(text)?.[1];
  const place = /_stdin\.ts:(\d+):(\d+)|stdin[^:]*:(\d+):(\d+)/.exec(text);
  if (message === undefined || place === null) return undefined;
  const [line, column] = [place[1] ?? place[3], place[2] ?? place[4]];
  const frame = text.split("\n").filter((row) => /^\s*\d*\s*\|/.test(row) && row.trim() !== "|");
  return [`${message.replace(/\. Expected .{200,}$/, "")} (line ${line}, column ${column})`, ...frame];
}
