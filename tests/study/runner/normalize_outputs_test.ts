import { assert, assertEquals } from "@std/assert";
import type { Output } from "@lib/study/notebook/nbformat.ts";
import { normalizeOutputs } from "@lib/study/runner/normalize_outputs.ts";

const options = { executionCount: 7, portable: (text: string) => text.replaceAll("/repo/", "") };
const numbers = [1, 2, 3];

const outputs: Output[] = [
  { output_type: "stream", name: "stdout", text: "in /repo/lib" },
  {
    output_type: "execute_result",
    execution_count: 99,
    metadata: { from: "/repo/a" },
    data: { "text/plain": "/repo/a" },
  },
  {
    output_type: "display_data",
    metadata: {},
    data: {
      "image/png": "AA/repo/AA",
      "image/svg+xml": "<a href='/repo/x'/>",
      "application/json": { deep: [{ path: "/repo/b" }, 5, null], numbers },
    },
  },
  {
    output_type: "error",
    ename: "Error",
    evalue: "no /repo/c",
    traceback: [
      "Error: no /repo/c",
      "    at f (/repo/lib/a.ts:1:2)",
      "    at Timeout (file:///x/kernel_prelude.ts:9:9)",
      "    at listOnTimeout (ext:core/02_timers.js:307:17)",
      "    at node:internal:1:1",
    ],
  },
];

// By hand

Deno.test("normalizeOutputs() replaces paths in every text, numbers results, and drops the kernel's own frames", () => {
  assertEquals(normalizeOutputs(outputs, options), [
    { output_type: "stream", name: "stdout", text: "in lib" },
    { output_type: "execute_result", execution_count: 7, metadata: { from: "a" }, data: { "text/plain": "a" } },
    {
      output_type: "display_data",
      metadata: {},
      data: {
        "image/png": "AA/repo/AA",
        "image/svg+xml": "<a href='x'/>",
        "application/json": { deep: [{ path: "b" }, 5, null], numbers },
      },
    },
    { output_type: "error", ename: "Error", evalue: "no c", traceback: ["Error: no c", "    at f (lib/a.ts:1:2)"] },
  ]);
});

// Invariants

Deno.test("normalizeOutputs() changes nothing the second time, and never the outputs it was given", () => {
  const before = structuredClone(outputs);
  const once = normalizeOutputs(outputs, options);
  assertEquals(normalizeOutputs(once, options), once);
  assertEquals(outputs, before);
  assert(once[0] !== outputs[0]);
});
