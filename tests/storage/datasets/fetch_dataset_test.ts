import { assert, assertEquals, assertRejects } from "@std/assert";
import { createHash } from "node:crypto";
import { zipSync } from "fflate";
import { createTar } from "nanotar";
import { DatasetError } from "@lib/storage/datasets/dataset_error.ts";
import { DownloadError } from "@lib/storage/datasets/download.ts";
import { fetchDataset } from "@lib/storage/datasets/fetch_dataset.ts";
import { loadMovieLens } from "@lib/storage/datasets/movielens.ts";
import { syntheticMovieLens } from "@lib/storage/datasets/synthetic_movielens.ts";
import { loadCranfield } from "@lib/storage/datasets/cranfield.ts";
import { syntheticCranfield } from "@lib/storage/datasets/synthetic_cranfield.ts";
import { loadMnist } from "@lib/storage/datasets/mnist.ts";
import { syntheticMnist } from "@lib/storage/datasets/synthetic_mnist.ts";
import { type ArchiveDescription, datasetManifest, type Manifest } from "@lib/storage/datasets/manifest.ts";
import { cranfieldFiles, mnistFiles, movieLensFiles } from "@lib/storage/datasets/sample_files.ts";

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const gzip = async (bytes: Uint8Array) =>
  new Uint8Array(
    await new Response(new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new CompressionStream("gzip")))
      .arrayBuffer(),
  );

const films = syntheticMovieLens({ users: 10, films: 20, ratings: 80 });
const abstracts = syntheticCranfield({ documents: 8, queries: 4 });
const digits = syntheticMnist({ count: 10 });
const FILES = new Map([...movieLensFiles(films), ...cranfieldFiles(abstracts), ...await mnistFiles(digits)]);
const ARCHIVES = new Map([
  [
    "ml-100k.zip",
    zipSync(
      Object.fromEntries([...movieLensFiles(films)].map(([path, bytes]) => [path.replace("movielens-", "ml-"), bytes])),
    ),
  ],
  [
    "cran.tar.gz",
    await gzip(createTar([...cranfieldFiles(abstracts)].map(([path, data]) => ({ name: path.split("/")[1]!, data })))),
  ],
]);

/** The lab's manifest with sizes and checksums of the generated files. */
const MANIFEST: Manifest = {
  version: 1,
  sets: datasetManifest.sets.map((set) => ({
    ...set,
    records: {
      "movielens-100k": { ratings: 80, users: 10, films: 20 },
      "cranfield": { documents: 8, queries: 4, judgements: abstracts.judgements.length },
      "mnist-10k": { digits: 10 },
    }[set.name] ?? set.records,
    archives: set.archives.map((archive): ArchiveDescription => {
      const bytes = ARCHIVES.get(archive.name) ?? new Uint8Array();
      const { name, format, urls } = archive;
      return { name, format, urls, bytes: bytes.length, sha256: sha256(bytes) };
    }),
    files: set.files.map((file) => {
      const bytes = FILES.get(`${set.name}/${file.name}`) ?? new Uint8Array();
      return { ...file, editions: [{ sha256: sha256(bytes), bytes: bytes.length, provenance: "publisher" as const }] };
    }),
  })),
};

