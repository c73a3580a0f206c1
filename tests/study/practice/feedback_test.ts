import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Feedback } from "@lib/study/practice/feedback.ts";
import { Verdict } from "@lib/study/practice/_verdict.ts";
import type { Grade } from "@lib/study/practice/_outcome.ts";
import { JUPYTER_DISPLAY } from "@lib/study/notebook/jupyter_display.ts";

const FULL = new Feedback({
  title: "Exercise: fail",
  mood: "bad",
  facts: [["input", "put(1); ".repeat(30).trim()], ["got", "<b>2</b>"]],
  paragraphs: ["Use `has(key)` & not the value."],
  code: { text: "if (a < b) {\n\n}\n", language: "ts" },
});

Deno.test("text is wrapped, indented and has no colours unless asked for", () => {
  const lines = FULL.text().split("\n");
  assert(lines.every((line) => line.length <= 92 && !line.includes("\x1b")));
  assertEquals(lines[0], "Exercise: fail");
  assert(lines[2]!.startsWith("  input  put(1);"));
  assert(lines[3]!.startsWith("         put(1);"));
  assertStringIncludes(FULL.text(), "\n  got    <b>2</b>\n");
  assertStringIncludes(FULL.text(), "\n  if (a < b) {\n\n  }");
  assertStringIncludes(FULL.text({ colour: true }), "\x1b[1;31mExercise: fail\x1b[0m");
});
Deno.test("nothing reaches the HTML unescaped; backquotes become code", () => {
  const html = FULL.html();
  assertStringIncludes(html, "&lt;b&gt;2&lt;/b&gt;");
  assertStringIncludes(html, "<p>Use <code>has(key)</code> &amp; not the value.</p>");
  assertStringIncludes(html, 'class="language-ts">if (a &lt; b) {');
  assert(!/<(b|script|img)/.test(new Feedback({ title: "<script>", mood: "plain", paragraphs: ["`<img>`"] }).html()));
});
Deno.test("a notebook gets both forms", () => {
  assertEquals(FULL[JUPYTER_DISPLAY](), { "text/html": FULL.html(), "text/plain": FULL.text() });
});

const GRADE: Grade = {
  exercise: "lru-cache",
  outcome: "fail",
  passed: 3,
  total: 15,
  stretch: { passed: 0, total: 0 },
  mastered: false,
  finding: { caseName: "c", misconception: "m", input: "i", expected: "e", got: "g" },
  printed: ["hello", "world"],
};
Deno.test("a failure shows case, input, expected, got, what was printed, the misconception and where to get help", () => {
  const text = new Verdict(GRADE, { title: "LRU cache", moreHelp: "Ask.", note: "Not recorded." }).text();
  assertEquals(text.split("\n").map((line) => line.trim()).filter(Boolean), [
    "LRU cache: fail, 3 of 15 cases agree",
    "case      c",
    "input     i",
    "expected  e",
    "got       g",
    "printed   hello ⏎ world",
    "m",
    "Ask.",
    "Not recorded.",
  ]);
});
Deno.test("after a pass the stretch case that is left is taught", () => {
  const { finding: next, ...graded } = GRADE;
  const parts =
    new Verdict({ ...graded, outcome: "pass", stretch: { passed: 0, total: 1 }, next: next! }, { title: "X" }).parts;
  assertEquals(parts.mood, "good");
  assertEquals(parts.facts?.slice(0, 2), [["next", "c"], ["input", "i"]]);
  assertEquals(parts.paragraphs, ["m"]);
});
Deno.test("code keeps its lines, lists are wrapped under their title, and long facts are cut in the middle", () => {
  const excerpt = "3 |   get( {\n  |         ^";
  const verdict = new Verdict({ ...GRADE, printed: [], finding: { problem: "p", excerpt } }, { title: "X" });
  assertStringIncludes(verdict.text(), "\n  3 |   get( {\n    |         ^");
  const list = new Feedback({
    title: "T",
    mood: "plain",
    lists: [{ title: "To pass:", items: ["word ".repeat(30).trim()] }],
  });
  assertEquals(list.text().split("\n").slice(2, 4).map((line) => line.slice(0, 8)), ["  To pas", "  - word"]);
  assert(list.text().split("\n").every((line) => line.length <= 92));
  assertStringIncludes(list.html(), "<p>To pass:</p><ul><li>word");
  const long =
    new Verdict({ ...GRADE, finding: { input: `start${"x".repeat(9000)}end` } }, { title: "X" }).parts.facts![0]![1];
  assert(long.length < 1300 && long.startsWith("start") && long.endsWith("end"));
});
Deno.test("what was printed is echoed in short", () => {
  const printed = Array.from({ length: 20 }, () => "y".repeat(500));
  const text = new Verdict({ ...GRADE, printed }, { title: "X" }).parts.facts!.find(([name]) => name === "printed")![1];
  assert(text.length < 700 && text.endsWith("…"));
});
Deno.test("every outcome has words of its own", () => {
  const titleOf = (grade: Partial<Grade>) => new Verdict({ ...GRADE, ...grade }, { title: "X" }).parts.title;
  assertEquals(titleOf({ outcome: "pass", mastered: true }), "X: passed, all 15 cases agree");
  assertEquals(
    titleOf({ outcome: "pass", mastered: true, stretch: { passed: 2, total: 2 } }),
    "X: mastered, all 15 core cases and all 2 stretch cases agree",
  );
  assertEquals(
    titleOf({ outcome: "pass", stretch: { passed: 1, total: 2 } }),
    "X: passed, all 15 core cases agree; stretch cases left to master it: 1 of 2",
  );
  assertEquals(titleOf({ outcome: "not attempted" }), "X: not attempted yet");
  assertEquals(titleOf({ outcome: "wrong names" }), "X: nothing was graded");
  assertEquals(titleOf({ outcome: "out of time" }), "X: out of time, 3 of 15 cases agree");
});
Deno.test("a verdict shows nothing that differs from run to run", () => {
  const untouched: Grade = {
    ...GRADE,
    outcome: "not attempted",
    finding: { problem: "`put` still throws" },
    printed: [],
  };
  assertEquals(
    new Verdict(untouched, { title: "X" }).text(),
    "X: not attempted yet\n\n  `put` still throws. Write it, then check again.",
  );
});
