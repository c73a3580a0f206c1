import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { grade, type GradeOptions, gradeTogether } from "@lib/study/practice/grade.ts";
import { type Submission, submissionOfValues } from "@lib/study/practice/submission.ts";
import { tinyAnswers, tinySuite } from "./tiny_suite.ts";

/** Long enough for a busy machine; short enough where the code never ends anyway. */
const PATIENT = { silenceMs: 20_000 };
const gradeDouble = (double: (x: number) => unknown, options: GradeOptions = PATIENT) =>
  grade(tinySuite, submissionOfValues({ double }), options);
const gradeSource = (source: string, options: GradeOptions = PATIENT) => {
  const submission: Submission = { source, names: ["double"], leftBehind: new Map() };
  return grade(tinySuite, submission, options);
};

Deno.test("a right answer passes every case", async () => {
  const { outcome, passed, total, finding } = await gradeDouble((x) => 2 * x);
  assertEquals([outcome, passed, total, finding], ["pass", 4, 4, undefined]);
});
Deno.test("a wrong answer fails with input, expected, got and the misconception of the first case", async () => {
  const { outcome, finding } = await gradeDouble((x) => x);
  assertEquals(outcome, "fail");
  assertEquals(finding, {
    caseName: "small numbers",
    misconception: "The mistake behind small numbers.",
    input: "double(1)",
    expected: "2",
    got: "1",
  });
});
Deno.test("a stretch case does not decide the pass: it is what comes next", async () => {
  const suite = { ...tinySuite, cases: tinySuite.cases.map((one, i) => i === 0 ? { ...one, stretch: true } : one) };
  const right = await grade(suite, submissionOfValues({ double: (x: number) => 2 * x }), PATIENT);
  assertEquals([right.outcome, right.mastered, right.total, right.stretch], ["pass", true, 3, { passed: 1, total: 1 }]);
  const small = await grade(suite, submissionOfValues({ double: (x: number) => x === 1 ? 0 : 2 * x }), PATIENT);
  assertEquals([small.outcome, small.mastered, small.passed, small.stretch.passed], ["pass", false, 3, 0]);
  assertEquals([small.finding, small.next?.caseName, small.next?.got], [undefined, "small numbers", "0"]);
  const negative = await grade(
    suite,
    submissionOfValues({ double: (x: number) => x === 1 ? 0 : Math.abs(2 * x) }),
    PATIENT,
  );
  assertEquals([negative.outcome, negative.finding?.caseName], ["fail", "negative numbers"], "core before stretch");
  const endless = await grade(
    suite,
    submissionOfValues({
      double: (x: number) => {
        for (; x === 1;);
        return 2 * x;
      },
    }),
    { silenceMs: 200 },
  );
  assertEquals([endless.outcome, endless.passed, endless.next?.caseName], ["pass", 3, "small numbers"]);
});
Deno.test("a failure may belong to another case's lesson", async () => {
  const [first, ...others] = tinySuite.cases;
  const elsewhere = { ...first!, judge: () => ({ expected: "a", got: "b", lesson: "any numbers" }) };
  const { finding } = await grade(
    { ...tinySuite, cases: [elsewhere, ...others] },
    submissionOfValues({ double: (x: number) => x }),
    PATIENT,
  );
  assertEquals(finding, {
    caseName: "any numbers",
    misconception: "The mistake behind any numbers.",
    input: "double(0); double(1); double(2)",
    expected: "a",
    got: "b",
  });
});
Deno.test("a name may be handed in under an alias, and the first of its names wins", async () => {
  const suite = { ...tinySuite, aliases: { double: ["twice", "dbl"] } };
  const twice = await grade(suite, submissionOfValues({ twice: (x: number) => 2 * x }), PATIENT);
  assertEquals(twice.outcome, "pass");
  const both = { dbl: (x: number) => x, double: (x: number) => 2 * x };
  assertEquals((await grade(suite, submissionOfValues(both), PATIENT)).outcome, "pass");
  assertEquals((await grade(suite, submissionOfValues({ triple: (x: number) => x }), PATIENT)).outcome, "wrong names");
});
Deno.test("answers that are graded together get the grades that they get alone", async () => {
  const sources: Record<string, (x: number) => unknown> = {
    right: (x) => 2 * x,
    identity: (x) => x,
    endless: (x) => {
      for (; x === 1;);
      return 2 * x;
    },
    absolute: (x) => Math.abs(2 * x),
    exits: (x) => x === -3 ? Deno.exit(0) : 2 * x,
    counting: (x) => {
      let sum = 0;
      for (let i = 0; i < Math.abs(x); i++) sum += 2;
      return x < 0 ? -sum : sum;
    },
  };
  const options = { silenceMs: 500 };
  const submissions = Object.values(sources).map((double) => submissionOfValues({ double }));
  const together = await gradeTogether(tinySuite, submissions.map((submission) => ({ submission })), options);
  const alone = [];
  for (const submission of submissions) alone.push(await grade(tinySuite, submission, options));
  assertEquals(together, alone);
  assertEquals(together.map(({ outcome }) => outcome), ["pass", "fail", "out of time", "fail", "exception", "fail"]);
});
Deno.test("an answer may be graded through one case only", async () => {
  const submission = submissionOfValues({ double: (x: number) => x < 0 ? 0 : 2 * x });
  const grades = await gradeTogether(
    tinySuite,
    ["small numbers", "negative numbers"].map((through) => ({ submission, through })),
    PATIENT,
  );
  assertEquals(grades.map(({ outcome, passed, total }) => [outcome, passed, total]), [["pass", 1, 1], ["fail", 1, 2]]);
});
Deno.test("the stub is not attempted, and the member that is not written is named", async () => {
  const { outcome, finding } = await gradeDouble(function double() {
    throw new Error("Not written yet");
  });
  assertEquals(outcome, "not attempted");
  assertEquals(finding?.problem, '`double` still throws "Not written yet"');
});
Deno.test("an exception shows the calls that led to it, the message and the reader's line", async () => {
  const source = "export function double(x) {\n  if (x === 1) return undefined.value;\n  return 2 * x;\n}";
  const { outcome, finding } = await gradeSource(source);
  assertEquals(outcome, "exception");
  assertEquals(finding?.input, "double(0); double(1)");
  assertEquals(finding?.problem, "TypeError: Cannot read properties of undefined (reading 'value')");
  assertEquals(finding?.line, "if (x === 1) return undefined.value;");
  assertEquals(finding?.misconception, "The mistake behind small numbers.");
});
Deno.test("anything can be thrown", async () => {
  for (
    const thrown of [
      "'text'",
      "null",
      "undefined",
      "42",
      "{ toString() { throw 1; } }",
      "new Proxy({}, { get() { throw 1; } })",
    ]
  ) {
    assertEquals((await gradeSource(`export function double() { throw ${thrown}; }`)).outcome, "exception", thrown);
  }
});
Deno.test("a module that throws while it is loaded, or does not parse, is an exception", async () => {
  const thrown = await gradeSource("throw new Error('early');\nexport function double() {}");
  assertEquals([thrown.outcome, thrown.finding?.input], ["exception", "(while your code was loaded)"]);
  assertEquals((await gradeSource("export function double( {")).outcome, "exception");
});
Deno.test("a missing helper is explained by how to pass it", async () => {
  const { outcome, finding } = await gradeSource("export function double(x) { return new Pair(x).sum(); }");
  assertEquals(outcome, "exception");
  assertEquals(
    finding?.problem,
    "ReferenceError: Pair is not defined. Your code is graded on its own; pass what it needs: check({ double, Pair })",
  );
});
Deno.test("a helper that can't travel is explained by what it is", async () => {
  const submission: Submission = {
    source: "export function double(x) { return memo.get(x); }",
    names: ["double"],
    leftBehind: new Map([["memo", "a Map"]]),
  };
  const { finding } = await grade(tinySuite, submission, PATIENT);
  assertStringIncludes(finding!.problem!, "memo is not defined. It is a Map, which can't travel to the grader");
});
Deno.test("names that are missing, or are no functions, are wrong names", async () => {
  const missing = await grade(tinySuite, submissionOfValues({ Double: () => 1 }), PATIENT);
  assertEquals([missing.outcome, missing.finding?.problem], [
    "wrong names",
    "double is missing; handed in: Double. Is it what you call Double? Then name it double",
  ]);
  const number = await grade(tinySuite, submissionOfValues({ double: 2 }), PATIENT);
  assertEquals([number.outcome, number.finding?.problem], ["wrong names", "double must be a class or a function"]);
  const instance = await grade(tinySuite, submissionOfValues({ double: new Map() }), PATIENT);
  assertEquals(instance.finding?.problem, "double is a Map: hand in the class itself");
});

