/**
 * Small samples in the public files' own formats, from the generated stand-ins: what `data/samples/` holds, so that one
 * can look at a format without downloading anything. Not a row of them is public data.
 *
 * **Invariant.** What the parsers read from these files is what the stand-ins generated.
 *
 * @module
 */
import type { Cranfield } from "./cranfield.ts";
import { syntheticCranfield } from "./synthetic_cranfield.ts";
import { DIGIT_COLUMNS, DIGIT_ROWS } from "./_digit_size.ts";
import { GENRES } from "./_genres.ts";
import type { Mnist } from "./mnist.ts";
import { syntheticMnist } from "./synthetic_mnist.ts";
import type { MovieLens } from "./movielens.ts";
import { syntheticMovieLens } from "./synthetic_movielens.ts";
import type { LabelledSentence } from "./sst2.ts";
import { syntheticSst2 } from "./synthetic_sst2.ts";

/**
 * The samples: contents by path below `data/samples/`, where a set's folder has its name in snake_case.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseSentences } from "./sst2.ts";
 * import { sampleFiles } from "./sample_files.ts";
 *
 * const bytes = (await sampleFiles()).get("sst_2/dev.tsv")!;
 * assertEquals(parseSentences(bytes, "dev.tsv").length, 10);
 * ```
 */
export async function sampleFiles(): Promise<ReadonlyMap<string, Uint8Array>> {
  const sst2 = syntheticSst2({ train: 20, dev: 10 });
  const files = new Map([
    ...cranfieldFiles(syntheticCranfield({ documents: 8, queries: 4 })),
    ...movieLensFiles(syntheticMovieLens({ users: 10, films: 30, ratings: 100 })),
    ["sst-2/train.tsv", utf8(sentenceLines(await Array.fromAsync(sst2.train)))],
    ["sst-2/dev.tsv", utf8(sentenceLines(sst2.dev))],
    ...await mnistFiles(syntheticMnist({ count: 10 })),
  ]);
  return new Map([...files].map(([path, bytes]) => [path.replace(/^[^/]+/, (set) => set.replaceAll("-", "_")), bytes]));
}

/** In the SMART format. */
export function cranfieldFiles({ documents, queries, judgements }: Cranfield): Map<string, Uint8Array> {
  const all = documents.map(({ number, title, authors, source, text }) =>
    `.I ${number}\n.T\n${title}\n.A\n${authors}\n.B\n${source}\n.W\n${text}\n`
  );
  return new Map([
    ["cranfield/cran.all.1400", utf8(all.join(""))],
    [
      "cranfield/cran.qry",
      utf8(
        queries.map(({ printedNumber, text }) => `.I ${String(printedNumber).padStart(3, "0")}\n.W\n${text}\n`).join(
          "",
        ),
      ),
    ],
    [
      "cranfield/cranqrel",
      utf8(judgements.map(({ query, document, grade }) => `${query} ${document} ${grade} \n`).join("")),
    ],
  ]);
}

/** Tabs, bars, and Latin-1 for the films. */
export function movieLensFiles({ ratings, films, users }: MovieLens): Map<string, Uint8Array> {
  const rated = Array.from(
    ratings.user,
    (user, k) => `${user + 1}\t${ratings.film[k]! + 1}\t${ratings.stars[k]}\t${ratings.timeSeconds[k]}\n`,
  );
  const shown = films.map(({ number, title, released = "", address = "", genres }) => {
    const [year, month, day] = released.split("-");
    const date = released === ""
      ? ""
      : `${day}-${"JanFebMarAprMayJunJulAugSepOctNovDec".substr(3 * +month! - 3, 3)}-${year}`;
    return [number, title, date, "", address, ...GENRES.map((genre) => +genres.includes(genre))].join("|") + "\n";
  });
  const people = users.map(({ number, ageYears, gender, occupation, postalCode }) =>
    `${number}|${ageYears}|${gender}|${occupation}|${postalCode}\n`
  );
  return new Map([
    ["movielens-100k/u.data", utf8(rated.join(""))],
    ["movielens-100k/u.item", Uint8Array.from(shown.join(""), (letter) => letter.charCodeAt(0))],
    ["movielens-100k/u.user", utf8(people.join(""))],
  ]);
}

/** With the header, and the space that the public file has before each tab. */
export function sentenceLines(sentences: readonly LabelledSentence[]): string {
  return `sentence\tlabel\n${sentences.map(({ text, label }) => `${text} \t${label}\n`).join("")}`;
}

/** In the IDX format, packed. */
export async function mnistFiles({ images, labels, count }: Mnist): Promise<Map<string, Uint8Array>> {
  return new Map([
    ["mnist-10k/t10k-images-idx3-ubyte.gz", await packed(images, [count, DIGIT_ROWS, DIGIT_COLUMNS])],
    ["mnist-10k/t10k-labels-idx1-ubyte.gz", await packed(labels, [count])],
  ]);
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

async function packed(values: Uint8Array, shape: readonly number[]): Promise<Uint8Array> {
  const header = new DataView(new ArrayBuffer(4 + 4 * shape.length));
  header.setUint32(0, 0x0800 + shape.length); // unsigned bytes, so many axes
  shape.forEach((length, axis) => header.setUint32(4 + 4 * axis, length));
  const stream = new Blob([header, new Uint8Array(values)]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
