import type { Page } from "playwright-core";
import { assert, assertEquals, assertGreater, assertLess, assertLessOrEqual, assertStringIncludes } from "@std/assert";
import { PAGE_WEIGHT_LIMIT_BYTES } from "@lib/study/export/page_limits.ts";
import { exportSite } from "@lib/study/export/export_site.ts";
import { displayed, figureBundle, LAB_ROOT, notebookOf } from "../study/export/sample_lab.ts";
import { chromium, type OpenSite, openSite, PAGES } from "./open_site.ts";

const ignore = chromium === undefined;

/** One site and one browser for all tests of this file, each with windows of its own. */
let shared: OpenSite | undefined;
Deno.test.beforeAll(async () => {
  if (!ignore) shared = await openSite({ formats: ["html", "pdf"] });
});
Deno.test.afterEach(async () => await shared?.closePages());
Deno.test.afterAll(async () => await shared?.[Symbol.asyncDispose]());

/** What the browser says of the page it shows. */
const inPage = <Value>(page: Page, script: string): Promise<Value> => page.evaluate(script) as Promise<Value>;

/** A server of files, on a port that was free. */
function serve(folder: string): { base: string; stop(): Promise<void> } {
  const types: Record<string, string> = {
    html: "text/html",
    css: "text/css",
    js: "text/javascript",
    png: "image/png",
    woff2: "font/woff2",
  };
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    const path = decodeURIComponent(new URL(request.url).pathname);
    try {
      const body = await Deno.readFile(folder + path);
      return new Response(body, { headers: { "content-type": types[path.split(".").at(-1)!] ?? "text/plain" } });
    } catch {
      return new Response("not here", { status: 404 });
    }
  });
  return { base: `http://127.0.0.1:${server.addr.port}/`, stop: () => server.shutdown() };
}

Deno.test({
  ignore,
  name: "every page opens from the disk and from a server, whole, asking no other host (needs Chromium)",
}, async () => {
  const site = shared!;
  const server = serve(site.folder);
  try {
    for (const base of [site.base, server.base]) {
      const page = await site.page();
      for (const name of PAGES) {
        await page.goto(base + name);
        const broken = await inPage<string[]>(
          page,
          "[...document.images].filter((i) => i.naturalWidth === 0).map((i) => i.src)",
        );
        assertEquals(broken, [], name);
        assertGreater((await page.textContent("h1"))!.length, 3);
        assertEquals(
          await inPage(page, "getComputedStyle(document.querySelector('.bar')).display"),
          "flex",
          "the style sheet arrived",
        );
      }
      await page.goto(base + "index.html");
      await page.click("text=Keep the last n of a stream");
      await page.click(".way .next");
      assertStringIncludes(page.url(), "messaging/log.html");
    }
  } finally {
    await server.stop();
  }
  assertEquals(site.foreign, []);
  assertEquals(site.errors, []);
});

