import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { frontMain } from "@lib/study/export/_front_page.ts";
import { labMap } from "@lib/study/export/_lab_map.ts";
import { parsePage } from "@lib/study/export/_parse_page.ts";
import { planSite } from "@lib/study/export/_site_plan.ts";
import { notebookOf, sampleNotebooks } from "./sample_lab.ts";

const plan = planSite(await sampleNotebooks());
const standing = { exercise: "ring-buffer", title: "Ring <b>", attempts: 2, passed: false, hintsUsed: 0 };

Deno.test("the front page lists every notebook with its level, time and what it stands on", () => {
  const html = frontMain(plan, []);
  assertStringIncludes(html, "2 notebooks · about 55 minutes");
  assertEquals(parsePage(html).links, [
    "#structures",
    "#messaging",
    "structures/ring.html",
    "#structures",
    "messaging/log.html",
    "structures/ring.html",
  ]);
  assertEquals(html.includes("Where you stand"), false);
});

Deno.test("the way in comes first, then the chapters with how much of them has been passed", async () => {
  const notebooks = await sampleNotebooks();
  const start = { path: "notebooks/start_here.ipynb", notebook: notebookOf("# Start here") };
  const html = frontMain(planSite([...notebooks, start]), [{ ...standing, passed: true }]);
  assertEquals(parsePage(html).links.slice(0, 3), ["start_here.html", "#structures", "#messaging"]);
  assertStringIncludes(html, '<a href="#structures">Structures</a> <span class="meta">1 of 1 passed</span>');
  assertStringIncludes(html, '<a href="#messaging">Messaging</a> <span class="meta">1 notebook</span>');
  assertEquals(html.includes('id="start-here"'), false);
});

Deno.test("twelve chapters of fifteen notebooks stay on a map that fits a page", () => {
  const chapters = Array.from({ length: 12 }, (_, k) => ({
    ...plan.chapters[0]!,
    name: `c${k}`,
    notebooks: Array.from({ length: 15 }, (_, n) => ({ ...plan.notebooks[0]!, name: `c${k}/${n}` })),
  }));
  const svg = labMap(chapters, new Set());
  assertEquals(Number(/ width="(\d+)"/.exec(svg)![1]) <= 1000, true);
  assertEquals(svg.match(/<circle/g)!.length, 12 * 15);
});

Deno.test("the front page shows where the reader stands, and when to review", () => {
  assertStringIncludes(frontMain(plan, [standing]), "2 attempts");
  assertStringIncludes(frontMain(plan, [standing]), "0 of 1 exercise passed");
  const passed = frontMain(plan, [{ ...standing, passed: true, dueAt: "2026-11-28" }]);
  assertStringIncludes(passed, "1 of 1 exercise passed");
  assertStringIncludes(passed, '<span class="state passed">passed</span>');
  const mastered = frontMain(plan, [{ ...standing, passed: true, mastered: true }]);
  assertStringIncludes(mastered, "1 of 1 exercise passed, 1 mastered");
  assertStringIncludes(mastered, '<span class="state passed">mastered</span>');
  assertStringIncludes(passed, "28 November 2026");
  assertStringIncludes(passed, "Ring &lt;b&gt;");
  assertMatch(passed, /circle class="done"/);
});

Deno.test("a record of exercises that are not on the site is not shown", () => {
  const html = frontMain(plan, [{ ...standing, exercise: "elsewhere", passed: true, dueAt: "2026-01-01" }]);
  assertStringIncludes(html, "0 of 1 exercise passed");
  assertEquals(html.includes("Next to review"), false);
});

Deno.test("the map puts a chapter above what it stands on and says so in words", () => {
  const svg = labMap(plan.chapters, new Set());
  assertStringIncludes(
    svg,
    'aria-label="Map of the lab: Structures builds on no other chapter; Messaging builds on Structures"',
  );
  const top = (title: string) => Number(svg.match(new RegExp(`<text x="\\d+" y="(\\d+)">${title}`))![1]);
  assertEquals(top("Messaging") < top("Structures"), true);
  assertEquals(svg.match(/class="line"/g)?.length, 1);
  assertEquals(labMap(plan.chapters.slice(0, 1), new Set()), "");
});