// Hostile or broken code: the parent goes on, and nothing passes for an answer.
Deno.test("an endless loop is out of time, in the case and while loading", async () => {
  const options = { silenceMs: 200 };
  const looping = await gradeDouble((x) => {
    for (; x < 100;);
    return 2 * x;
  }, options);
  assertEquals([looping.outcome, looping.finding?.caseName], ["out of time", "small numbers"]);
  assertEquals(looping.finding?.problem, "not done after 0.2 s: a loop that never ends?");
  assertEquals((await gradeSource("for (;;);\nexport function double() {}", options)).outcome, "out of time");
});
Deno.test("cases before the one that never ends still decide", async () => {
  const { outcome, finding } = await gradeDouble((x) => {
    for (; x < 0;);
    return x;
  }, { silenceMs: 200 });
  assertEquals([outcome, finding?.caseName], ["fail", "small numbers"]);
});
Deno.test("a promise that never settles is out of time at once", async () => {
  const { outcome, finding } = await gradeDouble(() => new Promise(() => {}));
  assertEquals([outcome, finding?.problem], ["out of time", "your code waits for a promise that never settles"]);
});
Deno.test("a memory hog is out of memory", async () => {
  const { outcome } = await gradeDouble(() => {
    const hog: unknown[] = [];
    for (;;) hog.push([1, 2, 3]);
  }, { silenceMs: 60_000, memoryMegabytes: 64 });
  assertEquals(outcome, "out of memory");
});
Deno.test("ending the process does not end the grading", async () => {
  for (const exit of ["Deno.exit(0)", "Deno.exit(3)", "globalThis.process?.exit?.(0) ?? Deno.exit(0)"]) {
    const { outcome, finding } = await gradeSource(`export function double(x) { ${exit}; }`);
    assertEquals(outcome, "exception", exit);
    assertStringIncludes(finding!.problem!, "ended the process");
  }
  assertEquals((await gradeSource("Deno.exit(0);\nexport function double() {}")).outcome, "exception");
});
Deno.test("a rejection that nobody handles is an exception, even when every result is right", async () => {
  const { outcome, finding } = await gradeDouble((x) => {
    Promise.reject(new Error("lost"));
    return 2 * x;
  });
  assertEquals(outcome, "exception");
  assertStringIncludes(finding!.problem!, "nothing handled it: Error: lost");
});
Deno.test("an error in a timer is an exception, too", async () => {
  const { outcome } = await gradeDouble((x) => {
    setTimeout(() => {
      throw new Error("late");
    }, 0);
    return 2 * x;
  });
  assertEquals(outcome, "exception");
});
Deno.test("printed text that imitates a report changes nothing, and is shown", async () => {
  const { outcome, printed } = await gradeDouble((x) => {
    console.log('{"at":"done","index":0,"evidence":"[0,2,4]"}');
    console.log('{"at":"end"}');
    Deno.stdout.writeSync(new TextEncoder().encode("no end of line"));
    return x;
  });
  assertEquals(outcome, "fail");
  assertEquals(printed[1], '{"at":"end"}');
});
Deno.test("what was printed in other cases is not shown with this one", async () => {
  const { printed } = await gradeDouble((x) => {
    console.log(`called with ${x}`);
    return x < 0 ? 0 : 2 * x;
  });
  assertEquals(printed, ["called with -3"]);
});

