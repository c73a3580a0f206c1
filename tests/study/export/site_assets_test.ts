import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { inDark, SERIES } from "@lib/study/figures/palette.ts";
import { darkColours, siteAssets } from "@lib/study/export/_site_assets.ts";

const files = await siteAssets();
const textOf = (path: string) => files.find((file) => file.path === path)!.content as string;

Deno.test("what every page fetches stays below 80 kB; the rest waits until it is asked for", () => {
  const size = (content: string | Uint8Array) => content.length;
  const always = files.filter((file) => file.always);
  assertEquals(always.map(({ path }) => path), ["assets/site.css", "assets/site.js", "assets/Temml.woff2"]);
  assert(always.reduce((sum, { content }) => sum + size(content), 0) < 80_000);
});

Deno.test("the style sheet has every part and none of the comments", async () => {
  const css = textOf("assets/site.css");
  assertEquals(css.includes("/*"), false);
  for (
    const part of ["--paper:", ".bar", "article", ".code", ".output", ".notebooks", ".results", "@media print", "math"]
  ) {
    assertStringIncludes(css, part);
  }
  const folder = new URL("../../../lib/study/export/assets/", import.meta.url);
  for await (const { name } of Deno.readDir(folder)) {
    if (!name.endsWith(".js")) continue;
    assertStringIncludes(
      textOf("assets/site.js"),
      (await Deno.readTextFile(new URL(name, folder))).trim().slice(-200),
      name,
    );
  }
});

Deno.test("every script can be parsed", () => {
  for (const { path } of files.filter(({ path }) => path.endsWith("site.js"))) new Function(textOf(path));
});

Deno.test("the dark partner of every series colour travels along", () => {
  const holder: { labDarkColours?: Record<string, string> } = {};
  new Function("globalThis", darkColours())(holder);
  for (const colour of SERIES) assertEquals(holder.labDarkColours![colour], inDark(colour));
});
