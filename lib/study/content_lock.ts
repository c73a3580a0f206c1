/**
 * A lock file: what has been proven of which content, so that only what is new or changed must be proven again.
 *
 * A line is a name, and the key of the content for which it was proven. The key covers a module's text, everything that
 * the proof reaches through imports, and the packages in it; any change of these makes another key. The file is text,
 * sorted and one line a name, so that two branches merge like code.
 *
 * **Invariant.** A name with the key of its present content was proven; a name without is not known, which is no error.
 *
 * Not here on purpose: proving, and deciding what a missing or a wrong line means (the commands do).
 *
 * @module
 */
import { createHash } from "node:crypto";
import { writeFileAtomic } from "../storage/atomic_write.ts";
import { reachedFrom } from "./module_graph.ts";

/** What a key is made of. */
export interface Proven {
  /** Name of the line, without spaces. */
  readonly name: string;
  /** Paths below the root of the modules from which the proof starts. */
  readonly starts: readonly string[];
  /** Paths below the root of further files on which it depends. @default {none} */
  readonly files?: readonly string[];
  /** Whatever else decides the outcome; JSON can hold it. */
  readonly facts?: unknown;
}

/** Digits of a key: 80 bits, so that no two contents meet by chance. */
const KEY_DIGITS = 20;

/**
 * The key of each, in the given order.
 * @param options.root Absolute path of the repository.
 * @throws {Error} If `deno info` fails: says why.
 */
export async function contentKeys(
  all: readonly Proven[],
  { root }: { readonly root: string },
): Promise<string[]> {
  const url = (path: string) => new URL(encodeURI(`file://${root}/${path}`)).href;
  const reached = all.length === 0 ? [] : await reachedFrom(all.map(({ starts }) => starts.map(url)), { root });
  const hashes = new Map<string, string>();
  const hashOf = (file: string) => {
    const hash = hashes.get(file) ?? hashOfFile(file);
    hashes.set(file, hash);
    return hash;
  };
  return all.map(({ files = [], facts = null }, index) => {
    const { files: imported, packages } = reached[index]!;
    const paths = [...new Set([...imported, ...files.map((path) => `${root}/${path}`)])].sort();
    const contents = paths.map((path) => [path.replace(`${root}/`, ""), hashOf(path)]);
    const [major, minor] = Deno.version.deno.split(".");
    const parts = { contents, packages, facts, deno: `${major}.${minor}` };
    return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, KEY_DIGITS);
  });
}

/** The lines of a lock file. */
export class ContentLock {
  readonly #path: string;
  readonly #keys: Map<string, string>;

  private constructor(path: string, keys: Map<string, string>) {
    this.#path = path;
    this.#keys = keys;
  }

  /**
   * Reads the file; without a file, or with lines that are none (a merge gone wrong), what is missing is not known.
   * @param path Path of the file.
   */
  static async read(path: string): Promise<ContentLock> {
    const text = await Deno.readTextFile(path).catch((error) => {
      if (error instanceof Deno.errors.NotFound) return "";
      throw error;
    });
    const lines = text.split("\n").map((line) => /^(\S+) ([0-9a-f]+)$/.exec(line)).filter((line) => line !== null);
    return new ContentLock(path, new Map(lines.map(([, name, key]) => [name!, key!])));
  }

  /** Whether `name` was proven with this content. */
  has(name: string, key: string): boolean {
    return this.#keys.get(name) === key;
  }

  /** The names that have a line. */
  get names(): string[] {
    return [...this.#keys.keys()].sort();
  }

  /** Notes that `name` was proven; {@linkcode ContentLock.write} keeps it. */
  set(name: string, key: string): void {
    this.#keys.set(name, key);
  }

  /** Forgets `name`. */
  delete(name: string): void {
    this.#keys.delete(name);
  }

  /**
   * Writes the file, whole or not at all.
   * @throws {Error} What the operating system says, if it cannot be written.
   */
  async write(): Promise<void> {
    const text = this.names.map((name) => `${name} ${this.#keys.get(name)}\n`).join("");
    await writeFileAtomic(this.#path, new TextEncoder().encode(text));
  }
}

function hashOfFile(path: string): string {
  try {
    return createHash("sha256").update(Deno.readFileSync(path)).digest("hex");
  } catch {
    return "absent";
  }
}
