import { assert, assertEquals, assertLess, assertStringIncludes } from "@std/assert";
import { fail, isAlive, run, texts, withKernel } from "./running_kernel.ts";

// Refusals: every way a kernel can end

Deno.test("a cell that hangs is stopped at its limit, with the children it has started", () =>
  withKernel(async (session) => {
    const spawn = `new Deno.Command("sleep", { args: ["60"], stdout: "null", stderr: "null" }).spawn().pid`;
    const [pid] = await run(session, spawn, 7);
    assert(isAlive(Number(pid)), "the child runs");
    const startMs = performance.now();
    const error = await fail(session, "while (true);", 300);
    assertEquals([error.kind, error.message], ["slow", "no answer within 0.3 s; the kernel was stopped"]);
    assertLess(performance.now() - startMs, 10_000);
    assert(!isAlive(Number(pid)), "the child is gone");
    assert(!isAlive(session.pid), "the kernel is gone");
  }));

Deno.test("a cell that waits for ever is stopped at its limit", () =>
  withKernel(async (session) => {
    assertEquals((await fail(session, "await new Promise(() => {})", 300)).kind, "slow");
  }));

Deno.test("a cell that ends the kernel is told so", () =>
  withKernel(async (session) => {
    const error = await fail(session, "Deno.exit(3)");
    assertEquals([error.kind, error.message], ["died", "the kernel ended (exit code 3)"]);
  }));

Deno.test("a cell that runs out of memory is told so", () =>
  withKernel(async (session) => {
    const error = await fail(session, "const hog = []; while (true) hog.push(new Array(1e5).fill(1.5))");
    assertEquals([error.kind, error.message], ["memory", "the kernel ran out of memory"]);
  }, { heapMegabytes: 200 }));

Deno.test("a cell that prints without end is stopped, and keeps the beginning of what it printed", () =>
  withKernel(async (session) => {
    const error = await fail(session, `while (true) console.log("x")`);
    assertEquals([error.kind, error.message], ["flood", "printing without end; the kernel was stopped"]);
    const [text, message] = texts(session, 1);
    assertStringIncludes(text!, "[The cell printed more than 100 characters; the rest is left out]");
    assertLess(text!.length, 200);
    assertEquals(message, "OutputError: printing without end; the kernel was stopped");
  }, { limits: { keptCharacters: 100, allowedCharacters: 1e6, allowedMessages: 500 } }));
