import { assertEquals } from "@std/assert";
import { findChromium } from "@lib/study/export/find_chromium.ts";
import { verifyPdf } from "@lib/study/export/_export_pdf.ts";
import { temporaryFolder } from "./sample_lab.ts";

Deno.test("findChromium() prefers the one that is named, then the first on the path", async () => {
  await using folder = await temporaryFolder();
  for (const name of ["own", "chromium-browser", "google-chrome"]) Deno.writeTextFileSync(`${folder.path}/${name}`, "");
  const PATH = `/nowhere:${folder.path}`;
  assertEquals(findChromium({ PATH, CHROMIUM: `${folder.path}/own` }), `${folder.path}/own`);
  assertEquals(findChromium({ PATH }), `${folder.path}/chromium-browser`);
  assertEquals(findChromium({ PATH, CHROMIUM: "/nowhere/x" }), `${folder.path}/chromium-browser`);
  assertEquals(findChromium({ PATH: "/nowhere" }), undefined);
  assertEquals(findChromium({}), undefined);
});

Deno.test("verifyPdf() counts pictures and links against the document", () => {
  const html =
    '<img src="data:image/png;1"><img src="data:image/png;1"><img src="data:image/svg+xml;2"><a href="https://a.b">x</a><a href="#y">y</a>';
  const pdf = (text: string) => verifyPdf(new TextEncoder().encode(text), html);
  assertEquals(pdf("%PDF-1.4 /Subtype /Image /URI (https://a.b)"), []);
  assertEquals(pdf("%PDF-1.4 /ImageB /URI (https://a.b)"), ["it has 0 pictures: its document has 1"]);
  assertEquals(pdf("%PDF-1.4 /Subtype /Image"), ["it has 0 links to other places: its document has 1"]);
  assertEquals(pdf("<html>"), ["it is no PDF"]);
});
