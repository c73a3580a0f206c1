/**
 * SST-2: 67,349 phrases and 872 sentences of film reviews, each labelled negative or positive. Phrases of the training
 * part are the nodes of parse trees, so they overlap and many are a word or two; the `dev` part is whole sentences.
 *
 * The training part is streamed: it is read again for each pass, a line at a time, and its memory does not grow with
 * its length. The `dev` part is small and comes as a list.
 *
 * Cost: one pass over the training part takes about 0.15 s. Not here on purpose: the test part (its labels were never
 * published), tokens (the experiment's own choice; the file's are separated by spaces already), shuffling.
 *
 * Source: R. Socher et al., EMNLP 2013; the split of GLUE (A. Wang et al., ICLR 2019).
 *
 * @module
 */
import type { LabelledSentence, Sst2 } from "./sst2_records.ts";
import { DatasetError } from "./dataset_error.ts";
import { loadDataset, type LoadOptions } from "./load_dataset.ts";
import { syntheticSst2 } from "./synthetic_sst2.ts";
import { type NumberedLine, streamTextLines, textLines } from "./_text_lines.ts";

export type { LabelledSentence, Sst2 };

/**
 * Loads the set, or its stand-in.
 * @throws {DatasetError} If its files are there but damaged or incomplete; a fault of the training part's format is
 *   thrown
 * by the pass that meets it.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { loadSst2 } from "./sst2.ts";
 *
 * const { train, dev } = await loadSst2({ synthetic: "always" });
 * for await (const { label } of train) {
 *   assertEquals(label === 0 || label === 1, true);
 *   break; // a pass may end early
 * }
 * assertEquals(dev.length, 872);
 * ```
 */
export async function loadSst2(options: LoadOptions = {}): Promise<Sst2> {
  return await loadDataset<Sst2>("sst-2", {
    ...options,
    inspect: { "train.tsv": parseSentences, "dev.tsv": parseSentences },
    async read(files) {
      const { path } = files.get("train.tsv");
      let trainLength = -1; // the header is no phrase
      for await (const _ of lines(path)) trainLength++;
      const dev = parseSentences(await files.bytes("dev.tsv"), files.get("dev.tsv").path);
      return { origin: "public", train: { [Symbol.asyncIterator]: () => streamSentences(path) }, trainLength, dev };
    },
    count: ({ trainLength, dev }) => ({ train: trainLength, dev: dev.length }),
    generate: (seed) => syntheticSst2({ seed }),
  });
}

/**
 * Reads a file of sentences that is in memory.
 * @param bytes The file.
 * @param path Its name in errors.
 * @throws {DatasetError} If its first line is not the header, or a line is not a text, a tab, and 0 or 1.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseSentences } from "./sst2.ts";
 *
 * const bytes = new TextEncoder().encode("sentence\tlabel\na gem . \t1\n");
 * assertEquals(parseSentences(bytes, "dev.tsv"), [{ text: "a gem .", label: 1 }]);
 * ```
 */
export function parseSentences(bytes: Uint8Array, path: string): LabelledSentence[] {
  const sentences: LabelledSentence[] = [];
  let number = 0;
  for (const line of textLines(bytes, { path, encoding: "utf-8" })) {
    number = line.number;
    if (number === 1) checkHeader(line, path);
    else sentences.push(parseSentence(line, path));
  }
  if (number === 0) checkHeader({ number: 1, text: "" }, path);
  return sentences;
}

async function* streamSentences(path: string): AsyncGenerator<LabelledSentence, void> {
  for await (const line of lines(path)) {
    if (line.number === 1) checkHeader(line, path);
    else yield parseSentence(line, path);
  }
}

async function* lines(path: string): AsyncGenerator<NumberedLine, void> {
  const file = await Deno.open(path);
  // leaving the loop cancels the stream, which closes the file
  yield* streamTextLines(file.readable, { path, encoding: "utf-8" });
}

const HEADER = "sentence\tlabel";

function checkHeader({ text }: NumberedLine, path: string): void {
  if (text !== HEADER) {
    throw new DatasetError(`the first line is ${JSON.stringify(HEADER)}`, { path, line: 1, value: text });
  }
}

function parseSentence({ number: line, text }: NumberedLine, path: string): LabelledSentence {
  const match = /^([^\t]*\S) *\t([01])$/.exec(text);
  if (match === null) throw new DatasetError("a line is a text, a tab, and 0 or 1", { path, line, value: text });
  return { text: match[1]!, label: match[2] === "1" ? 1 : 0 };
}
