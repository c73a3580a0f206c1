/**
 * A small assembler for WebAssembly (wasm): as much of the format as kernels over rows of doubles need.
 *
 * JavaScript has no instructions that work on two doubles at once (SIMD), WebAssembly has. An expression is the bytes
 * that leave its value on the stack; a statement is bytes that leave nothing. So code is put together by putting bytes
 * one after the other, and needs no parser and no tool.
 *
 * **Invariant.** Every instruction here rounds as IEEE 754 says: the same code gives the same bits on every machine.
 * (The "relaxed" instructions, which may fuse a product with a sum, are left out for that reason.)
 *
 * Not here on purpose: types are not checked (the engine refuses a module that has them wrong), other number types,
 * calls, branches but those of a loop.
 *
 * Source: WebAssembly Core Specification 2.0, §5 (binary format).
 *
 * @module
 */

/** Instructions, as bytes. */
export type Code = readonly number[];

/** A 32-bit address or count, a double, two doubles. */
export type ValueType = "i32" | "f64" | "f64x2";

/** A parameter or a local variable of a function. Locals begin at zero. */
export interface Variable {
  /** Its value. */
  readonly value: Code;
  /** Gives it a value. */
  readonly set: (value: Code) => Code;
}

/** A function of a module. */
export interface CodeFunction {
  /** Under this name it is exported. */
  readonly name: string;
  /** What it takes. */
  readonly parameters: readonly ValueType[];
  /** What it returns, if anything. */
  readonly result?: ValueType;
  /** Its code, given its parameters and a maker of local variables. */
  readonly body: (parameters: readonly Variable[], local: (type: ValueType) => Variable) => Code;
}

const TYPES = { i32: 0x7f, f64: 0x7c, f64x2: 0x7b } as const;
const NO_RESULT = 0x40;
const END = 0x0b;
const SIMD = 0xfd;

/** A whole number of at least 0 in groups of seven bits, lowest first (LEB128). */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [value % 128 + 128, ...unsigned(Math.floor(value / 128))];
}

/** The same for numbers with a sign: the highest bit of the last group is the sign. */
function signed(value: number): number[] {
  return value >= -64 && value < 64 ? [value & 127] : [(value & 127) | 128, ...signed(value >> 7)];
}

/** An instruction that takes two values. */
export type Binary = (left: Code, right: Code) => Code;

const binary = (...instruction: number[]): Binary => (left, right) => [...left, ...right, ...instruction];

/** An integer. */
export const integer = (value: number): Code => [0x41, ...signed(value)];
/** Sum of two integers. */
export const addIntegers: Binary = binary(0x6a);
/** Difference of two integers. */
export const subtractIntegers: Binary = binary(0x6b);
/** Sum of two doubles. */
export const addDoubles: Binary = binary(0xa0);
/** Product of two doubles. */
export const multiplyDoubles: Binary = binary(0xa2);
/** Sums of two pairs of doubles. */
export const add: Binary = binary(SIMD, ...unsigned(0xf0));
/** Differences of two pairs of doubles. */
export const subtract: Binary = binary(SIMD, ...unsigned(0xf1));
/** Products of two pairs of doubles. */
export const multiply: Binary = binary(SIMD, ...unsigned(0xf2));
/** A double, twice. */
export const splat = (value: Code): Code => [...value, SIMD, 0x14];
/** One of a pair of doubles. */
export const extractLane = (pair: Code, which: 0 | 1): Code => [...pair, SIMD, 0x21, which];

/** The pair of doubles at an address; `offset` in bytes. */
export const load = (address: Code, offset = 0): Code => [...address, SIMD, 0x00, 3, ...unsigned(offset)];
/** Puts a pair of doubles at an address. */
export const store = (
  address: Code,
  { value, offset = 0 }: { readonly value: Code; readonly offset?: number },
): Code => [
  ...address,
  ...value,
  SIMD,
  0x0b,
  3,
  ...unsigned(offset),
];
/** The double at an address. */
export const loadDouble = (address: Code, offset = 0): Code => [...address, 0x2b, 3, ...unsigned(offset)];
/** Puts a double at an address. */
export const storeDouble = (
  address: Code,
  { value, offset = 0 }: { readonly value: Code; readonly offset?: number },
): Code => [...address, ...value, 0x39, 3, ...unsigned(offset)];

/** Statements one after the other. */
export const sequence = (...statements: readonly Code[]): Code => statements.flat();

/** Repeats a statement while `variable` is less than `end`; not at all if it is not less to begin with. */
export function loopWhileLess(
  variable: Variable,
  { end, body }: { readonly end: Variable; readonly body: Code },
): Code {
  const isOver = [...variable.value, ...end.value, 0x4f];
  return [0x02, NO_RESULT, 0x03, NO_RESULT, ...isOver, 0x0d, 1, ...body, 0x0c, 0, END, END];
}

/**
 * The bytes of a module that exports these functions; it imports its memory as `kernel.memory`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { assemble, multiplyDoubles } from "./wasm_assembler.ts";
 *
 * const bytes = assemble([{
 *   name: "square",
 *   parameters: ["f64"],
 *   result: "f64",
 *   body: ([x]) => multiplyDoubles(x!.value, x!.value),
 * }]);
 * const memory = new WebAssembly.Memory({ initial: 0 });
 * const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { kernel: { memory } });
 * assertEquals((exports["square"] as (x: number) => number)(1.5), 2.25);
 * ```
 */
export function assemble(functions: readonly CodeFunction[]): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters, result }) => [
    0x60,
    ...list(parameters.map((type) => [TYPES[type]])),
    ...list(result === undefined ? [] : [[TYPES[result]]]),
  ]);
  const memory = [...text("kernel"), ...text("memory"), 2, 0, 0];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, types),
    ...section(2, [memory]),
    ...section(3, functions.map((_, number) => unsigned(number))),
    ...section(7, functions.map(({ name }, number) => [...text(name), 0, ...unsigned(number)])),
    ...section(10, functions.map((one) => sized(bodyOf(one)))),
  ]);
}

function bodyOf({ parameters, body }: CodeFunction): Code {
  const locals: ValueType[] = [];
  const variable = (number: number): Variable => ({
    value: [0x20, ...unsigned(number)],
    set: (value) => [...value, 0x21, ...unsigned(number)],
  });
  const code = body(parameters.map((_, number) => variable(number)), (type) => {
    return variable(parameters.length + locals.push(type) - 1);
  });
  return [...list(locals.map((type) => [1, TYPES[type]])), ...code, END];
}

const sized = (bytes: Code): Code => [...unsigned(bytes.length), ...bytes];
const list = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()];
const section = (number: number, items: readonly Code[]): Code => [number, ...sized(list(items))];
const text = (letters: string): Code => list(Array.from(letters, (letter) => [letter.charCodeAt(0)]));
