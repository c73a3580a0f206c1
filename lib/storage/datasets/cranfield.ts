/**
 * The Cranfield collection: 1,400 abstracts on aerodynamics, 225 questions, and who judged what to be relevant. The
 * first test collection for search (1960s), still the one small enough to read.
 *
 * Queries are numbered 1, 2, … **by their order in `cran.qry`**: that is what the judgements mean; the numbers that the
 * file prints (kept as `printedNumber`) are others. Two documents, 471 and 995, are empty. In three (240, 576, 578) a
 * line of the text looks like a field's marker: a field that has begun once cannot begin again, so such a line ends up
 * nowhere and its text goes on.
 *
 * Cost: about 60 ms for all three files. Not here on purpose: a split (225 queries are too few to spare any), stemming,
 * the grades' meaning for a metric (the loader keeps them as they are).
 *
 * Source: C. W. Cleverdon, "The Cranfield tests on index language devices", Aslib Proceedings 19(6), 1967; SMART
 * format.
 *
 * @module
 */
import type { Cranfield, CranfieldDocument, CranfieldJudgement, CranfieldQuery } from "./cranfield_records.ts";
import { syntheticCranfield } from "./synthetic_cranfield.ts";
import { DatasetError } from "./dataset_error.ts";
import { loadDataset, type LoadOptions } from "./load_dataset.ts";
import { type NumberedLine, textLines } from "./_text_lines.ts";

export type { Cranfield, CranfieldDocument, CranfieldJudgement, CranfieldQuery };

/**
 * Loads the collection, or its stand-in.
 * @throws {DatasetError} If its files are there but damaged or incomplete.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { loadCranfield } from "./cranfield.ts";
 *
 * const { documents, judgements } = await loadCranfield({ synthetic: "always" });
 * assertEquals(documents[judgements[0]!.document - 1]!.number, judgements[0]!.document);
 * ```
 */
export async function loadCranfield(options: LoadOptions = {}): Promise<Cranfield> {
  return await loadDataset<Cranfield>("cranfield", {
    ...options,
    inspect: {
      "cran.all.1400": parseCranfieldDocuments,
      "cran.qry": parseCranfieldQueries,
      "cranqrel": parseCranfieldJudgements,
    },
    async read(files) {
      const path = (name: string) => files.get(name).path;
      const documents = parseCranfieldDocuments(await files.bytes("cran.all.1400"), path("cran.all.1400"));
      const queries = parseCranfieldQueries(await files.bytes("cran.qry"), path("cran.qry"));
      const judgements = parseCranfieldJudgements(await files.bytes("cranqrel"), path("cranqrel"));
      judgements.forEach(({ query, document }, i) => {
        if (query <= queries.length && document <= documents.length) return;
        const why = `it judges a query or document that is not there (${queries.length} and ${documents.length} are)`;
        throw new DatasetError(why, { path: path("cranqrel"), line: i + 1, value: `${query} ${document}` });
      });
      return { origin: "public", documents, queries, judgements };
    },
    count: ({ documents, queries, judgements }) => ({
      documents: documents.length,
      queries: queries.length,
      judgements: judgements.length,
    }),
    generate: (seed) => syntheticCranfield({ seed }),
  });
}

/**
 * Reads `cran.all.1400`.
 * @param bytes The file.
 * @param path Its name in errors.
 * @throws {DatasetError} If a record is out of order or a line belongs to none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseCranfieldDocuments } from "./cranfield.ts";
 *
 * const bytes = new TextEncoder().encode(".I 1\n.T\nlift .\n.A\nfay\n.B\nj. ae. scs.\n.W\nlift .\nof wings .\n");
 * assertEquals(parseCranfieldDocuments(bytes, "cran.all.1400"), [
 *   { number: 1, title: "lift .", authors: "fay", source: "j. ae. scs.", text: "lift . of wings ." },
 * ]);
 * ```
 */
