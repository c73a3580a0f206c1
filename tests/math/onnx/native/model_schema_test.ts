import { assertEquals, assertThrows } from "@std/assert";
import { decodeModel, encodeModel, type ModelMessage } from "@lib/math/onnx/native/_model_schema.ts";

const TINY: ModelMessage = {
  irVersion: 9,
  producerName: "me",
  graph: { name: "g" },
  opsetImport: [{ domain: "", version: 20 }],
};

/** Field number and wire type of a message's field: 0 an integer, 2 something with a length. */
const tag = (field: number, wire: 0 | 2) => field << 3 | wire;

// By hand

Deno.test("a tiny model, byte by byte", () => {
  const [m, e, g] = ["m", "e", "g"].map((letter) => letter.charCodeAt(0));
  const graph = [tag(2, 2), 1, g!];
  const operators = [tag(1, 2), 0, tag(2, 0), 20];
  const bytes = [
    tag(1, 0),
    9,
    tag(2, 2),
    2,
    m!,
    e!,
    tag(7, 2),
    graph.length,
    ...graph,
    tag(8, 2),
    operators.length,
    ...operators,
  ];
  assertEquals([...encodeModel(TINY)], bytes);
  assertEquals(decodeModel(Uint8Array.from(bytes)), TINY);
});

Deno.test("zeros are written: a length of 0 is not an unknown length", () => {
  const graph = {
    node: [{ opType: "Softmax", input: ["x"], output: ["y"], attribute: [{ name: "axis", type: 2, i: 0 }] }],
    input: [{ name: "x", type: { tensorType: { elemType: 1, shape: { dim: [{ dimValue: 0 }, { dimParam: "n" }] } } } }],
  };
  assertEquals(decodeModel(encodeModel({ ...TINY, graph })).graph, graph);
});

Deno.test("large and negative integers, raw bytes and texts survive", () => {
  const graph = {
    node: [{
      opType: "Any",
      attribute: [{ name: "i", type: 2, i: -(2 ** 40) }, { name: "s", type: 3, s: Uint8Array.of(0, 255) }, {
        name: "l",
        type: 7,
        ints: [-1, 0, 2 ** 53 - 1],
      }],
    }],
    initializer: [{
      name: "w",
      dims: [2, 3],
      dataType: 1,
      rawData: Uint8Array.from({ length: 24 }, (_, byte) => byte),
    }],
  };
  const { node, initializer } = decodeModel(encodeModel({ ...TINY, graph })).graph;
  assertEquals(node?.[0]?.attribute?.map(({ i, ints }) => i ?? ints), [-(2 ** 40), undefined, [-1, 0, 2 ** 53 - 1]]);
  assertEquals([...node?.[0]?.attribute?.[1]?.s ?? []], [0, 255]);
  assertEquals([...initializer?.[0]?.rawData ?? []], Array.from({ length: 24 }, (_, byte) => byte));
});

// Invariants

Deno.test("fields that are not declared are skipped", () => {
  const documentation = [tag(6, 2), 3, 97, 98, 99];
  assertEquals(decodeModel(Uint8Array.from([...documentation, ...encodeModel(TINY)])), TINY);
});

Deno.test("the bytes are a plain array of their own", () => {
  const first = encodeModel(TINY);
  const copy = first.slice();
  first.fill(0);
  assertEquals(encodeModel(TINY), copy);
});

// Refusals

Deno.test("what is no model is refused with its length", () => {
  const whole = encodeModel(TINY);
  for (
    const bytes of [
      new Uint8Array(0),
      whole.subarray(0, 2),
      whole.subarray(0, whole.length - 1),
      Uint8Array.of(255, 255),
    ]
  ) {
    assertThrows(
      () => decodeModel(bytes),
      RangeError,
      `Cannot read a model: bytes must be a whole ONNX model: current value is ${bytes.length} bytes (`,
    );
  }
});
