/**
 * The files of the repository that pages show or link to, each read at most once.
 *
 * **Invariant.** What is asked for twice is answered alike, whatever happens on the disk meanwhile.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { declaredLines } from "./_source_page.ts";

/** A file as it was when it was first read. */
export interface SourceFile {
  /** Its text. */
  readonly text: string;
  /** Number of lines. */
  readonly lineCount: number;
  /** SHA-256 of its bytes, hexadecimal. */
  readonly hash: string;
  /** Line of each exported declaration. */
  readonly declared: ReadonlyMap<string, number>;
}

const SHOWN = /\.(ts|js|json|jsonc|md|sh|css|txt|csv|tsv|lock|toml|yml|yaml)$/;
const LARGEST_BYTES = 400_000;

/** Reads files below one folder. */
export class SourceTree {
  #root: string;
  #files = new Map<string, SourceFile | undefined>();

  /**
   * The files below a folder; none is read yet.
   * @param root The repository's folder.
   */
  constructor(root: string) {
    this.#root = root;
  }

  /** The file at `path` (from the root) if it is a text that a page can show, else undefined. */
  file(path: string): SourceFile | undefined {
    if (this.#files.has(path)) return this.#files.get(path);
    const file = this.#read(path);
    this.#files.set(path, file);
    return file;
  }

  /** The bytes of the file at `path`; undefined when there is none. */
  bytes(path: string): Uint8Array<ArrayBuffer> | undefined {
    return this.kindOf(path) === "file" ? Deno.readFileSync(`${this.#root}/${path}`) : undefined;
  }

  /** Whether there is a file or folder at `path`. */
  exists(path: string): boolean {
    return this.kindOf(path) !== "absent";
  }

  /** What is at `path`. */
  kindOf(path: string): "file" | "folder" | "absent" {
    try {
      return Deno.statSync(`${this.#root}/${path}`).isDirectory ? "folder" : "file";
    } catch {
      return "absent";
    }
  }

  #read(path: string): SourceFile | undefined {
    const bytes = SHOWN.test(path) ? this.bytes(path) : undefined;
    if (!bytes || bytes.length > LARGEST_BYTES) return undefined;
    const text = new TextDecoder().decode(bytes);
    return {
      text,
      lineCount: text.replace(/\n$/, "").split("\n").length,
      hash: createHash("sha256").update(bytes).digest("hex"),
      declared: path.endsWith(".ts") ? declaredLines(text) : new Map(),
    };
  }
}
