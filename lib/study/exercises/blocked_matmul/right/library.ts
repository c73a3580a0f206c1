/** The library's product behind the name of the exercise: what a reader's answer is measured against. */
import { blockedMatmul } from "../../../../math/linalg/blocked_matmul.ts";

/** {@linkcode blockedMatmul}: panels of four columns, copied, and sixteen sums in registers. */
export const matmul: typeof blockedMatmul = blockedMatmul;