/** The publishers, with what each request asked for. */
function network(change: (name: string, bytes: Uint8Array) => Uint8Array = (_, bytes) => bytes) {
  const asked: string[] = [];
  const ask = (url: string | URL | Request): Promise<Response> => {
    const name = String(url).split("/").at(-1)!;
    asked.push(name);
    const bytes = ARCHIVES.get(name) ?? FILES.get(`mnist-10k/${name}`);
    if (bytes === undefined) return Promise.resolve(new Response("", { status: 404 }));
    return Promise.resolve(new Response(new Uint8Array(change(name, bytes))));
  };
  return { fetch: ask as typeof fetch, asked };
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
const names = (folder: string) => [...Deno.readDirSync(folder)].map((entry) => entry.name).sort();

Deno.test("sets are downloaded, unpacked and then loaded: zip, tar.gz and single files", () =>
  inFolder(async (to) => {
    const { fetch, asked } = network();
    for (const name of ["movielens-100k", "cranfield", "mnist-10k"]) {
      assertEquals(await fetchDataset(name, { to, manifest: MANIFEST, fetch }), true);
    }
    const options = { folder: to, manifest: MANIFEST, memory: `${to}/verified.json`, synthetic: "never" as const };
    assertEquals((await loadMovieLens(options)).films, films.films);
    assertEquals((await loadCranfield(options)).documents, abstracts.documents);
    assertEquals((await loadMnist(options)).labels, digits.labels);
    assertEquals(asked, ["ml-100k.zip", "cran.tar.gz", "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"]);
    assertEquals(names(`${to}/movielens-100k`), ["receipt.json", "u.data", "u.item", "u.user"]);
    assertEquals(names(to).includes(".downloads"), false, "archives are not kept");
  }));

Deno.test("a set that is there is not downloaded again; one that is damaged is, and replaced whole", () =>
  inFolder(async (to) => {
    const { fetch, asked } = network();
    const options = { to, manifest: MANIFEST, fetch };
    await fetchDataset("movielens-100k", options);
    assertEquals([await fetchDataset("movielens-100k", options), asked.length], [false, 1]);
    await Deno.truncate(`${to}/movielens-100k/u.data`, 10);
    await Deno.writeTextFile(`${to}/movielens-100k/stray`, "");
    assertEquals([await fetchDataset("movielens-100k", options), asked.length], [true, 2]);
    assertEquals(names(`${to}/movielens-100k`), ["receipt.json", "u.data", "u.item", "u.user"]);
    await Deno.remove(`${to}/movielens-100k/u.user`);
    assertEquals([await fetchDataset("movielens-100k", options), asked.length], [true, 3]);
  }));

Deno.test("the receipt vouches for members whose checksum nobody published", () =>
  inFolder(async (to) => {
    const unproven = structuredClone(MANIFEST);
    const edition = unproven.sets[0]!.files[0]!.editions[0]!;
    Object.assign(edition, { provenance: "unproven", note: "a copy", sha256: "0".repeat(64) });
    assertEquals(await fetchDataset("cranfield", { to, manifest: unproven, fetch: network().fetch }), true);
    const options = { folder: to, manifest: unproven, memory: `${to}/verified.json`, synthetic: "never" as const };
    assertEquals((await loadCranfield(options)).documents, abstracts.documents);
    assertEquals(await fetchDataset("cranfield", { to, manifest: unproven, fetch: network().fetch }), false);
  }));

Deno.test("a failure leaves no set behind, and what was there stays", () =>
  inFolder(async (to) => {
    const broken = network((_, bytes) => bytes.map((byte) => byte ^ 255));
    const options = { to, manifest: MANIFEST, fetch: broken.fetch };
    await assertRejects(() => fetchDataset("movielens-100k", options), DownloadError, "checksum");
    assertEquals(names(to), []);
    await Deno.mkdir(`${to}/movielens-100k`);
    await Deno.writeTextFile(`${to}/movielens-100k/u.data`, "mine");
    await assertRejects(() => fetchDataset("movielens-100k", options), DownloadError);
    assertEquals(await Deno.readTextFile(`${to}/movielens-100k/u.data`), "mine");
  }));

Deno.test("a set of single files whose second one fails is not there, and its first one is not fetched twice", () =>
  inFolder(async (to) => {
    let isDown = true;
    const { fetch, asked } = network((name, bytes) => isDown && name.includes("labels") ? new Uint8Array(5) : bytes);
    const clock = {
      nowMs: () => 0,
      sleep: (ms: number) => ms < 30_000 ? Promise.resolve() : new Promise<void>(() => {}),
    };
    const options = { to, manifest: MANIFEST, fetch, clock };
    await assertRejects(() => fetchDataset("mnist-10k", options), DownloadError, "t10k-labels");
    assert(!names(to).includes("mnist-10k"));
    isDown = false;
    await fetchDataset("mnist-10k", options);
    assertEquals(asked.filter((name) => name.includes("images")).length, 1);
  }));

Deno.test("an archive with the right checksum but another member than the manifest says is refused", () =>
  inFolder(async (to) => {
    const wrong = structuredClone(MANIFEST);
    Object.assign(wrong.sets[1]!.files[2]!.editions[0]!, { sha256: "0".repeat(64) });
    const error = await assertRejects(
      () => fetchDataset("movielens-100k", { to, manifest: wrong, fetch: network().fetch }),
      DatasetError,
      "ml-100k/u.user in it must have the checksum 0000",
    );
    assert(error.path.endsWith("ml-100k.zip"));
    assert(!names(to).includes("movielens-100k"));
  }));

Deno.test("progress names the file that is being downloaded", () =>
  inFolder(async (to) => {
    const seen: string[] = [];
    await fetchDataset("mnist-10k", {
      to,
      manifest: MANIFEST,
      fetch: network().fetch,
      report: (file) => seen.push(file),
    });
    assertEquals([...new Set(seen)], ["t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"]);
  }));

Deno.test("a download from a real server that breaks off leaves nothing; one that is stopped leaves its part", () =>
  inFolder(async (to) => {
    const whole = ARCHIVES.get("ml-100k.zip")!;
    let isBroken = true;
    await using server = Deno.serve({ port: 0, onListen() {} }, () => {
      if (!isBroken) return new Response(new Uint8Array(whole));
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(new Uint8Array(whole.subarray(0, 100)));
          setTimeout(() => controller.error(new Error("cut")), 5);
        },
      });
      return new Response(body, { headers: { "content-length": `${whole.length}` } });
    });
    const local = structuredClone(MANIFEST);
    for (const { archives } of local.sets) {
      for (const archive of archives) {
        Object.assign(archive, { urls: [`http://127.0.0.1:${server.addr.port}/${archive.name}`] });
      }
    }
    const quick = {
      nowMs: () => 0,
      sleep: (ms: number) => ms < 30_000 ? Promise.resolve() : new Promise<void>(() => {}),
    };
    const options = { to, manifest: local, clock: quick };
    await assertRejects(() => fetchDataset("movielens-100k", options), DownloadError);
    assertEquals(names(to), []);
    const stop = new AbortController();
    const report = () => stop.abort();
    await assertRejects(() => fetchDataset("movielens-100k", { ...options, report, signal: stop.signal }));
    assertEquals(names(`${to}/.downloads`).includes("ml-100k.zip.part"), true);
    isBroken = false;
    assertEquals(await fetchDataset("movielens-100k", options), true);
    assertEquals(names(to), ["movielens-100k"]);
  }));
