/**
 * Code as HTML with a handful of classes, coloured by the site's own style sheet in light and in dark.
 *
 * Shiki's TextMate grammars (the ones of VS Code) find the tokens; a theme of ours gives each kind of token a made-up
 * colour that only serves as its name, and neighbouring tokens of one kind become one `<span>`. So a page carries about
 * a fifth of the markup of a themed Shiki block, and contrast is decided in one place, the style sheet.
 *
 * The grammars are loaded on the first call, about 0.6 s, and never when no page has changed.
 *
 * **Invariant.** The text of the HTML, without tags, is the code; and the same code gives the same HTML, however busy
 * the machine is (Shiki's own limit of half a second a line is off).
 *
 * Not here on purpose: copying, line numbers of pages of source (`_source_page.ts`), languages the lab does not write.
 *
 * @module
 */
import type { RawTheme, ShikiPrimitive } from "@shikijs/primitive";
import { escapeHtml } from "../notebook/escape_html.ts";

/** A stretch of the code that is a link. */
export interface CodeLink {
  /** Offset of its first character. */
  readonly start: number;
  /** Offset after its last character. */
  readonly end: number;
  /** Where it leads. */
  readonly href: string;
}

/** Turns code into the HTML of its lines. */
export interface Highlighter {
  /**
   * The HTML of each line of `code`, without line ends. An unknown language gives plain lines.
   * @param code The text.
   * @param options.language As after the fence of a code block: `ts`, `json`, `bash`, `md`, …
   * @param options.links Stretches that become links: sorted, not overlapping.
   */
  lines(code: string, options: { language: string; links?: readonly CodeLink[] }): string[];
}

/** Kinds of token by TextMate scope; the letter is the class in the page. */
const SCOPES: readonly (readonly [letter: string, scopes: readonly string[]])[] = [
  ["c", ["comment", "punctuation.definition.comment"]],
  ["k", [
    "keyword",
    "keyword.operator.new",
    "keyword.operator.expression",
    "storage",
    "variable.language",
    "constant.language",
    "markup.heading",
  ]],
  ["s", ["string", "punctuation.definition.string", "markup.inline.raw"]],
  ["n", ["constant.numeric", "constant.other", "constant.character"]],
  ["f", ["entity.name.function", "support.function"]],
  ["t", ["entity.name.type", "entity.name.class", "support.type", "support.class", "entity.other.inherited-class"]],
  ["", ["keyword.operator", "storage.type.function.arrow", "punctuation", "meta.brace", "variable"]],
];

const LANGUAGES: Readonly<Record<string, string>> = {
  ts: "typescript",
  typescript: "typescript",
  js: "typescript",
  javascript: "typescript",
  mjs: "typescript",
  json: "json",
  jsonc: "json",
  bash: "shellscript",
  sh: "shellscript",
  shell: "shellscript",
  console: "shellscript",
  md: "markdown",
  markdown: "markdown",
};

let loaded: Promise<Highlighter> | undefined;

/**
 * The highlighter, loaded once.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { loadHighlighter } from "./_highlight.ts";
 * const highlighter = await loadHighlighter();
 * assertEquals(highlighter.lines("const a = 1;", { language: "ts" }), [
 *   '<span class="k">const </span>a = <span class="n">1</span>;',
 * ]);
 * ```
 */
export function loadHighlighter(): Promise<Highlighter> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<Highlighter> {
  const { createShikiPrimitiveAsync, codeToTokensBase } = await import("@shikijs/primitive");
  const { createJavaScriptRegexEngine } = await import("@shikijs/engine-javascript");
  const shiki: ShikiPrimitive = await createShikiPrimitiveAsync({
    langs: [
      import("@shikijs/langs/typescript"),
      import("@shikijs/langs/json"),
      import("@shikijs/langs/shellscript"),
      import("@shikijs/langs/markdown"),
    ],
    themes: [theme()],
    engine: createJavaScriptRegexEngine({ forgiving: true }),
  });
  return {
    lines(code, { language, links = [] }) {
      const lang = LANGUAGES[language.toLowerCase()];
      const tokens = lang
        ? codeToTokensBase(shiki, code, { lang, theme: "lab", tokenizeTimeLimit: 0 })
        : plainLines(code);
      return tokens.map((line) => lineHtml(line, links));
    },
  };
}

interface Token {
  readonly content: string;
  readonly offset: number;
  readonly color?: string | undefined;
}

function plainLines(code: string): Token[][] {
  let offset = 0;
  return code.split("\n").map((content) => {
    const token = { content, offset };
    offset += content.length + 1;
    return [token];
  });
}

/** One line: tokens are cut where links begin and end, then neighbours of one kind are joined. */
function lineHtml(tokens: readonly Token[], links: readonly CodeLink[]): string {
  const pieces: { letter: string; text: string; href: string | undefined }[] = [];
  for (const token of tokens) {
    const end = token.offset + token.content.length;
    const cuts = [token.offset, end];
    for (const link of links) {
      for (const at of [link.start, link.end]) if (at > token.offset && at < end) cuts.push(at);
    }
    cuts.sort((a, b) => a - b);
    for (let i = 0; i + 1 < cuts.length; i++) {
      const start = cuts[i]!;
      const text = token.content.slice(start - token.offset, cuts[i + 1]! - token.offset);
      const href = links.find((link) => link.start <= start && start < link.end)?.href;
      const letter = text.trim() === "" ? pieces.at(-1)?.letter ?? "" : letterOf(token.color);
      const before = pieces.at(-1);
      if (before && before.letter === letter && before.href === href) before.text += text;
      else pieces.push({ letter, text, href });
    }
  }
  return pieces.map(({ letter, text, href }) => {
    const inner = letter ? `<span class="${letter}">${escapeHtml(text)}</span>` : escapeHtml(text);
    return href === undefined ? inner : `<a href="${escapeHtml(href)}">${inner}</a>`;
  }).join("");
}

function colorOf(index: number): string {
  return `#0000${(index + 1).toString(16).padStart(2, "0")}`;
}

function letterOf(color: string | undefined): string {
  return SCOPES.find((_, index) => colorOf(index) === color?.toLowerCase())?.[0] ?? "";
}

function theme(): RawTheme & { name: string; type: "light" } {
  return {
    name: "lab",
    type: "light",
    fg: "#000000",
    bg: "#ffffff",
    settings: [
      { settings: { foreground: "#000000", background: "#ffffff" } },
      ...SCOPES.map(([, scope], index) => ({ scope: [...scope], settings: { foreground: colorOf(index) } })),
    ],
  } as unknown as RawTheme & { name: string; type: "light" };
}
