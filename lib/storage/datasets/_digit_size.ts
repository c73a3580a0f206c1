/**
 * The size of MNIST's pictures.
 *
 * @module
 */

/** Pictures are so many rows high. */
export const DIGIT_ROWS = 28;
/** Pictures are so many columns wide. */
export const DIGIT_COLUMNS = 28;
