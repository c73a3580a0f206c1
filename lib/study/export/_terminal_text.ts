/**
 * What a terminal shows of a text: escape sequences do their work or go, a carriage return goes back to the start of
 * the line and what follows writes over it, a backspace goes back by one character.
 *
 * Not here on purpose: colours (a page has its own), moving the cursor to other lines.
 *
 * Source: ECMA-48 (control sequences, operating system commands); Jupyter's own notebook does the same with `\r` and
 * `\b`.
 *
 * @module
 */

/** Colours and cursor movements, titles and links (up to BEL or ST), and the short sequences. */
// deno-lint-ignore no-control-regex -- the escape character is what is looked for
const ESCAPES = /\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\|$)|\x1b[ -/]*[0-~]/g;

// deno-lint-ignore no-control-regex -- what no page can show; tabs and line feeds stay
const UNSHOWN = /[\x00-\x07\x0b\x0c\x0e-\x1f\x7f]/g;

/**
 * The text as lines.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { terminalText } from "./_terminal_text.ts";
 * assertEquals(terminalText("10%\r50%\r100%\n\x1b[31mred\x1b[0m"), "100%\nred");
 * ```
 */
export function terminalText(text: string): string {
  const plain = text.replace(ESCAPES, "").replace(UNSHOWN, "");
  return plain.includes("\r") || plain.includes("\b") ? plain.split("\n").map(shownLine).join("\n") : plain;
}

/** One line after its carriage returns and backspaces. */
function shownLine(line: string): string {
  const shown: string[] = [];
  let at = 0;
  for (const character of line) {
    if (character === "\r") at = 0;
    else if (character === "\b") at = Math.max(0, at - 1);
    else shown[at++] = character;
  }
  return shown.join("");
}
