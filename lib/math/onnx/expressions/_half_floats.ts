/**
 * Floats of 16 bits as float32, without loss: IEEE 754 half precision (F16) and the upper half of a float32 (BF16).
 *
 * Cost: O(elements); F16 by a table of all 65,536 values, made once.
 *
 * Source: IEEE 754-2019, binary16; Google, "BFloat16: the secret to high performance on Cloud TPUs" (2019).
 *
 * @module
 */

let table: Float32Array | undefined;

/** The bits of half-precision floats as float32; NaN stays NaN. */
export function float16ToFloat32(bits: Uint16Array): Float32Array {
  table ??= Float32Array.from({ length: 1 << 16 }, (_, half) => valueOfHalf(half));
  const values = new Float32Array(bits.length);
  for (let i = 0; i < bits.length; i++) values[i] = table[bits[i]!]!;
  return values;
}

/** The bits of bfloat16 as float32: sixteen zeros behind them. */
export function bfloat16ToFloat32(bits: Uint16Array): Float32Array {
  const words = new Uint32Array(bits.length);
  for (let i = 0; i < bits.length; i++) words[i] = bits[i]! << 16;
  return new Float32Array(words.buffer);
}

/** 1 bit of sign, 5 of exponent (biased by 15), 10 of fraction. */
function valueOfHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = half >> 10 & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}