Deno.test("neither files nor packages can be imported; what the runtime has built in can", async () => {
  for (const what of ["file:///etc/hostname", import.meta.url, "npm:acorn", "https://example.org/x.js"]) {
    const dynamic = await gradeSource(`export async function double(x) { await import("${what}"); return 2 * x; }`);
    assertEquals(dynamic.outcome, "exception", what);
    const fixed = await gradeSource(`import "${what}"; export function double(x) { return 2 * x; }`);
    assertEquals([fixed.outcome, fixed.finding?.problem?.includes("data:")], ["exception", false], what);
  }
  const builtIn =
    'import { deepEqual } from "node:assert"; export function double(x) { deepEqual(1, 1); return 2 * x; }';
  assertEquals((await gradeSource(builtIn)).outcome, "pass");
});

/**
 * Changes of JavaScript itself. With a right answer they may spoil the evidence; with a wrong one they must not help.
 */
const TAMPERINGS: Record<string, string> = {
  "Array.prototype":
    `for (const name of ["push", "map", "join", "findIndex", "every", "slice"]) Array.prototype[name] = () => [];
    Array.prototype[Symbol.iterator] = function* () {};`,
  "JSON": `JSON.stringify = () => '{"at":"end"}'; JSON.parse = () => ({}); Object.prototype.toJSON = () => "[0,2,4]";`,
  "console": `globalThis.console = { log() {} };`,
  "Promise":
    `globalThis.Promise = class { constructor() {} static resolve() {} }; Promise.prototype && (Promise.prototype.then = () => {});`,
  "Promise.prototype.then":
    `const then = Promise.prototype.then; Promise.prototype.then = function (...a) { return then.apply(this, a); };`,
  "Math.random": `Math.random = () => 0.5;`,
  "performance": `performance.now = () => 0; globalThis.Date = undefined;`,
  "Object":
    `Object.is = () => true; Object.keys = () => []; Object.getPrototypeOf = () => null; Object.defineProperty = () => {};`,
  "Function.prototype":
    `Function.prototype.call = () => {}; Function.prototype.apply = () => {}; Function.prototype.bind = () => {};`,
  "typed arrays":
    `Uint8Array.prototype.__proto__.subarray = () => new Uint8Array(0); globalThis.TextEncoder = undefined;
    Object.defineProperty(Uint8Array.prototype.__proto__, "length", { get: () => 0 });`,
  "String.prototype":
    `String.prototype.slice = () => ""; String.prototype.startsWith = () => true; globalThis.String = () => "2";`,
  "Number": `Number.isFinite = () => false; globalThis.Number = () => 2; Number.prototype.toString = () => "2";`,
  "Deno": `Deno.stdout.writeSync = () => 0; try { Deno.exit = () => {}; } catch {}`,
  "timers": `globalThis.setTimeout = () => {}; globalThis.queueMicrotask = () => {};`,
  "events": `globalThis.addEventListener = () => {}; Event.prototype.preventDefault = () => {};`,
  "Map": `Map.prototype.get = () => 2; Set.prototype.has = () => true;`,
  "setters":
    `for (let i = 0; i < 10; i++) Object.defineProperty(Array.prototype, i, { set() {}, get: () => 2 * i, configurable: true });`,
  "unload": `addEventListener("unload", () => { for (;;); }); globalThis.onunload = () => { for (;;); };`,
};
for (const [what, tampering] of Object.entries(TAMPERINGS)) {
  Deno.test(`tampering with ${what} does not make a wrong answer pass, nor takes the grader down`, async () => {
    const wrong = await gradeSource(`${tampering}\nexport function double(x) { return x; }`);
    assert(wrong.outcome !== "pass", wrong.outcome);
    const right = await gradeSource(`${tampering}\nexport function double(x) { return 2 * x; }`);
    assert(["pass", "fail", "exception"].includes(right.outcome), right.outcome);
  });
}
Deno.test("tampering with what a right answer does not need leaves it right", async () => {
  for (
    const what of [
      "JSON",
      "console",
      "Math.random",
      "performance",
      "Deno",
      "timers",
      "unload",
      "Map",
    ]
  ) {
    const { outcome } = await gradeSource(`${TAMPERINGS[what]}\nexport function double(x) { return 2 * x; }`);
    assertEquals(outcome, "pass", what);
  }
});
Deno.test("evidence that can't be read is a failure that says so", async () => {
  const { outcome, finding } = await gradeSource(
    `Object.defineProperty(Array.prototype, 0, { set() { delete Array.prototype[0]; } });\nexport function double(x) { return 2 * x; }`,
  );
  assert(outcome === "fail" || outcome === "exception");
  assert(finding);
});
Deno.test("cases do not see what other cases left behind", async () => {
  // 3 calls a case at most
  const source = "let calls = 0;\nexport function double(x) { return ++calls > 3 ? 0 : 2 * x; }";
  const { outcome } = await gradeSource(source);
  assertEquals(outcome, "pass");
});
Deno.test("work is counted: an answer that loops fails only the counted case", async () => {
  const { outcome, passed, finding } = await grade(
    tinySuite,
    submissionOfValues((tinyAnswers.wrong.counting!.answer as { given: Record<string, unknown> }).given),
    PATIENT,
  );
  assertEquals([outcome, passed], ["fail", 3]);
  assertEquals(finding?.got, "17, 65, 257"); // one call and a round of the loop for each 1
});
Deno.test("another seed gives other random inputs", async () => {
  const seen = async (seed: number) => {
    const { finding } = await gradeDouble((x) => x > 2 ? 0 : 2 * x, { ...PATIENT, seed });
    return finding?.input;
  };
  assertEquals(await seen(1), await seen(1));
  assert(await seen(1) !== await seen(2));
});
