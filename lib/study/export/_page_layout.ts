/**
 * The frame of every page: head, bar with search and theme, main, foot. Everything works from the file system and
 * without scripts; scripts only add (search, theme button, copy buttons, interactive figures).
 *
 * Not here on purpose: what stands in `main`.
 *
 * @module
 */
import { escapeHtml } from "../notebook/escape_html.ts";
import { relativeHref } from "./_link_target.ts";

/** What fills the frame. */
export interface PageParts {
  /** The page, from the site's folder. */
  readonly page: string;
  /** Of the window; the lab's name is added. */
  readonly title: string;
  /** One sentence. */
  readonly description: string;
  /** Class of the body, which decides the layout. */
  readonly kind: "front" | "notebook" | "source";
  /** HTML of `main`. */
  readonly main: string;
  /** HTML beside `main`, if any. */
  readonly aside?: string;
}

/** Name of the site, in its bar and its titles. */
export const SITE_NAME = "ML Systems Lab";

/** Decides light or dark before anything is painted, as the reader chose last time. */
const EARLY = `try{const t=localStorage.getItem("lab-theme");if(t)document.documentElement.dataset.theme=t}catch{}` +
  `document.documentElement.classList.add("js")`;

const ICON = "data:image/svg+xml," + encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path d="M6 5h6v16h14v6H6z" fill="#2f6db5"/><circle cx="22" cy="10" r="4" fill="#2f6db5"/></svg>`,
);

/** The whole page. */
export function pageLayout(parts: PageParts): string {
  const { page, title, description, kind, main, aside = "" } = parts;
  const at = (path: string) => relativeHref(page, path);
  const root = page.replace(/[^/]+$/, "").replace(/[^/]+\//g, "../");
  return `<!doctype html>
<html lang="en" data-root="${root}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title === SITE_NAME ? title : `${title} · ${SITE_NAME}`)}</title>
<meta name="description" content="${escapeHtml(description)}">
<link rel="icon" href="${ICON}">
<link rel="stylesheet" href="${at("assets/site.css")}">
<script>${EARLY}</script>
<script defer src="${at("assets/site.js")}"></script>
</head>
<body class="${kind}">
<a class="skip" href="#main">Skip to the text</a>
<header class="bar">
<a class="home" href="${at("index.html")}">${SITE_NAME}</a>
<form class="search" role="search" autocomplete="off"><label class="unseen" for="query">Search all text and code</label><input id="query" type="search" placeholder="Search" spellcheck="false" aria-describedby="query-key"><kbd id="query-key" title="Press / to search">/</kbd></form>
<button class="theme" type="button">Dark</button>
</header>
<div class="results" id="results" hidden></div>
<div class="columns">
${aside}<main id="main" tabindex="-1">
${main}
</main>
</div>
<footer class="foot"><p>${SITE_NAME}: every number on these pages was computed by the code beside it.</p></footer>
</body>
</html>
`;
}
