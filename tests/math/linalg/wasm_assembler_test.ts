import { assertEquals, assertThrows } from "@std/assert";
import * as code from "@lib/math/linalg/wasm_assembler.ts";

type Kernel = (...numbers: number[]) => number;

/** The functions of a module, and what they work in. */
function run(...functions: code.CodeFunction[]) {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const module = new WebAssembly.Module(code.assemble(functions));
  const { exports } = new WebAssembly.Instance(module, { kernel: { memory } });
  return { kernels: exports as Record<string, Kernel>, data: new Float64Array(memory.buffer) };
}

// By hand: the smallest module, byte by byte as §5.5 of the specification has it
Deno.test("assemble() writes the sections of a module", () => {
  const two = code.assemble([{ name: "two", parameters: [], result: "i32", body: () => code.integer(2) }]);
  assertEquals([...two], [
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00], // "\0asm", version 1
    ...[1, 5, 1, 0x60, 0, 1, 0x7f], // one type: () → i32
    ...[2, 18, 1, 6, 107, 101, 114, 110, 101, 108, 6, 109, 101, 109, 111, 114, 121, 2, 0, 0], // "kernel" "memory"
    ...[3, 2, 1, 0], // function 0 has type 0
    ...[7, 7, 1, 3, 116, 119, 111, 0, 0], // export "two" is function 0
    ...[10, 6, 1, 4, 0, 0x41, 2, 0x0b], // its body: no locals, i32.const 2, end
  ]);
});

// Oracle: the engine
Deno.test("integers come out as they went in, at every border of their encoding", () => {
  const numbers = [0, 1, -1, 63, 64, -64, -65, 127, 128, 8191, 8192, -8192, -8193, 2 ** 20, 2 ** 31 - 1, -(2 ** 31)];
  const { kernels } = run(
    ...numbers.map((number) => ({
      name: `n${number}`,
      parameters: [],
      result: "i32" as const,
      body: () => code.integer(number),
    })),
  );
  for (const number of numbers) assertEquals(kernels[`n${number}`]!(), number);
});

Deno.test("sums, differences and products of integers and doubles", () => {
  const of = (name: string, type: "i32" | "f64", body: (x: code.Code, y: code.Code) => code.Code) => ({
    name,
    parameters: [type, type],
    result: type,
    body: ([x, y]: readonly code.Variable[]) => body(x!.value, y!.value),
  });
  const { kernels } = run(
    of("plus", "i32", code.addIntegers),
    of("minus", "i32", code.subtractIntegers),
    of("sum", "f64", code.addDoubles),
    of("product", "f64", code.multiplyDoubles),
  );
  assertEquals([kernels["plus"]!(40, 2), kernels["minus"]!(40, 2)], [42, 38]);
  assertEquals([kernels["sum"]!(0.5, 0.25), kernels["product"]!(0.5, 0.25)], [0.75, 0.125]);
});

Deno.test("pairs of doubles are loaded, computed with and stored, at an offset too", () => {
  const { kernels, data } = run({
    name: "work",
    parameters: ["i32", "f64"],
    result: "f64",
    body: ([at, factor], local) => {
      const [pair, unused] = [local("f64x2"), local("f64")];
      const value = code.subtract(
        code.multiply(pair.value, code.splat(factor!.value)),
        code.add(pair.value, pair.value),
      );
      return code.sequence(
        pair.set(code.load(at!.value, 16)),
        code.store(at!.value, { value, offset: 160 }),
        code.storeDouble(at!.value, { value: code.loadDouble(at!.value, 24), offset: 8 }),
        code.addDoubles(
          unused.value,
          code.addDoubles(code.extractLane(pair.value, 0), code.extractLane(pair.value, 1)),
        ),
      );
    },
  });
  data.set([1, 2, 3, 5]);
  assertEquals(kernels["work"]!(0, 10), 8); // 3 + 5; a local that got no value is zero
  assertEquals([...data.subarray(0, 4), ...data.subarray(20, 22)], [1, 5, 3, 5, 24, 40]); // 10 · 3 − 6, 10 · 5 − 10
});

Deno.test("whileLess() runs as often as it must, and not at all when there is nothing to do", () => {
  const { kernels } = run({
    name: "steps",
    parameters: ["i32", "i32"],
    result: "i32",
    body: ([at, end], local) => {
      const steps = local("i32");
      const body = code.sequence(
        steps.set(code.addIntegers(steps.value, code.integer(1))),
        at!.set(code.addIntegers(at!.value, code.integer(3))),
      );
      return code.sequence(code.loopWhileLess(at!, { end: end!, body }), steps.value);
    },
  });
  const steps = [[0, 0], [0, 1], [0, 3], [0, 4], [5, 2], [-1, 0]].map(([at, end]) => kernels["steps"]!(at!, end!));
  assertEquals(steps, [0, 1, 1, 2, 0, 0]); // addresses have no sign: −1 is the largest of all
});

Deno.test("many functions, long names and long bodies keep their sizes", () => {
  const names = Array.from({ length: 200 }, (_, n) => `${"long".repeat(40)}${n}`);
  const { kernels } = run(
    ...names.map((name, n) => ({
      name,
      parameters: ["i32" as const],
      result: "i32" as const,
      body: ([x]: readonly code.Variable[]) => {
        return Array.from({ length: 100 }).reduce<code.Code>(
          (sum) => code.addIntegers(sum, code.integer(n)),
          x!.value,
        );
      },
    })),
  );
  for (const n of [0, 127, 128, 199]) assertEquals(kernels[names[n]!]!(7), 7 + 100 * n);
});

// Refusals
Deno.test("code whose types do not fit is refused by the engine", () => {
  const wrong = code.assemble([{ name: "wrong", parameters: [], result: "f64", body: () => code.integer(1) }]);
  assertThrows(() => new WebAssembly.Module(wrong), WebAssembly.CompileError);
});
