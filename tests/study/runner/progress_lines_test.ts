import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { notebookFailure } from "@lib/study/runner/cell_failure.ts";
import { type ExecutedNotebook, ProgressLines } from "@lib/study/runner/progress_lines.ts";
import { notebookOf } from "./scratch_repository.ts";

const a = "notebooks/s/a.ipynb";

function executed(more: Partial<ExecutedNotebook> = {}): ExecutedNotebook {
  return {
    path: a,
    text: "",
    notebook: notebookOf([]),
    durationMs: 1234,
    fromCache: false,
    failures: [],
    notes: [],
    ...more,
  };
}

/** A recorder with a clock set by hand. */
function recorder(columns: number | undefined): { lines: ProgressLines; clock: { ms: number }; written: () => string } {
  const clock = { ms: 0 };
  let text = "";
  const write = (more: string) => text += more;
  const lines = new ProgressLines({ write, columns, nowMs: () => clock.ms, notebooks: 3, portable: (text) => text });
  const written = () => {
    const all = text;
    text = "";
    return all;
  };
  return { lines, clock, written };
}

// By hand

Deno.test("ProgressLines writes plain lines without a terminal", () => {
  const { lines, written } = recorder(undefined);
  lines.show({ type: "start", path: a, expectedMs: undefined });
  lines.show({ type: "cell", path: a, done: 1, total: 4 });
  lines.show({ type: "end", path: a, executed: executed({ notes: ["late output"] }) });
  lines.show({ type: "end", path: a, executed: executed({ fromCache: true }) });
  lines.show({ type: "note", text: "by the way" });
  lines.end();
  assertEquals(
    written(),
    "s/a: running\ns/a: ran in 1.2 s\n  note: late output\ns/a: unchanged (ran in 1.2 s)\nby the way\n",
  );
});

Deno.test("ProgressLines names failures where they happen", () => {
  const { lines, written } = recorder(undefined);
  lines.show({ type: "end", path: a, executed: executed({ failures: [notebookFailure(a, new TypeError("no"))] }) });
  assertEquals(written(), "s/a: FAILED after 1.2 s\nnotebooks/s/a.ipynb\n  TypeError: no\n");
});

Deno.test("ProgressLines gives a sign of life after ten silent seconds without a terminal", () => {
  const { lines, clock, written } = recorder(undefined);
  lines.show({ type: "start", path: a, expectedMs: undefined });
  written();
  clock.ms = 9_999;
  lines.tick();
  assertEquals(written(), "");
  clock.ms = 10_000;
  lines.show({ type: "cell", path: a, done: 1, total: 4 });
  assertEquals(written(), "0 of 3 notebooks · s/a: cell 2 of 4, about 30 s left\n");
  lines.tick();
  assertEquals(written(), "", "not twice");
});

Deno.test("ProgressLines keeps one line up to date on a terminal", () => {
  const { lines, clock, written } = recorder(200);
  lines.show({ type: "start", path: a, expectedMs: 20_000 });
  assertEquals(written(), "\r\x1b[2K0 of 3 notebooks · s/a: starting, about 20 s left");
  clock.ms = 5000;
  lines.show({ type: "cell", path: a, done: 1, total: 4 });
  assertEquals(written(), "\r\x1b[2K0 of 3 notebooks · s/a: cell 2 of 4, about 15 s left", "from the last run");
  clock.ms = 30_000;
  lines.show({ type: "cell", path: a, done: 3, total: 4 });
  assertEquals(
    written(),
    "\r\x1b[2K0 of 3 notebooks · s/a: cell 4 of 4, about 10 s left",
    "from this run: 30 s for 3 cells",
  );
  lines.show({ type: "end", path: a, executed: executed() });
  assertStringIncludes(written(), "\r\x1b[2Ks/a: ran in 1.2 s\n\r\x1b[2K1 of 3 notebooks");
  lines.end();
  assertEquals(written(), "\r\x1b[2K");
});

// Invariants

Deno.test("ProgressLines never fills a line of the terminal: it would wrap and stay", () => {
  for (const columns of [10, 40, 41, 42, 80]) {
    const { lines, written } = recorder(columns);
    lines.show({ type: "start", path: a, expectedMs: 5000 });
    const shown = written().replace("\r\x1b[2K", "");
    assert(shown.length < columns, `${shown.length} of ${columns}`);
  }
});