export function parseCranfieldDocuments(bytes: Uint8Array, path: string): CranfieldDocument[] {
  const records = parseSmart(bytes, { path, fields: ["T", "A", "B", "W"] });
  return records.map(({ printedNumber, line, fields: [title, authors, source, text] }, i) => {
    if (printedNumber !== i + 1) {
      throw new DatasetError(`documents are numbered in order, and this one must be ${i + 1}`, {
        path,
        line,
        value: printedNumber,
      });
    }
    return { number: i + 1, title: title!, authors: authors!, source: source!, text: text! };
  });
}

/**
 * Reads `cran.qry`, numbering queries by their order.
 * @throws {DatasetError} If a line belongs to no record.
 */
export function parseCranfieldQueries(bytes: Uint8Array, path: string): CranfieldQuery[] {
  return parseSmart(bytes, { path, fields: ["W"] })
    .map(({ printedNumber, fields: [text] }, i) => ({ number: i + 1, printedNumber, text: text! }));
}

/**
 * Reads `cranqrel`: query, document and grade on each line.
 * @throws {DatasetError} If a line is not three whole numbers, or the grade is not -1 or 1 to 5.
 */
export function parseCranfieldJudgements(bytes: Uint8Array, path: string): CranfieldJudgement[] {
  return Array.from(textLines(bytes, { path, encoding: "ascii" }), ({ number: line, text }) => {
    const match = /^(\d{1,9}) +(\d{1,9}) +(-1|[1-5]) *$/.exec(text);
    if (match === null || +match[1]! < 1 || +match[2]! < 1) {
      const why = "a judgement is a query, a document and a grade (-1 or 1 to 5), as whole numbers";
      throw new DatasetError(why, { path, line, value: text });
    }
    return { query: +match[1]!, document: +match[2]!, grade: +match[3]! };
  });
}

interface SmartRecord {
  readonly printedNumber: number;
  readonly line: number;
  readonly fields: readonly string[];
}

/** Records of the SMART format: `.I number`, then each field's marker on a line of its own, in order, and its lines. */
function parseSmart(
  bytes: Uint8Array,
  { path, fields }: { readonly path: string; readonly fields: readonly string[] },
): SmartRecord[] {
  const records: (SmartRecord & { readonly lines: string[][] })[] = [];
  const refuse = (why: string, { number, text }: NumberedLine): never => {
    throw new DatasetError(why, { path, line: number, value: text });
  };
  let last: NumberedLine = { number: 1, text: "" };
  const finish = (next: NumberedLine) => {
    const record = records.at(-1);
    if (record !== undefined && record.lines.length < fields.length) {
      refuse(`the record of line ${record.line} ends before its field .${fields[record.lines.length]}`, next);
    }
  };
  for (const line of textLines(bytes, { path, encoding: "ascii" })) {
    last = line;
    const begin = /^\.I +(\d+) *$/.exec(line.text);
    if (begin !== null && begin[1]!.length > 9) refuse("a record's number has at most 9 digits", line);
    if (begin !== null) {
      finish(line);
      records.push({ printedNumber: +begin[1]!, line: line.number, fields: [], lines: [] });
      continue;
    }
    const lines = records.at(-1)?.lines;
    if (lines === undefined) return refuse("a collection begins with .I and a number", line);
    const marker = /^\.([A-Z]) *$/.exec(line.text)?.[1];
    if (marker !== undefined && fields.indexOf(marker) < lines.length) {
      if (!fields.includes(marker)) refuse(`the fields are .${fields.join(" .")}`, line);
      continue; // a slip of the collection: the field had its turn, and the text goes on
    }
    if (marker !== undefined) {
      if (marker !== fields[lines.length]) refuse(`the next field is .${fields[lines.length]}`, line);
      lines.push([]);
    } else if (lines.length === 0) refuse(`the next field is .${fields[0]}`, line);
    else if (line.text.trim() !== "") lines.at(-1)!.push(line.text.trim());
  }
  finish(last);
  if (records.length === 0) refuse("a collection begins with .I and a number", last);
  return records.map(({ printedNumber, line, lines }) => ({
    printedNumber,
    line,
    fields: lines.map((texts) => texts.join(" ")),
  }));
}
