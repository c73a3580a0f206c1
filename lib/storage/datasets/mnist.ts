/**
 * MNIST, test split: 10,000 handwritten digits of 28 × 28 grey values, half by employees of a census bureau and half by
 * school pupils. The lab trains on the first 8,000 and tests on the last 2,000 ({@linkcode TRAINING_DIGITS}); the first
 * 5,000 are the cleaner hand, so the test is the harder part.
 *
 * Cost: about 60 ms, 7.8 MB. Not here on purpose: scaling to 0..1 (four or eight times the memory: the model's own
 * step), augmentation, the 60,000 digits of the training split.
 *
 * Source: Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, Proceedings of the IEEE 86(11), 1998; IDX format.
 *
 * @module
 */
import type { Mnist } from "./mnist_records.ts";
import { DatasetError } from "./dataset_error.ts";
import { DIGIT_COLUMNS, DIGIT_ROWS } from "./_digit_size.ts";
import { loadDataset, type LoadOptions } from "./load_dataset.ts";
import { syntheticMnist } from "./synthetic_mnist.ts";

export type { Mnist };

/** The lab's own split: digits from this one on are for testing. */
export const TRAINING_DIGITS = 8000;

/**
 * Loads the set, or its stand-in.
 * @throws {DatasetError} If its files are there but damaged or incomplete.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { loadMnist } from "./mnist.ts";
 *
 * const { images, labels } = await loadMnist({ synthetic: "always" });
 * assertEquals([images.length, labels.length], [7_840_000, 10_000]);
 * ```
 */
export async function loadMnist(options: LoadOptions = {}): Promise<Mnist> {
  return await loadDataset<Mnist>("mnist-10k", {
    ...options,
    inspect: { [IMAGES]: unzipBytes, [LABELS]: unzipBytes },
    async read(files) {
      const image = files.get(IMAGES).path, label = files.get(LABELS).path;
      const images = parseIdx(await unzipBytes(await files.bytes(IMAGES), image), { path: image, axes: 3 });
      const labels = parseIdx(await unzipBytes(await files.bytes(LABELS), label), { path: label, axes: 1 });
      if (String(images.shape.slice(1)) !== String([DIGIT_ROWS, DIGIT_COLUMNS])) {
        throw new DatasetError("pictures are 28 × 28", { path: image, value: images.shape.join(" × ") });
      }
      const count = images.shape[0]!;
      if (labels.shape[0] !== count) {
        throw new DatasetError(`there must be a label for each of ${count} pictures`, {
          path: label,
          value: labels.shape[0]!,
        });
      }
      const wrong = labels.values.findIndex((digit) => digit > 9);
      if (wrong !== -1) {
        throw new DatasetError(`label ${wrong} must be 0 to 9`, { path: label, value: labels.values[wrong]! });
      }
      return { origin: "public", images: images.values, labels: labels.values, count };
    },
    count: ({ count }) => ({ digits: count }),
    generate: (seed) => syntheticMnist({ seed }),
  });
}

/** An array of bytes with its shape. */
export interface ByteArray {
  /** Length of each axis. */
  readonly shape: readonly number[];
  /** Row by row. */
  readonly values: Uint8Array;
}

/**
 * Reads an unpacked IDX file of bytes: two zero bytes, 8 for unsigned bytes, the number of axes, their lengths (32
 * bits, big end first), the values.
 * @param bytes The file, unpacked.
 * @param at Its name in errors, and how many axes it must have.
 * @throws {DatasetError} If the header is not that, or the values are fewer or more than it says.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseIdx } from "./mnist.ts";
 *
 * const bytes = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 7, 9);
 * assertEquals(parseIdx(bytes, { path: "labels", axes: 1 }), { shape: [2], values: Uint8Array.of(7, 9) });
 * ```
 */
export function parseIdx(
  bytes: Uint8Array,
  { path, axes }: { readonly path: string; readonly axes: number },
): ByteArray {
  const header = 4 + 4 * axes;
  const begin = [...bytes.subarray(0, 4)];
  if (bytes.length < header || String(begin) !== String([0, 0, 8, axes])) {
    throw new DatasetError(`an IDX file of bytes with ${axes} axes begins with 0 0 8 ${axes}`, {
      path,
      value: begin.join(" "),
    });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis));
  const expected = shape.reduce((product, length) => product * length, 1);
  if (bytes.length - header !== expected) {
    throw new DatasetError(`it must hold ${shape.join(" × ")} values`, { path, value: bytes.length - header });
  }
  return { shape, values: bytes.slice(header) };
}

const IMAGES = "t10k-images-idx3-ubyte.gz";
const LABELS = "t10k-labels-idx1-ubyte.gz";

async function unzipBytes(packed: Uint8Array<ArrayBuffer>, path: string): Promise<Uint8Array> {
  try {
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch (cause) {
    throw new DatasetError("it cannot be unpacked: it is cut short, damaged, or not gzip", { path, cause });
  }
}
