/**
 * What is known of each public data set: where it comes from, its checksums, its licence. The facts are in
 * `data/manifest.json`; this file gives them a type and refuses a manifest that breaks it.
 *
 * A file may have several **editions**: the publisher's own bytes, and copies in circulation that differ from them.
 * Which is which is said (`provenance`), so that a reader knows what a figure was computed from.
 *
 * **Invariant.** Every file can be checked: it has an edition from the publisher, or an archive with a checksum.
 *
 * Not here on purpose: the data itself (public rows are never committed), how to read it (one loader for each set).
 *
 * @module
 */
import manifestFile from "../../../data/manifest.json" with { type: "json" };
import { checkUnique, JsonFields } from "./_json_fields.ts";

const SHA_256 = /^[0-9a-f]{64}$/;
const MD5 = /^[0-9a-f]{32}$/;
/** No separators, nothing that leads out of a folder, nothing hidden. */
const FILE_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;
const ENCODINGS: readonly FileEncoding[] = ["ascii", "latin1", "utf-8", "binary"];

/** All sets. */
export interface Manifest {
  /** Of the format of the manifest itself. */
  readonly version: 1;
  /** The sets, in the order in which they are listed to people. */
  readonly sets: readonly DatasetDescription[];
}

/** One public data set. */
export interface DatasetDescription {
  /** Its name, and its folder's: lower case, digits, hyphens. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** One sentence. */
  readonly about: string;
  /** The publisher's page. */
  readonly homepage: string;
  /** What its users may do. */
  readonly licence: string;
  /** What to cite. */
  readonly citation: string;
  /** How many records of each kind the whole set has. */
  readonly records: Readonly<Record<string, number>>;
  /** What is downloaded and unpacked. */
  readonly archives: readonly ArchiveDescription[];
  /** What the loaders read. */
  readonly files: readonly FileDescription[];
}

/** A download that holds several files. */
export interface ArchiveDescription {
  /** File name. */
  readonly name: string;
  /** How it is packed. */
  readonly format: "zip" | "tar.gz";
  /** Where it is: the publisher first, then mirrors. */
  readonly urls: readonly string[];
  /** Its size. */
  readonly bytes: number;
  /** Hexadecimal SHA-256 of the archive, where it is known. */
  readonly sha256?: string;
  /** Hexadecimal MD5, as old publishers state it: good against accidents, not against malice. */
  readonly md5?: string;
}

/** A file that a loader reads. */
export interface FileDescription {
  /** File name in the set's folder. */
  readonly name: string;
  /** One sentence: what its records are. */
  readonly about: string;
  /** For people. */
  readonly format: string;
  /** Of the publisher's file. */
  readonly encoding: FileEncoding;
  /** The archive that holds it; absent where it is downloaded by itself. */
  readonly archive?: string;
  /** Its path in the archive. */
  readonly member?: string;
  /** Where it is, where no archive holds it. */
  readonly urls?: readonly string[];
  /** The states of it that are known, byte for byte. */
  readonly editions: readonly Edition[];
}

/** How the bytes of a file are to be read. */
export type FileEncoding = "ascii" | "latin1" | "utf-8" | "binary";

/** One state of a file, byte for byte. */
export interface Edition {
  /** Hexadecimal. */
  readonly sha256: string;
  /** Its size. */
  readonly bytes: number;
  /** `publisher`: the publisher's own bytes. `altered`: known to differ. `unproven`: a copy that may or may not be the same. */
  readonly provenance: "publisher" | "altered" | "unproven";
  /** Where it differs from the publisher's. */
  readonly encoding?: FileEncoding;
  /** What differs, or what is not proven; always there unless the bytes are the publisher's. */
  readonly note?: string;
}

/** The lab's own manifest. */
export const datasetManifest: Manifest = parseManifest(manifestFile, "data/manifest.json");

/**
 * The description of one set.
 * @throws {RangeError} If there is none of that name; the message lists those there are.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { describeDataset } from "./manifest.ts";
 * assertEquals(describeDataset("mnist-10k").records, { digits: 10_000 });
 * ```
 */
export function describeDataset(name: string, manifest: Manifest = datasetManifest): DatasetDescription {
  const found = manifest.sets.find((set) => set.name === name);
  if (found !== undefined) return found;
  const known = manifest.sets.map((set) => set.name).join(", ");
  throw new RangeError(`Cannot find a data set: there are ${known}: current value is ${JSON.stringify(name)}`);
}

/**
 * Checks a manifest read from JSON.
 * @param value What `JSON.parse` gave.
 * @param path Its name in messages.
 * @throws {SyntaxError} If it breaks the format; the message says where and how.
 *
 * @example
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { parseManifest } from "./manifest.ts";
 * assertThrows(() => parseManifest({ version: 2 }, "m.json"), SyntaxError, "m.json: version must be 1: current value is 2");
 * ```
 */
export function parseManifest(value: unknown, path: string): Manifest {
  const top = new JsonFields(value, { path, location: "" });
  top.oneOf("version", [1]);
  const sets = top.list("sets");
  sets.forEach(checkSet);
  checkUnique(sets, "name");
  return value as Manifest;
}

function checkSet(set: JsonFields): void {
  set.text("name", /^[a-z0-9]+(-[a-z0-9]+)*$/, "lower-case words and digits joined by hyphens");
  for (const key of ["title", "about", "homepage", "licence", "citation"]) set.text(key);
  const records = set.fields("records");
  for (const key of records.keys()) records.wholeNumber(key);
  const archives = set.list("archives");
  for (const archive of archives) {
    archive.text("name", FILE_NAME, "a file name");
    archive.oneOf("format", ["zip", "tar.gz"]);
    archive.addresses("urls");
    archive.wholeNumber("bytes");
    if (!archive.has("sha256") && !archive.has("md5")) archive.refuse("sha256", "there, or md5 in its place");
    if (archive.has("sha256")) archive.text("sha256", SHA_256, "64 hexadecimal digits");
    if (archive.has("md5")) archive.text("md5", MD5, "32 hexadecimal digits");
  }
  checkUnique(archives, "name");
  const files = set.list("files");
  for (const file of files) checkFile(file, archives.map((archive) => archive.value("name")));
  checkUnique(files, "name");
}

function checkFile(file: JsonFields, archives: readonly unknown[]): void {
  file.text("name", FILE_NAME, "a file name");
  file.text("about");
  file.text("format");
  file.oneOf("encoding", ENCODINGS);
  const editions = file.list("editions");
  for (const edition of editions) {
    edition.text("sha256", SHA_256, "64 hexadecimal digits");
    edition.wholeNumber("bytes");
    edition.oneOf("provenance", ["publisher", "altered", "unproven"]);
    if (edition.has("encoding")) edition.oneOf("encoding", ENCODINGS);
    if (edition.value("provenance") !== "publisher") edition.text("note");
  }
  checkUnique(editions, "sha256");
  if (file.has("archive")) {
    file.oneOf("archive", archives);
    file.text("member");
  } else {
    file.addresses("urls");
    if (!editions.some((edition) => edition.value("provenance") === "publisher")) {
      file.refuse("editions", "a list with an edition of the publisher's, as no archive vouches for the file");
    }
  }
}
