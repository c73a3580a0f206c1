/**
 * HTML that a cell has displayed, reduced to what a page of the site may hold: structure and text. Scripts, styles,
 * event handlers, forms, frames and anything fetched are taken out; colours too, because a colour that an author chose
 * on white is unreadable at night. The rules are sanitize-html's, with a list of our own.
 *
 * **Invariant.** No request, no script and no colour of its own; all words stay.
 *
 * Not here on purpose: prose (it is the author's own, and the check of each page refuses scripts and other hosts in
 * it).
 *
 * @module
 */
import sanitize from "sanitize-html";

const TAGS = [
  ..."a abbr b blockquote br caption code col colgroup dd del details div dl dt em figcaption figure".split(" "),
  ..."h3 h4 h5 h6 hr i img ins kbd li mark meter ol p pre progress q s samp small span strong sub summary sup".split(
    " ",
  ),
  ..."table tbody td tfoot th thead time tr u ul var".split(" "),
];

/**
 * The part of `html` that may be shown.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { sanitizedHtml } from "./_sanitized_html.ts";
 * assertEquals(sanitizedHtml('<b onclick="x()">4</b><script>x()</script>'), "<b>4</b>");
 * ```
 */
export function sanitizedHtml(html: string): string {
  return withoutEmptyHeaders(sanitize(html, {
    allowedTags: TAGS,
    allowedAttributes: {
      "*": ["class", "title", "lang", "dir", "role", "aria-*"],
      a: ["href"],
      img: ["src", "alt", "width", "height"],
      td: ["colspan", "rowspan", "style"],
      th: ["colspan", "rowspan", "scope", "style"],
      col: ["span"],
      colgroup: ["span"],
      details: ["open"],
      meter: ["value", "min", "max", "low", "high", "optimum"],
      progress: ["value", "max"],
      ol: ["start"],
      time: ["datetime"],
    },
    allowedStyles: { "*": { "text-align": [/^(left|right|center)$/] } },
    allowedSchemesByTag: { img: ["data"] },
    allowedSchemes: ["http", "https", "mailto"],
  }));
}

/** A header cell without words heads nothing: to those who listen it is a cell like any other. */
export function withoutEmptyHeaders(html: string): string {
  return html.replace(/<th\b([^>]*)>\s*<\/th>/g, (_, attributes: string) => {
    return `<td${attributes.replace(/\s*scope="[^"]*"/, "")}></td>`;
  });
}