for (
  const [look, options] of Object.entries(
    {
      light: { colorScheme: "light" },
      dark: { colorScheme: "dark" },
      "a phone": { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
      "a dark phone": { viewport: { width: 390, height: 844 }, colorScheme: "dark" },
    } as const,
  )
) {
  Deno.test({ ignore, name: `axe-core finds nothing to object to in ${look} (needs Chromium)` }, async () => {
    const site = shared!;
    const axe = await Deno.readTextFile(new URL(import.meta.resolve("axe-core")));
    const page = await site.page(options);
    for (const name of look.includes("phone") ? PAGES.slice(0, 2) : PAGES) {
      await page.goto(site.base + name);
      await page.evaluate("document.querySelectorAll('details').forEach((fold) => fold.open = true)");
      if (name.includes("ring.html")) {
        await page.click("figure button");
        await page.waitForSelector(".plot .main-svg");
        await page.fill("#query", "oldest");
        await page.waitForSelector(".results a");
      }
      await page.evaluate(axe);
      const found = await inPage<{ id: string; nodes: { html: string; failureSummary: string }[] }[]>(
        page,
        `axe.run({ exclude: [[".plot"]] }).then((result) => result.violations)`,
      );
      const said = found.map(({ id, nodes }) =>
        `${id}: ${nodes.slice(0, 3).map((node) => `${node.html} ${node.failureSummary}`).join("; ")}`
      );
      assertEquals(said, [], `${name} in ${look}`);
    }
  });
}

Deno.test({ ignore, name: "no page is wider than a phone (needs Chromium)" }, async () => {
  const site = shared!;
  const page = await site.page({ viewport: { width: 360, height: 740 } });
  for (const name of PAGES) {
    await page.goto(site.base + name);
    await page.evaluate("document.querySelectorAll('details').forEach((fold) => fold.open = true)");
    assertLessOrEqual(await inPage<number>(page, "document.documentElement.scrollWidth"), 360, name);
  }
});

Deno.test(
  { ignore, name: "on a phone a figure is laid out for it, and its buttons cover nothing (needs Chromium)" },
  async () => {
    const site = shared!;
    const page = await site.page({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
    await page.goto(site.base + "structures/ring.html");
    const image = "document.querySelector('.canvas img')";
    await page.waitForFunction(`${image}.complete`);
    assertStringIncludes(await inPage<string>(page, `${image}.currentSrc`), "figure-1-narrow.png");
    assertGreater(await inPage<number>(page, `${image}.clientWidth / 360`), 0.95, "letters of 12 pixels stay above 11");
    assert(await page.locator(".figure-head").isVisible());
    await page.click("text=Interactive");
    await page.waitForSelector(".plot .main-svg");
    const beside = `(() => {
    const bar = document.querySelector(".modebar").getBoundingClientRect();
    const plot = document.querySelector(".plot .nsewdrag").getBoundingClientRect();
    const canvas = document.querySelector(".canvas").getBoundingClientRect();
    return bar.left >= plot.right - 2 && bar.right <= canvas.right + 1;
  })()`;
    assertEquals(await inPage(page, beside), true, "the buttons stand beside the plot");
    const covered = `[...document.querySelectorAll(".code:not(.source)")].filter((block) => {
    const button = block.querySelector(".copy").getBoundingClientRect();
    const letters = document.createTreeWalker(block.querySelector("code"), NodeFilter.SHOW_TEXT);
    while (letters.nextNode()) {
      const range = document.createRange();
      range.selectNodeContents(letters.currentNode);
      for (const { left, right, top, bottom } of range.getClientRects()) {
        const isBeside = right < button.left + 1 || left > button.right - 1;
        const isApart = bottom < button.top + 1 || top > button.bottom - 1;
        if (!isBeside && !isApart) return true;
      }
    }
    return false;
  }).length`;
    assertEquals(await inPage(page, covered), 0, "no button covers code");
  },
);

Deno.test(
  { ignore, name: "a figure with a question waits for a guess, and remembers it (needs Chromium)" },
  async () => {
    const site = shared!;
    const folder = await Deno.makeTempDir({ prefix: "lab_guess_" });
    try {
      const figure = { outputs: [displayed(figureBundle("It falls."))] };
      const notebook = notebookOf(
        "# Guess\n\nBefore you look: does it fall?",
        figure,
        "## And\n\nBefore you look: how far?",
        figure,
      );
      notebook.cells[0]!.metadata.guess = { choices: ["yes", "no"], answer: "yes" };
      notebook.cells[2]!.metadata.guess = { answer: 26, unit: "%" };
      await exportSite([{ path: "notebooks/a/guess.ipynb", notebook }], {
        root: LAB_ROOT,
        out: folder,
        formats: ["html"],
      });
      const page = await site.page();
      const open = () => page.goto(`file://${folder}/a/guess.html`, { waitUntil: "networkidle" });
      await open();
      const figures = page.locator("figure img");
      assertEquals([await figures.nth(0).isVisible(), await figures.nth(1).isVisible()], [false, false]);
      await page.evaluate(await Deno.readTextFile(new URL(import.meta.resolve("axe-core"))));
      assertEquals(
        await inPage(
          page,
          "axe.run(document, { preload: false }).then(({ violations }) => violations.map(({ id }) => id))",
        ),
        [],
      );
      await page.check("text=yes");
      await page.click("text=Show the figure >> nth=0");
      assert(await figures.nth(0).isVisible());
      assertStringIncludes((await page.textContent(".guess-said"))!, "You guessed: yes. Right.");
      await page.fill(".guess input", "40");
      await page.keyboard.press("Enter");
      assertStringIncludes((await page.textContent(".guess-said >> nth=1"))!, "You guessed: 40 %. It is 26 %.");
      await open();
      assert(await figures.nth(1).isVisible());
      assertStringIncludes((await page.textContent(".guess-said"))!, "You guessed: yes");
      const without = await site.page({ javaScriptEnabled: false });
      await without.goto(`file://${folder}/a/guess.html`, { waitUntil: "networkidle" });
      assert(await without.locator("figure img").first().isVisible());
      assertEquals(site.errors, []);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);

Deno.test(
  { ignore, name: "the search finds a phrase in prose and in code and leads to its section (needs Chromium)" },
  async () => {
    const site = shared!;
    const page = await site.page();
    await page.goto(site.base + "messaging/log.html");
    await page.keyboard.press("/");
    await page.keyboard.type("oldest item stands");
    await page.waitForSelector(".results a");
    assertStringIncludes((await page.textContent(".results li:first-child mark"))!, "oldest item stands");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/ring.html#what-stays-true");
    await page.fill("#query", "wholeNumber");
    await page.waitForSelector(".results a");
    assertStringIncludes((await page.textContent(".results"))!, "lib/base/whole_number.ts");
    await page.fill("#query", "zzzz");
    await page.waitForFunction("document.querySelector('.results').textContent.includes('Nothing has')");
    assertEquals(site.errors, []);
  },
);

Deno.test({
  ignore,
  name: "a figure becomes interactive, follows the theme, and turns back into its picture (needs Chromium)",
}, async () => {
  const site = shared!;
  const page = await site.page({ colorScheme: "light" });
  await page.goto(site.base + "structures/ring.html");
  const before = await page.locator(".canvas").boundingBox();
  assertEquals(await inPage(page, "typeof Plotly"), "undefined", "nothing is loaded before it is asked for");
  await page.click("text=Interactive");
  await page.waitForSelector(".plot .main-svg");
  assertEquals(await inPage(page, "document.querySelectorAll('.plot .scatterlayer .trace').length"), 2);
  const after = await page.locator(".canvas").boundingBox();
  assertEquals(Math.round(after!.height), Math.round(before!.height), "the page does not move");
  const buttons = await inPage<string[]>(
    page,
    "[...document.querySelectorAll('.modebar-btn')].map((b) => b.dataset.title)",
  );
  assertEquals(buttons.filter((title) => /cloud|edit|share/i.test(title)), [], "no button sends a figure elsewhere");
  const ink = () => inPage<string>(page, "getComputedStyle(document.querySelector('.plot .xtitle')).fill");
  const light = await ink();
  await page.click(".theme");
  await page.waitForFunction(
    `getComputedStyle(document.querySelector(".plot .xtitle")).fill !== ${JSON.stringify(light)}`,
  );
  await page.click("text=Picture");
  assertEquals(await page.locator(".plot").count(), 0);
  assert(await page.locator(".canvas img").isVisible());
  assertEquals(site.errors, []);
});

Deno.test({
  ignore,
  name: "without scripts everything can be read, and nothing is offered that would not work (needs Chromium)",
}, async () => {
  const site = shared!;
  const page = await site.page({ javaScriptEnabled: false });
  await page.goto(site.base + "structures/ring.html");
  assert(await page.locator("figure img").isVisible());
  assert(await page.locator("math").first().isVisible());
  for (const gone of [".search", ".theme"]) assertEquals(await page.locator(gone).isVisible(), false, gone);
  for (const gone of [".copy", "figure button"]) assertEquals(await page.locator(gone).count(), 0, gone);
  await page.locator("article details:not([data-part]) summary").first().click();
  assert(await page.locator("text=no places").isVisible());
});

Deno.test(
  { ignore, name: "the keyboard reaches everything, in order, and always shows where it is (needs Chromium)" },
  async () => {
    const site = shared!;
    const page = await site.page();
    await page.goto(site.base + "structures/ring.html");
    const seen: string[] = [];
    for (let step = 0; step < 60; step++) {
      await page.keyboard.press("Tab");
      const [name, outlined] = await inPage<[string, boolean]>(
        page,
        `(() => { const e = document.activeElement; const s = getComputedStyle(e);
        return [e.className + "|" + (e.getAttribute("aria-label") ?? e.textContent).trim().slice(0, 40), s.outlineStyle !== "none"]; })()`,
      );
      if (name.startsWith("notebook|")) break; // past the end, the browser gives the focus to the body
      assert(outlined, `the focus is seen on ${name}`);
      seen.push(name);
    }
    const order = [
      "Skip to the text",
      "ML Systems Lab",
      "Dark theme",
      "Open in Jupyter",
      "Make Figure 1 interactive",
      "Why not return",
      "Next",
    ];
    const places = order.map((part) => seen.findIndex((name) => name.includes(part)));
    assertEquals(places.includes(-1), false, `${order} in ${seen}`);
    assertEquals([...places].sort((a, b) => a - b), places);
    await page.evaluate("document.activeElement.blur()");
    await page.keyboard.press("/");
    await page.keyboard.type("ring");
    await page.waitForSelector(".results a");
    await page.keyboard.press("ArrowDown");
    assertEquals(await inPage(page, "document.activeElement.closest('.results') !== null"), true);
    await page.keyboard.press("Escape");
    assertEquals(
      await inPage(page, "[document.getElementById('results').hidden, document.activeElement.id].join()"),
      "true,query",
    );
  },
);

Deno.test({
  ignore,
  name: "a page weighs at most 400 kB and its first paint waits for nothing that comes later (needs Chromium)",
}, async () => {
  const site = shared!;
  for (const name of PAGES) {
    const page = await site.page();
    const paths: string[] = [];
    page.on("request", (request) => {
      if (request.url().startsWith("file:")) paths.push(decodeURIComponent(new URL(request.url()).pathname));
    });
    await page.goto(site.base + name, { waitUntil: "networkidle" });
    const bytes = paths.reduce((sum, path) => sum + Deno.statSync(path).size, 0);
    assert(paths.length >= 3, `page, style sheet and script: ${paths}`);
    assertGreater(bytes, 10_000);
    assertLess(bytes, PAGE_WEIGHT_LIMIT_BYTES, name);
  }
});

Deno.test({
  ignore,
  name: "the theme is remembered on the next page, and the system's is taken first (needs Chromium)",
}, async () => {
  const site = shared!;
  const page = await site.page({ colorScheme: "dark" });
  const paper = () => inPage<string>(page, "getComputedStyle(document.documentElement).backgroundColor");
  await page.goto(site.base + "index.html");
  const dark = await paper();
  await page.click(".theme");
  const light = await paper();
  assert(dark !== light);
  await page.goto(site.base + "structures/ring.html");
  assertEquals(await paper(), light);
});

Deno.test(
  { ignore, name: "code is copied whole, no block is cut, and source can be scrolled by keyboard (needs Chromium)" },
  async () => {
    const site = shared!;
    const page = await site.page({
      permissions: ["clipboard-read", "clipboard-write"],
      viewport: { width: 600, height: 800 },
    });
    await page.goto(site.base + "structures/ring.html");
    const block = page.locator(".cell .code").first();
    await block.hover();
    await block.locator(".copy").click();
    await page.waitForSelector("text=Copied");
    assertEquals(
      await inPage<string>(page, "navigator.clipboard.readText()"),
      await block.locator("code").textContent(),
    );
    const cut =
      "[...document.querySelectorAll('.code pre')].filter((pre) => pre.scrollWidth > pre.clientWidth + 1).length";
    assertEquals(await inPage(page, cut), 0, "long lines go on below");
    await page.setViewportSize({ width: 320, height: 800 });
    assertEquals(await inPage(page, cut), 0, "long lines go on below, on a phone too");
    await page.goto(site.base + PAGES[2]!);
    await page.waitForFunction("document.querySelectorAll('pre[tabindex]').length > 0");
  },
);

Deno.test({ ignore, name: "paper shows everything unfolded and none of the buttons (needs Chromium)" }, async () => {
  const site = shared!;
  const page = await site.page({ colorScheme: "dark" });
  await page.goto(site.base + "structures/ring.html");
  await page.emulateMedia({ media: "print" });
  await page.evaluate("dispatchEvent(new Event('beforeprint'))");
  assert(await page.locator("text=no places").isVisible());
  for (const gone of [".bar", ".contents", ".tools", ".way"]) {
    assertEquals(await page.locator(gone).isVisible(), false, gone);
  }
  assertEquals(await inPage(page, "getComputedStyle(document.documentElement).backgroundColor"), "rgb(255, 255, 255)");
  const pdf = await page.pdf({ preferCSSPageSize: true });
  assertGreater(pdf.length, 20_000);
});

Deno.test({
  ignore,
  name: "PDFs hold the pictures and links of every notebook, and the book holds all (needs Chromium)",
}, async () => {
  const site = shared!;
  for (
    const [file, least] of [["pdf/structures/ring.pdf", 30_000], ["pdf/messaging/log.pdf", 5_000], [
      "pdf/book.pdf",
      35_000,
    ]] as const
  ) {
    const bytes = await Deno.readFile(`${site.folder}/${file}`);
    const text = new TextDecoder("latin1").decode(bytes);
    assertEquals(text.slice(0, 5), "%PDF-", file);
    assertGreater(bytes.length, least, file);
    assertEquals(/\/Subtype\s*\/Image\b/.test(text), file !== "pdf/messaging/log.pdf", file);
    assertEquals(text.includes(site.folder) || text.includes("file:///"), false, "no path of this machine");
    assertStringIncludes(text, "/Outlines");
    assertStringIncludes(text, "/StructTreeRoot");
  }
});
