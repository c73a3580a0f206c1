/**
 * Writes a file so that its name never stands for half of it: into a temporary file of the same folder, flushed to the
 * disk, then renamed in one step. Folders above are made. After a failure the temporary file is gone and the old file
 * still there.
 *
 * Cost: one write and one flush (milliseconds on a disk, nothing in memory). Not here on purpose: locks between writers
 * (the last one wins, and each state is whole).
 *
 * @param path Where the file shall be.
 * @param contents All of it.
 * @throws {Error} What the operating system says: no space left, read-only, not permitted.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { writeFileAtomic } from "./atomic_write.ts";
 *
 * const folder = await Deno.makeTempDir();
 * await writeFileAtomic(`${folder}/new/note.txt`, new TextEncoder().encode("kept"));
 * assertEquals(await Deno.readTextFile(`${folder}/new/note.txt`), "kept");
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function writeFileAtomic(path: string, contents: Uint8Array): Promise<void> {
  const slash = path.lastIndexOf("/");
  if (slash > 0) await Deno.mkdir(path.slice(0, slash), { recursive: true });
  const temporary = `${path}.${crypto.randomUUID().slice(0, 8)}.tmp`;
  try {
    await writeAndFlush(temporary, contents);
    await Deno.rename(temporary, path);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {}); // it may never have come to be
    throw error;
  }
}

async function writeAndFlush(path: string, contents: Uint8Array): Promise<void> {
  using file = await Deno.open(path, { write: true, createNew: true });
  for (let at = 0; at < contents.length;) at += await file.write(contents.subarray(at));
  await file.sync();
}
