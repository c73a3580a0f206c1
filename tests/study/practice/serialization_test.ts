import { assert, assertEquals } from "@std/assert";
import { makeSerializer } from "@lib/study/practice/_serialization.ts";

const serializer = makeSerializer((text) => `<${text}>`);
const sent = (value: unknown) => serializer.decode(serializer.encode(value));

Deno.test("plain values arrive as they were sent", () => {
  const values = [
    0,
    -0,
    1.5,
    NaN,
    Infinity,
    -Infinity,
    "",
    'a\u2028\n"',
    true,
    false,
    null,
    undefined,
    10n ** 30n,
    [],
    {},
  ];
  for (const value of values) assertEquals(sent(value), value);
  assert(Object.is(sent(-0), -0));
  assertEquals(sent([[undefined], { a: { b: [1, undefined] } }]), [[undefined], { a: { b: [1, undefined] } }]);
});
Deno.test("a typed array arrives as a list, a view without elements as a description", () => {
  assertEquals(sent(new Float64Array([1.5, -0, NaN])), [1.5, -0, NaN]);
  assertEquals(sent({ rows: [new Uint8Array([1, 2]), new BigInt64Array([3n])] }), { rows: [[1, 2], [3n]] });
  assertEquals(sent(new DataView(new ArrayBuffer(2))), "<DataView { … }>");
  assertEquals(sent(new Float32Array(200_000)), "<an array of 200000>");
});
Deno.test("a line is one line, whatever the text", () => {
  assert(!serializer.encode(["a\nb", { "c\nd": 1 }]).includes("\n"));
});
Deno.test("keys that mean something to JavaScript are keys like any other", () => {
  const sly = JSON.parse('{"__proto__": {"polluted": 1}, "toJSON": 2, "u": 3, "d": "x"}');
  const arrived = sent(sly) as Record<string, unknown>;
  assertEquals(Object.keys(arrived), ["__proto__", "toJSON", "u", "d"]);
  assertEquals(Object.getPrototypeOf(arrived), Object.prototype);
  assertEquals(arrived.u, 3);
});
Deno.test("what is not plain arrives as a description", () => {
  class Node {}
  assertEquals(sent(new Map([[1, 2]])), "<Map(1)>");
  assertEquals(sent(new Node()), "<Node { … }>");
  assertEquals(sent(Math.max), "<[Function max]>");
  assertEquals(sent(Symbol("s")), "<Symbol(s)>");
  assertEquals(sent([Promise.resolve(1)]), ["<Promise { … }>"]);
});
Deno.test("cycles, depth, length and long texts are bounded", () => {
  const cycle: unknown[] = [];
  cycle.push(cycle);
  assert(serializer.encode(cycle).length < 200);
  assertEquals(sent(Array(200_000)), "<an array of 200000>");
  assert(serializer.encode("x".repeat(1_000_000)).length < 300);
});
Deno.test("an object that refuses to be looked at is described, not thrown on", () => {
  const hostile = new Proxy(class {}, {
    get() {
      throw new Error("no");
    },
  });
  assertEquals(sent(hostile), "<an object that can't be described>");
});
Deno.test("makeSerializer() uses nothing outside itself, so it can travel as text", () => {
  const copy = new Function(`return (${makeSerializer})((text) => text)`)();
  assertEquals(copy.decode(copy.encode({ a: [undefined, 1n] })), { a: [undefined, 1n] });
});
Deno.test("prototypes that were changed after makeSerializer() do not reach into it", () => {
  const early = makeSerializer((text) => text);
  const proto = Object.prototype as unknown as Record<string, unknown>;
  const { stringify } = JSON;
  proto.toJSON = () => "tampered";
  JSON.stringify = () => "tampered";
  try {
    assertEquals(early.encode([{ a: 1 }, "b"]), '[{"o":[["a",1]]},"b"]');
  } finally {
    delete proto.toJSON;
    JSON.stringify = stringify;
  }
});
