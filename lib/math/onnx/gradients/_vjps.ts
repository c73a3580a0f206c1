/**
 * The gradient rules of the whole language; the compiler says which operation has none.
 *
 * @module
 */
import { ARITHMETIC_VJPS } from "./_arithmetic_vjps.ts";
import { CONVOLUTION_VJPS } from "./_convolution_vjps.ts";
import { ELEMENTWISE_VJPS } from "./_elementwise_vjps.ts";
import { POOLING_VJPS } from "./_pooling_vjps.ts";
import { SHAPE_VJPS } from "./_shape_vjps.ts";
import { REDUCTION_VJPS } from "./_reduction_vjps.ts";
import type { Vjps } from "./_vjp.ts";

/** A rule for every operation. */
export const VJPS: Vjps = {
  Input: "none",
  Constant: "none",
  ...ARITHMETIC_VJPS,
  ...ELEMENTWISE_VJPS,
  ...REDUCTION_VJPS,
  ...SHAPE_VJPS,
  ...CONVOLUTION_VJPS,
  ...POOLING_VJPS,
};
