/**
 * Records of MNIST: digits, as they are read and as they are generated.
 *
 * @module
 */

/** How the digits were drawn. */
export interface MnistTruth {
  /** Turn against the clock; shape (count). */
  readonly rotationRadians: Float32Array;
  /** Half the pen's width; shape (count). */
  readonly penRadiusPixels: Float32Array;
}

/** The set; with the truth behind it where it was generated. */
export type Mnist =
  & {
    /** Grey values, 0 paper to 255 ink; shape (count, 28, 28), row by row. */
    readonly images: Uint8Array;
    /** The digit that each picture shows, 0 to 9; shape (count). */
    readonly labels: Uint8Array;
    /** How many. */
    readonly count: number;
  }
  & ({ readonly origin: "public" } | { readonly origin: "synthetic"; readonly truth: MnistTruth });
