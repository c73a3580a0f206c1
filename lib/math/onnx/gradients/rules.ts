/**
 * The gradient rules of the whole language; the compiler says which operation has none.
 *
 * @module
 */
import { ARITHMETIC_RULES } from "./arithmetic_rules.ts";
import { CONVOLUTION_RULES } from "./convolution_rules.ts";
import { EXPONENTIAL_RULES } from "./exponential_rules.ts";
import { POOLING_RULES } from "./pooling_rules.ts";
import { REARRANGEMENT_RULES } from "./rearrangement_rules.ts";
import { REDUCTION_RULES } from "./reduction_rules.ts";
import type { GradientRules } from "./rule.ts";

/** A rule for every operation. */
export const GRADIENT_RULES: GradientRules = {
  Input: "none",
  Constant: "none",
  ...ARITHMETIC_RULES,
  ...EXPONENTIAL_RULES,
  ...REDUCTION_RULES,
  ...REARRANGEMENT_RULES,
  ...CONVOLUTION_RULES,
  ...POOLING_RULES,
};
