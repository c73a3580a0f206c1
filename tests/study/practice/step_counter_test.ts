import { assert, assertEquals } from "@std/assert";
import { functionSource } from "@lib/study/practice/_function_source.ts";
import { instrumentSteps } from "@lib/study/practice/_instrument_steps.ts";
import { installStepCounter } from "@lib/study/practice/_step_counter.ts";
import { runInSandbox } from "@lib/study/practice/_sandbox.ts";
import { systemClock } from "@lib/base/clock.ts";

/**
 * Steps of each body, a function of `n`, at n = 100 and n = 1000; measured in a child, because the meter changes the
 * globals.
 */
async function stepsOf(bodies: Record<string, string>): Promise<Record<string, [number, number]>> {
  const source = Object.entries(bodies).map(([name, body]) =>
    `functions[${JSON.stringify(name)}] = (n) => { ${body} };`
  );
  const setUp = `const list = (n) => { const a = new Array(n); for (let i = 0; i < n; i++) a[i] = i; return a; };
const map = (n) => { const m = new Map(); for (let i = 0; i < n; i++) m.set(i, i); return m; };`;
  const program = `const { steps: work } = ${functionSource(installStepCounter)}("$meter");
const functions = {};
const steps = {};
globalThis.functions = functions;
${instrumentSteps(`${source.join("\n")}`, "$meter").replaceAll("functions[", "globalThis.functions[")}
${setUp}
for (const name of ${JSON.stringify(Object.keys(bodies))}) {
  steps[name] = [];
  for (const n of [100, 1000]) {
    globalThis.a = list(n); globalThis.m = map(n); globalThis.s = new Set(a); globalThis.o = Object.fromEntries(m);
    const before = work();
    functions[name](n);
    steps[name].push(work() - before - 1);
  }
}
console.log("RESULT" + JSON.stringify(steps));`;
  let found: Record<string, [number, number]> | undefined;
  const { errorText } = await runInSandbox(program, {
    clock: systemClock,
    onLine: (line) => line.startsWith("RESULT") ? (found = JSON.parse(line.slice(6)), "end") : "printed",
  });
  assert(found, errorText);
  return found;
}

Deno.test("built-ins that walk over everything count everything", async () => {
  const counted = await stepsOf({
    shift: "a.shift()",
    unshift: "a.unshift(1)",
    "splice at the front": "a.splice(0, 1)",
    "indexOf the last": "a.indexOf(n - 1)",
    "indexOf what is absent": "a.indexOf(-1)",
    "includes the last": "a.includes(n - 1)",
    "filter with a native callback": "a.filter(Boolean)",
    slice: "a.slice()",
    concat: "a.concat([])",
    spread: "[...a]",
    "spread a map's keys": "[...m.keys()]",
    "spread a set": "[...s]",
    "Array.from": "Array.from(m.values())",
    "forEach of a map": "m.forEach(Boolean)",
    "new Map": "new Map(m)",
    "Object.keys": "Object.keys(o)",
    "Object.entries": "Object.entries(o)",
    "Object.assign": "Object.assign({}, o)",
    "spread an object": "({ ...o })",
    "for in": "for (const k in o) break;",
    structuredClone: "structuredClone(a)",
    "JSON.stringify": "JSON.stringify(a)",
    sort: "a.sort()",
    join: "a.join()",
    "find the last": "a.find((x) => x === n - 1)",
    "for of": "for (const x of a);",
  });
  for (const [name, [small, large]] of Object.entries(counted)) {
    assert(small >= 99 && large / small > 8, `${name}: ${small} steps for 100, ${large} for 1000`);
  }
});
Deno.test("what takes a fixed number of steps counts a fixed number of steps", async () => {
  const counted = await stepsOf({
    "push and pop": "a.push(1); a.pop()",
    at: "a.at(-1)",
    "splice at the end": "a.splice(-1, 1)",
    "indexOf the first": "a.indexOf(0)",
    "includes the first": "a.includes(0)",
    "find the first": "a.find((x) => x === 0)",
    "slice of two": "a.slice(0, 2)",
    "a map's own": "m.get(1); m.has(2); m.set(3, 3); m.delete(4)",
    "delete and set again": "const v = m.get(1); m.delete(1); m.set(1, v)",
    "the first key": "m.keys().next().value",
    "the first key, taken apart": "const [k] = m.keys()",
    "the first value of a set": "s.values().next().value",
    "delete of a property": "delete o[5]",
  });
  for (const [name, [small, large]] of Object.entries(counted)) {
    assertEquals(small, large, name);
    assert(large <= 5, `${name}: ${large}`);
  }
});
Deno.test("results of the wrapped built-ins stay what they were", async () => {
  let results: unknown;
  const program = `${functionSource(installStepCounter)}("$meter");
console.log("RESULT" + JSON.stringify([[3, 1, 2].sort(), [1, 2, 3].splice(1, 1), [...new Map([[1, 2]])], [1, [2]].flat(),
  Object.entries({ a: 1 }), [1, 2].includes(2), [NaN].includes(NaN), Array.from("ab"), [..."ab"], structuredClone({ a: [1] }),
  Math.max(...[1, 5, 2]), [].concat([1], 2), [1, 2, 3].lastIndexOf(3), Array.isArray([].values().next())]));`;
  await runInSandbox(program, {
    clock: systemClock,
    onLine: (line) => line.startsWith("RESULT") ? (results = JSON.parse(line.slice(6)), "end") : "printed",
  });
  assertEquals(results, [
    [1, 2, 3],
    [2],
    [[1, 2]],
    [1, 2],
    [["a", 1]],
    true,
    true,
    ["a", "b"],
    ["a", "b"],
    { a: [1] },
    5,
    [
      1,
      2,
    ],
    2,
    false,
  ]);
});
