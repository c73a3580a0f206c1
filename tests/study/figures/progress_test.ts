import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { progress, type ProgressScreen } from "@lib/study/figures/progress.ts";
import { ManualClock } from "@lib/testing/manual_clock.ts";

/** A screen that remembers. */
function recording(kind: ProgressScreen["kind"]) {
  const written: string[] = [];
  const shown: Record<string, unknown>[] = [];
  const screen: ProgressScreen = {
    kind,
    write: (text) => void written.push(text),
    show: async (bundle) => {
      await Promise.resolve();
      shown.push(bundle);
    },
  };
  return { screen, written, shown, texts: () => shown.map((bundle) => bundle["text/plain"] as string) };
}

Deno.test("in a kernel the bar moves from empty to full, and ends without a duration", async () => {
  const clock = new ManualClock();
  const { screen, shown, texts } = recording("kernel");
  const bar = progress(4, { label: "Training", unit: "epoch", clock, screen });
  for (let epoch = 0; epoch < 4; epoch++) {
    clock.advance(1500);
    bar.advance();
  }
  await bar.finish();
  assertEquals(texts(), [
    "[························] Training: 0 of 4 epochs",
    "[██████··················] Training: 1 of 4 epochs, 5 s left",
    "[████████████············] Training: 2 of 4 epochs, 3 s left",
    "[██████████████████······] Training: 3 of 4 epochs, 2 s left",
    "[████████████████████████] Training: 4 epochs done",
    "[████████████████████████] Training: 4 epochs done",
  ]);
  assertStringIncludes(shown.at(-1)!["text/html"] as string, '<progress value="4" max="4" aria-label="Training">');
});

Deno.test("in the runner there is one output, the same whatever the clock says", async () => {
  const run = async (msAStep: number) => {
    const clock = new ManualClock();
    const { screen, shown } = recording("runner");
    const bar = progress(100, { label: "Training", clock, screen });
    for (let step = 0; step < 100; step++) {
      clock.advance(msAStep);
      bar.advance();
    }
    assertEquals(shown.length, 0, "nothing before the end");
    await bar.finish();
    return shown;
  };
  const [fast, slow] = [await run(0.1), await run(2000)];
  assertEquals(fast.length, 1);
  assertEquals(fast, slow);
});

Deno.test("a terminal's line is rewritten in place, at most ten times a second", async () => {
  const clock = new ManualClock();
  const { screen, written, shown } = recording("terminal");
  const bar = progress(10_000, { label: "Reading", unit: "row", clock, screen });
  for (let row = 0; row < 10_000; row++) {
    clock.advance(0.1);
    bar.advance();
  }
  await bar.finish();
  assert(written.length >= 10 && written.length <= 12, `${written.length} writes in one second`);
  for (const text of written) assert(text.startsWith("\r\x1b[K["), JSON.stringify(text));
  assertEquals(written.filter((text) => text.endsWith("\n")), [written.at(-1)]);
  assertStringIncludes(written.at(-1)!, "Reading: 10,000 rows done\n");
  assertEquals(shown, []);
});

Deno.test("where lines cannot be rewritten there is one every tenth", async () => {
  const clock = new ManualClock();
  const { screen, written } = recording("plain");
  const bar = progress(1000, { label: "Reading", clock, screen });
  for (let step = 0; step < 1000; step++) {
    clock.advance(500);
    bar.advance();
  }
  await bar.finish();
  assertEquals(written.length, 11);
  assertEquals(written[0], "Reading: 100 of 1,000 steps, 7 min 30 s left\n");
  assertEquals(written.at(-1), "Reading: 1,000 steps done\n");
});

Deno.test("bundles arrive in the order of the work, the last one last", async () => {
  const clock = new ManualClock();
  const { screen, shown } = recording("kernel");
  let delays = 3;
  const slow: ProgressScreen = {
    ...screen,
    show: async (bundle) => {
      for (let turn = delays--; turn > 0; turn--) await new Promise((resolve) => setTimeout(resolve, 0));
      await screen.show(bundle);
    },
  };
  const bar = progress(2, { label: "a", clock, screen: slow });
  clock.advance(200);
  bar.advance();
  clock.advance(200);
  bar.advance();
  await bar.finish();
  assertEquals(shown.map((bundle) => /(\d) of|(done)/.exec(bundle["text/plain"] as string)![0]), [
    "0 of",
    "1 of",
    "done",
    "done",
  ]);
});

Deno.test("work that stops early says how far it came, also when it was left by an error", async () => {
  const { screen, texts } = recording("runner");
  const work = async () => {
    await using bar = progress(10, { label: "Training", unit: "epoch", clock: new ManualClock(), screen });
    bar.set(3);
    throw new Error("diverged");
  };
  await work().catch(() => {});
  assertEquals(texts(), ["[███████·················] Training: stopped after 3 of 10 epochs"]);
});

Deno.test("what goes beyond the total counts as all; nothing changes after the end", async () => {
  const { screen, shown } = recording("runner");
  const bar = progress(2, { label: "a", clock: new ManualClock(), screen });
  bar.advance(5);
  assertEquals(bar.done, 2);
  await bar.finish();
  bar.set(1);
  await bar.finish();
  assertEquals([bar.done, shown.length], [2, 1]);
});

Deno.test("the label is text, not markup", async () => {
  const { screen, shown } = recording("runner");
  await progress(1, { label: '<b>"x"', clock: new ManualClock(), screen }).finish();
  const html = shown[0]!["text/html"] as string;
  assert(!html.includes("<b>"));
  assertStringIncludes(html, 'aria-label="&lt;b&gt;&quot;x&quot;"');
});

Deno.test("impossible totals and amounts are refused", () => {
  const { screen } = recording("runner");
  for (const total of [0, -1, NaN, Infinity]) {
    assertThrows(() => progress(total, { label: "a", screen }), RangeError, "total must be a positive finite number");
  }
  const bar = progress(5, { label: "a", screen });
  for (const amount of [-1, NaN, Infinity]) {
    assertThrows(() => bar.advance(amount), RangeError, "amount must be a non-negative finite number");
    assertThrows(() => bar.set(amount), RangeError, "done must be");
  }
  assertEquals(bar.done, 0, "a refusal changes nothing");
});
