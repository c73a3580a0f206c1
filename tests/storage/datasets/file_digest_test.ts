import { assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { createHash } from "node:crypto";
import { fileDigest, streamDigest } from "@lib/storage/datasets/file_digest.ts";

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

// Oracle: published digests of "" and "abc" (FIPS 180-4, RFC 1321)
Deno.test("digests are those of the standards", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/abc`, "abc");
    assertEquals(await fileDigest(`${folder}/abc`), {
      sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
      bytes: 3,
    });
    assertEquals(await streamDigest(`${folder}/abc`, "md5"), "900150983cd24fb0d6963f7d28e17f72");
  }));

Deno.test("a file larger than one piece is read to its end", () =>
  inFolder(async (folder) => {
    const bytes = Uint8Array.from({ length: 700_001 }, (_, i) => i % 251);
    await Deno.writeFile(`${folder}/large`, bytes);
    assertEquals((await fileDigest(`${folder}/large`)).sha256, createHash("sha256").update(bytes).digest("hex"));
  }));

Deno.test("a remembered digest is used while size and times are the same", () =>
  inFolder(async (folder) => {
    const path = `${folder}/a`, memory = `${folder}/deep/memory.json`;
    await Deno.writeTextFile(path, "first");
    const first = await fileDigest(path, { memory });
    const remembered = JSON.parse(await Deno.readTextFile(memory));
    const [key] = Object.keys(remembered);
    remembered[key!].sha256 = "from memory";
    await Deno.writeTextFile(memory, JSON.stringify(remembered));
    assertEquals(await fileDigest(path, { memory }), { ...first, sha256: "from memory" });
    assertEquals(await fileDigest(path), first); // without the memory the file is read
  }));

Deno.test("a file that changes is read again, even if its size and modification time stay", () =>
  inFolder(async (folder) => {
    const path = `${folder}/a`, memory = `${folder}/memory.json`;
    await Deno.writeTextFile(path, "first");
    const info = await Deno.stat(path);
    const first = await fileDigest(path, { memory });
    for (;;) { // until the clock of the file system has ticked
      await Deno.writeTextFile(path, "other");
      await Deno.utime(path, info.atime!, info.mtime!);
      if ((await Deno.stat(path)).ctime!.getTime() !== info.ctime!.getTime()) break;
    }
    assertNotEquals((await fileDigest(path, { memory })).sha256, first.sha256);
    await Deno.writeTextFile(path, "longer than before");
    assertEquals((await fileDigest(path, { memory })).bytes, 18);
  }));

Deno.test("a memory that is half a file, of another shape, or cannot be written costs a reading and nothing else", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/a`, "abc");
    const { sha256 } = await fileDigest(`${folder}/a`);
    const key = await Deno.realPath(`${folder}/a`);
    for (
      const text of [
        '{"half',
        "[]",
        "null",
        "7",
        JSON.stringify({ [key]: { sha256: 1 } }),
        JSON.stringify({ [key]: null }),
      ]
    ) {
      await Deno.writeTextFile(`${folder}/memory.json`, text);
      assertEquals((await fileDigest(`${folder}/a`, { memory: `${folder}/memory.json` })).sha256, sha256, text);
    }
    await Deno.writeTextFile(`${folder}/file`, "");
    assertEquals(
      (await fileDigest(`${folder}/a`, { memory: `${folder}/file/memory.json` }).catch((e) => e)).sha256,
      sha256,
    );
  }));

Deno.test("several files share a memory", () =>
  inFolder(async (folder) => {
    const memory = `${folder}/memory.json`;
    for (const name of ["a", "b"]) {
      await Deno.writeTextFile(`${folder}/${name}`, name);
      await fileDigest(`${folder}/${name}`, { memory });
    }
    assertEquals(Object.keys(JSON.parse(await Deno.readTextFile(memory))).length, 2);
  }));

Deno.test("a file that is not there is an error", async () => {
  await assertRejects(() => fileDigest("/nowhere/at/all"), Deno.errors.NotFound);
});
