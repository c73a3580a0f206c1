import { assert, assertEquals, assertRejects } from "@std/assert";
import { narrowPictures } from "@lib/study/export/_narrow_pictures.ts";
import { pictureSize } from "@lib/study/export/_picture_size.ts";
import { displayed, figureBundle, notebookOf } from "./sample_lab.ts";

// By hand
Deno.test("every figure has a picture of 360 pixels at two dots each, by the name of its output", async () => {
  const bundle = figureBundle("It falls.");
  const notebook = notebookOf("text", { outputs: [displayed({ "text/plain": "4" }), displayed(bundle)] }, {
    source: "1",
  });
  const pictures = await narrowPictures(notebook);
  assertEquals([...pictures.keys()], ["c2.1"]);
  assertEquals(pictureSize({ mime: "image/png", bytes: pictures.get("c2.1")! })!.width, 720);
});
Deno.test("a notebook without figures costs nothing", async () => {
  const began = performance.now();
  assertEquals((await narrowPictures(notebookOf("text", { source: "1" }))).size, 0);
  assert(performance.now() - began < 100);
});

// Refusals
Deno.test("a figure that cannot be drawn is named", async () => {
  const data = [{
    type: "scatter",
    get x() {
      return 1n;
    },
  }] as unknown[];
  const bundle = { "application/vnd.plotly.v1+json": { data, layout: { meta: { alt: "a", title: "t" } } } };
  await assertRejects(
    () => narrowPictures(notebookOf({ outputs: [displayed(bundle)] })),
    Error,
    "Cannot draw the figure in output c1.0 for a phone",
  );
});
