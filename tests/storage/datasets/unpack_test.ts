import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { zipSync } from "fflate";
import { createTar } from "nanotar";
import { DatasetError } from "@lib/storage/datasets/dataset_error.ts";
import { unpack } from "@lib/storage/datasets/unpack.ts";

const A = Uint8Array.from({ length: 70_000 }, (_, i) => i % 11), B = Uint8Array.of(1, 2, 3);
const gzip = async (bytes: Uint8Array) =>
  new Uint8Array(
    await new Response(new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new CompressionStream("gzip")))
      .arrayBuffer(),
  );
const zip = new Uint8Array(zipSync({ "set/a.txt": A, "set/b.txt": [B, { level: 0 }], "set/c/": new Uint8Array() }));
const tar = await gzip(createTar([{ name: "./set/" }, { name: "./set/a.txt", data: A }, { name: "b.txt", data: B }]));

Deno.test("members come in the order in which they are asked for, from zip and from tar.gz", async () => {
  const asked = { path: "x", members: ["set/b.txt", "set/a.txt"] };
  assertEquals(await unpack(zip, { ...asked, format: "zip" }), [B, A]);
  assertEquals(await unpack(tar, { path: "x", format: "tar.gz", members: ["b.txt", "set/a.txt"] }), [B, A]);
});

Deno.test({
  ignore: Deno.build.os !== "linux",
  name: "an archive that the system's tar made is read (needs Linux's tar)",
  async fn() {
    const folder = await Deno.makeTempDir();
    await Deno.writeFile(`${folder}/cran.qry`, A);
    await Deno.writeFile(`${folder}/cranqrel`, B);
    const made = await new Deno.Command("tar", { args: ["czf", "c.tar.gz", "cran.qry", "cranqrel"], cwd: folder })
      .output();
    assertEquals(made.code, 0);
    const archive = await Deno.readFile(`${folder}/c.tar.gz`);
    assertEquals(await unpack(archive, { path: "c", format: "tar.gz", members: ["cran.qry", "cranqrel"] }), [A, B]);
    await Deno.remove(folder, { recursive: true });
  },
});

Deno.test("a member that is not there is refused by name, also when it is a folder", async () => {
  for (
    const [archive, format, member] of [[zip, "zip", "set/d.txt"], [tar, "tar.gz", "set/"], [
      tar,
      "tar.gz",
      "../b.txt",
    ]] as const
  ) {
    const error = await assertRejects(
      () => unpack(archive, { path: "p/x.arc", format, members: [member] }),
      DatasetError,
    );
    assertStringIncludes(
      error.message,
      `Cannot read p/x.arc: a file that it must hold is not in it: current value is "${member}"`,
    );
  }
});

Deno.test("an archive that is cut short, empty, or of another format is refused with its path", async () => {
  const bad: readonly [Uint8Array<ArrayBuffer>, "zip" | "tar.gz"][] = [
    [zip.slice(0, 300), "zip"],
    [tar.slice(0, 100), "tar.gz"],
    [new Uint8Array(), "zip"],
    [new Uint8Array(), "tar.gz"],
    [tar, "zip"],
    [zip, "tar.gz"],
  ];
  for (const [archive, format] of bad) {
    const error = await assertRejects(
      () => unpack(archive, { path: "p/x.arc", format, members: ["set/a.txt"] }),
      DatasetError,
    );
    assertStringIncludes(error.message, "p/x.arc: it cannot be unpacked as");
  }
});
