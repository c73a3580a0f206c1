import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createHash } from "node:crypto";
import { dataCommand, type DataCommandOptions } from "@lib/study/commands/data.ts";
import { datasetManifest, type Manifest } from "@lib/storage/datasets/manifest.ts";
import { mnistFiles } from "@lib/storage/datasets/sample_files.ts";
import { syntheticMnist } from "@lib/storage/datasets/synthetic_mnist.ts";

const FILES = await mnistFiles(syntheticMnist({ count: 10 }));
const MANIFEST: Manifest = {
  version: 1,
  sets: datasetManifest.sets.map((set) => ({
    ...set,
    files: set.files.map((file) => {
      const bytes = FILES.get(`${set.name}/${file.name}`);
      if (bytes === undefined) return file;
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      return { ...file, editions: [{ sha256, bytes: bytes.length, provenance: "publisher" as const }] };
    }),
  })),
};
const publishers =
  ((url: string) =>
    Promise.resolve(new Response(new Uint8Array(FILES.get(`mnist-10k/${url.split("/").at(-1)}`)!)))) as typeof fetch;
const noNetwork =
  (() => Promise.reject(new TypeError("fetch failed", { cause: new Error("dns error") }))) as typeof fetch;
const clock = { nowMs: () => 0, sleep: (ms: number) => ms < 30_000 ? Promise.resolve() : new Promise<void>(() => {}) };

interface Ran {
  readonly status: number;
  readonly said: string;
  readonly complained: string;
}

async function inFolder(
  work: (run: (args: string[], options?: DataCommandOptions) => Promise<Ran>, to: string) => Promise<void>,
) {
  const folder = await Deno.makeTempDir();
  const run = async (args: string[], options: DataCommandOptions = {}): Promise<Ran> => {
    const said: string[] = [], complained: string[] = [];
    const status = await dataCommand(args, {
      to: `${folder}/cache`,
      manifest: MANIFEST,
      fetch: publishers,
      clock,
      say: (line) => said.push(line),
      complain: (line) => complained.push(line),
      ...options,
    });
    return { status, said: said.join("\n"), complained: complained.join("\n") };
  };
  try {
    await work(run, `${folder}/cache`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a set is downloaded once, with its licence said, and found the second time", () =>
  inFolder(async (run, to) => {
    const first = await run(["mnist-10k"]);
    assertEquals([first.status, first.complained], [0, ""]);
    assertStringIncludes(first.said, `mnist-10k: in ${to}/mnist-10k; licence: Creative Commons`);
    const second = await run(["mnist-10k"], { fetch: noNetwork });
    assertEquals([second.status, second.said], [0, `mnist-10k: already in ${to}/mnist-10k`]);
  }));

Deno.test("--list tells about the sets, whether they are here, and downloads nothing", () =>
  inFolder(async (run, to) => {
    const before = await run(["--list"], { fetch: noNetwork });
    assertEquals(before.status, 0);
    for (const text of ["1,400 documents", "4.9 MB to download", "cite: F. M. Harper", "here: no"]) {
      assertStringIncludes(before.said, text);
    }
    await run(["mnist-10k"]);
    assertStringIncludes((await run(["mnist-10k", "--list"])).said, `here: yes, in ${to}/mnist-10k`);
    await Deno.truncate(`${to}/mnist-10k/t10k-labels-idx1-ubyte.gz`, 3);
    assertStringIncludes((await run(["mnist-10k", "--list"])).said, "here: damaged: Cannot read");
  }));

Deno.test("--samples writes the generated samples", () =>
  inFolder(async (run, to) => {
    assertEquals((await run(["--samples"], { samples: `${to}/samples` })).status, 0);
    assert((await Deno.stat(`${to}/samples/cranfield/cran.qry`)).size > 0);
  }));

Deno.test("--help is no error", () =>
  inFolder(async (run) => {
    const { status, said } = await run(["--help"]);
    assertEquals(status, 0);
    assertStringIncludes(said, "movielens-100k  MovieLens 100K");
  }));

Deno.test("progress is a line that is rewritten on a terminal, and now and then a line elsewhere", () =>
  inFolder(async (run) => {
    let line = "";
    await run(["mnist-10k"], { rewrite: (text) => line += text });
    assertStringIncludes(line, "\rt10k-images-idx3-ubyte.gz: 0.0 MB of 0.0 MB (100 %)");
    assert(line.endsWith("\r\x1b[K"), "the line is cleared");
  }));

Deno.test("progress elsewhere comes at most every five seconds", () =>
  inFolder(async (run) => {
    let nowMs = 0;
    const slow = { ...clock, nowMs: () => nowMs += 3000 };
    const { said } = await run(["mnist-10k"], { clock: slow });
    assertStringIncludes(said, "(100 %)");
    assert(!(await run(["--samples"], {})).said.includes("%"));
  }));

// Wrong usage and faults of the outside world
Deno.test("an unknown set is wrong usage, and the sets there are are listed", () =>
  inFolder(async (run) => {
    const { status, complained } = await run(["mnist-10k", "imagenet"], { fetch: noNetwork });
    assertEquals(status, 2);
    assertStringIncludes(complained, "There is no data set imagenet");
    for (const set of MANIFEST.sets) assertStringIncludes(complained, set.name);
  }));

Deno.test("an unknown option is wrong usage", () =>
  inFolder(async (run) => {
    const { status, complained } = await run(["--lst"]);
    assertEquals(status, 2);
    assertStringIncludes(complained, "Unknown option '--lst'\nUsage: deno task data");
  }));

Deno.test("without a network the mirrors are named, the other sets are still tried, and the status is 1", () =>
  inFolder(async (run) => {
    await run(["mnist-10k"]);
    const { status, said, complained } = await run([], { fetch: noNetwork });
    assertEquals(status, 1);
    assertStringIncludes(complained, "cranfield: Cannot download cran.tar.gz\n  https://ir.dcs.gla.ac.uk/");
    assertStringIncludes(complained, "dns error");
    assertStringIncludes(complained, "is there a network?");
    assertStringIncludes(said, "mnist-10k: already");
  }));

Deno.test({
  ignore: Deno.build.os !== "linux",
  name: "a full disk is said, with how much is needed (needs Linux's /dev/full)",
  fn: () =>
    inFolder(async (run, to) => {
      await Deno.mkdir(`${to}/.downloads`, { recursive: true });
      await Deno.symlink("/dev/full", `${to}/.downloads/t10k-images-idx3-ubyte.gz.part`);
      const { status, complained } = await run(["mnist-10k"]);
      assertEquals(status, 1);
      assertStringIncludes(complained, `mnist-10k: Cannot write to ${to}: the disk is full`);
    }),
});

Deno.test("a folder that cannot be written is said", () =>
  inFolder(async (run, to) => {
    await Deno.writeTextFile(to, ""); // a file where the folder should be
    const { status, complained } = await run(["mnist-10k"]);
    assertEquals(status, 1);
    assertStringIncludes(complained, `mnist-10k: Cannot write to ${to}`);
  }));

Deno.test("a stop keeps what has arrived and says so", () =>
  inFolder(async (run, to) => {
    const stop = new AbortController();
    const fetch = ((url: string) => (stop.abort(new Error("Ctrl-C")), publishers(url))) as typeof globalThis.fetch;
    const { status, complained } = await run([], { fetch, signal: stop.signal });
    assertEquals(status, 130);
    assertStringIncludes(complained, "cranfield: stopped; what has arrived is kept");
    assertEquals((await run(["mnist-10k"])).status, 0, to);
  }));
