/**
 * The files that all pages share: the style sheet, the script, the letters for formulas, the search engine and the
 * plotting bundle.
 *
 * @module
 */
import { inDark, LIGHT, SERIES, TINTS } from "../figures/palette.ts";
import { searchEngineScript } from "./search_index.ts";

/** One file of the site. */
export interface SiteAsset {
  /** From the site's folder. */
  readonly path: string;
  /** Its content. */
  readonly content: string | Uint8Array;
  /** Whether a browser fetches it with every page, and not only on demand. */
  readonly always: boolean;
}

/** In the order in which one overrides the other. */
const STYLES = [
  "base.css",
  "frame.css",
  "article.css",
  "code.css",
  "outputs.css",
  "front.css",
  "search.css",
  "print.css",
];
/** Each minds one thing and stands alone. */
const SCRIPTS = ["theme.js", "copy.js", "figure.js", "guess.js", "contents.js", "source.js", "search.js"];

/** The files, read from this folder and from the packages they come with. */
export async function siteAssets(): Promise<SiteAsset[]> {
  const own = (name: string) => Deno.readTextFile(new URL(`./assets/${name}`, import.meta.url));
  const styles = await Promise.all(STYLES.map(own));
  const scripts = await Promise.all(SCRIPTS.map(own));
  const temml = import.meta.resolve("temml");
  const maths = await Deno.readTextFile(new URL("Temml-Local.css", temml));
  const letters = await Deno.readFile(new URL("Temml.woff2", temml));
  const plotly = await Deno.readFile(new URL(import.meta.resolve("plotly.js-cartesian-dist-min")));
  return [
    {
      path: "assets/site.css",
      content: [withoutComments(maths), ...styles.map(withoutComments)].join("\n"),
      always: true,
    },
    { path: "assets/site.js", content: [darkColours(), ...scripts].join("\n"), always: true },
    { path: "assets/Temml.woff2", content: letters, always: true },
    { path: "assets/search-engine.js", content: await searchEngineScript(), always: false },
    { path: "assets/plotly-cartesian.min.js", content: plotly, always: false },
  ];
}

function withoutComments(css: string): string {
  return css.replace(/\/\*[^]*?\*\//g, "").replace(/\n\s*\n+/g, "\n").trim();
}

/** The light colours of figures with their dark partners, for figures that are drawn again at night. */
export function darkColours(): string {
  const light = [...SERIES, ...TINTS, ...Object.values(LIGHT)];
  return `globalThis.labDarkColours = ${
    JSON.stringify(Object.fromEntries(light.map((colour) => [colour, inDark(colour)])))
  };`;
}
