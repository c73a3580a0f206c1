import { assertEquals, assertRejects } from "@std/assert";
import { writeFileAtomic } from "@lib/storage/atomic_write.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

Deno.test("a file is written with the folders above it, and replaced whole", async () => {
  const folder = await Deno.makeTempDir();
  await writeFileAtomic(`${folder}/a/b/c.txt`, bytes("a long first text"));
  await writeFileAtomic(`${folder}/a/b/c.txt`, bytes("second"));
  assertEquals(await Deno.readTextFile(`${folder}/a/b/c.txt`), "second");
  assertEquals([...Deno.readDirSync(`${folder}/a/b`)].map((entry) => entry.name), ["c.txt"]);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a failure leaves neither a temporary file nor a change", async () => {
  const folder = await Deno.makeTempDir();
  // a folder that is not empty: no file can take its name
  await Deno.mkdir(`${folder}/taken/inside`, { recursive: true });
  await assertRejects(() => writeFileAtomic(`${folder}/taken`, bytes("x")));
  assertEquals([...Deno.readDirSync(folder)].map((entry) => entry.name), ["taken"]);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a reader never sees half a file while it is replaced", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/f`;
  const texts = ["a".repeat(300_000), "b".repeat(200_000)];
  await writeFileAtomic(path, bytes(texts[0]!));
  let isOver = false;
  const writing = (async () => {
    for (let i = 0; i < 40; i++) await writeFileAtomic(path, bytes(texts[i % 2]!));
    isOver = true;
  })();
  while (!isOver) assertEquals(texts.includes(await Deno.readTextFile(path)), true);
  await writing;
  await Deno.remove(folder, { recursive: true });
});
