/**
 * What all loaders share: public data where they are, generated data of the same schema where they are not, and one
 * line that says so.
 *
 * **Invariant.** What is returned is all public or all generated, and says which (`origin`); a set that is damaged is
 * an error, never quietly replaced. The line is printed once for each set and process: a reader must know what a figure
 * was computed from, and must not be told with every cell.
 *
 * @module
 */
import { checkFunction, checkOneOf } from "../../base/argument.ts";
import { type DatasetPlaceOptions, findDataset, type FoundFile } from "./dataset_folder.ts";
import { DatasetError } from "./dataset_error.ts";
import { describeDataset } from "./manifest.ts";

/** What every loader takes. */
export interface LoadOptions extends Omit<DatasetPlaceOptions, "inspect"> {
  /**
   * `when missing` serves generated data where no public data are; `never` throws instead; `always` does not look for public
   * data at all, and says nothing, as it was asked for.
   * @default {"when missing"}
   */
  readonly synthetic?: "when missing" | "never" | "always";
  /** Decides the generated data. @default {1} */
  readonly seed?: number;
  /** Where the one line goes. @default {console.log} */
  readonly say?: (line: string) => void;
}

/** How one set is read, counted and generated. */
export interface DatasetReader<Data> extends LoadOptions {
  /** Throws where a file breaks its format: names the first bad line of a file whose checksum is wrong. */
  readonly inspect: NonNullable<DatasetPlaceOptions["inspect"]>;
  /** Reads the files. */
  readonly read: (files: DatasetFiles) => Promise<Data>;
  /** How many records of each kind were read, to be compared with the manifest. */
  readonly count: (data: Data) => Readonly<Record<string, number>>;
  /** The generated data. */
  readonly generate: (seed: number) => Data;
}

/** The checked files of a set. */
export interface DatasetFiles {
  /** The file of that name in the manifest. */
  get(name: string): FoundFile;
  /** Its bytes. */
  bytes(name: string): Promise<Uint8Array<ArrayBuffer>>;
}

const said = new Set<string>();

/**
 * Loads the set `name` as `reader` says.
 * @throws {DatasetError} If files are there but damaged or incomplete, or if `synthetic` is `never` and there are none.
 * @throws {RangeError} If `synthetic` is none of its three texts.
 */
export async function loadDataset<Data>(name: string, reader: DatasetReader<Data>): Promise<Data> {
  const { synthetic = "when missing", seed = 1, say = (line: string) => console.log(line) } = reader;
  const action = `load ${name}`;
  checkOneOf(synthetic, { action, argument: "synthetic", choices: ["when missing", "never", "always"] });
  checkFunction(say, { action, argument: "say" });
  const found = synthetic === "always" ? undefined : await findDataset(name, reader);
  if (found === undefined) {
    if (synthetic === "never") {
      throw new DatasetError(`it is in neither LAB_DATA nor the cache: "deno task data ${name}" downloads it`, {
        path: name,
      });
    }
    if (synthetic === "when missing" && !said.has(name)) {
      said.add(name);
      say(`${name}: generated data stand in for the public set, which "deno task data ${name}" downloads`);
    }
    return reader.generate(seed);
  }
  const get = (file: string) => found.files.get(file)!; // the manifest's own names, and each was checked
  const data = await reader.read({ get, bytes: (file) => Deno.readFile(get(file).path) });
  const counted = reader.count(data);
  for (const [kind, expected] of Object.entries(describeDataset(name, reader.manifest).records)) {
    if (counted[kind] === expected) continue;
    throw new DatasetError(`the set must have ${expected} ${kind}`, { path: found.folder, value: counted[kind] ?? 0 });
  }
  return data;
}
