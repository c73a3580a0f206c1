import { assert, assertEquals, assertInstanceOf, assertRejects, assertStringIncludes } from "@std/assert";
import { createHash } from "node:crypto";
import type { Clock } from "@lib/base/clock.ts";
import {
  download,
  DownloadError,
  type DownloadOptions,
  type DownloadProgress,
} from "@lib/storage/datasets/download.ts";
import { cutAfter, serveFile, withServer } from "./file_server.ts";

const FILE = Uint8Array.from({ length: 200_000 }, (_, i) => (i * 7 + (i >> 8)) % 256);
const sha256 = createHash("sha256").update(FILE).digest("hex");
const OTHER = FILE.map((byte) => byte ^ 1);

/** Pauses between attempts take no time; silence is waited for as long as the test lasts. */
const impatient: Clock = {
  nowMs: () => 0,
  sleep: (ms, signal) =>
    ms < 30_000
      ? Promise.resolve()
      : new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason), { once: true })),
};

interface Place {
  readonly folder: string;
  readonly to: string;
  readonly options: DownloadOptions;
}

async function inFolder(work: (place: Place) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  const to = `${folder}/cache/file.bin`;
  try {
    await work({ folder, to, options: { to, bytes: FILE.length, sha256, clock: impatient } });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const names = (folder: string) => [...Deno.readDirSync(folder)].map((entry) => entry.name).sort();

// The good way
Deno.test("a file is downloaded, and nothing is left beside it", () =>
  inFolder(({ folder, to, options }) =>
    withServer(serveFile(FILE), async ({ url, ranges }) => {
      const seen: DownloadProgress[] = [];
      await download([url], { ...options, report: (progress) => seen.push(progress) });
      assertEquals(await Deno.readFile(to), FILE);
      assertEquals(names(`${folder}/cache`), ["file.bin"]);
      assertEquals(ranges, [null]);
      assertEquals(seen.at(-1), { url, doneBytes: 200_000, totalBytes: 200_000 });
      assert(seen.every(({ doneBytes }, i) => i === 0 || doneBytes > seen[i - 1]!.doneBytes), "progress grows");
    })
  ));

Deno.test("a file that is there with the right checksum is not downloaded again", () =>
  inFolder(({ folder, to, options }) =>
    withServer(serveFile(FILE), async ({ url, ranges }) => {
      await Deno.mkdir(`${folder}/cache`);
      await Deno.writeFile(to, FILE);
      await download([url], options);
      assertEquals([ranges, names(`${folder}/cache`)], [[], ["file.bin"]]);
    })
  ));

Deno.test("a file that is there with the wrong bytes is replaced", () =>
  inFolder(({ folder, to, options }) =>
    withServer(serveFile(FILE), async ({ url }) => {
      await Deno.mkdir(`${folder}/cache`);
      await Deno.writeFile(to, OTHER);
      await download([url], options);
      assertEquals(await Deno.readFile(to), FILE);
    })
  ));

// Interruptions
Deno.test("a connection that is cut is taken up where it broke", () =>
  inFolder(({ to, options }) => {
    const serve = serveFile(FILE);
    return withServer(
      (request, attempt) =>
        attempt <= 3 ? cutAfter(50_000, serve(request), FILE.length - 50_000 * (attempt - 1)) : serve(request),
      async ({ url, ranges }) => {
        await download([url], options);
        assertEquals(await Deno.readFile(to), FILE);
        assertEquals(ranges, [null, "bytes=50000-", "bytes=100000-", "bytes=150000-"]);
      },
    );
  }));

Deno.test("a part of an earlier run is taken up", () =>
  inFolder(({ folder, to, options }) =>
    withServer(serveFile(FILE), async ({ url, ranges }) => {
      await Deno.mkdir(`${folder}/cache`);
      await Deno.writeFile(`${to}.part`, FILE.subarray(0, 123_456));
      await download([url], options);
      assertEquals(await Deno.readFile(to), FILE);
      assertEquals(ranges, ["bytes=123456-"]);
    })
  ));

Deno.test("a part that is complete needs no network", () =>
  inFolder(async ({ folder, to, options }) => {
    await Deno.mkdir(`${folder}/cache`);
    await Deno.writeFile(`${to}.part`, FILE);
    await download(["http://127.0.0.1:1/none"], options);
    assertEquals(await Deno.readFile(to), FILE);
  }));

Deno.test("a part of another file is thrown away, and the file fetched from its first byte", () =>
  inFolder(({ folder, to, options }) =>
    withServer(serveFile(FILE), async ({ url, ranges }) => {
      await Deno.mkdir(`${folder}/cache`);
      await Deno.writeFile(`${to}.part`, OTHER.subarray(0, 1000));
      await download([url], options);
      assertEquals(await Deno.readFile(to), FILE);
      assertEquals(ranges, ["bytes=1000-", null]);
    })
  ));

Deno.test("a part that is longer than the file is thrown away", () =>
  inFolder(({ folder, to, options }) =>
    withServer(serveFile(FILE), async ({ url, ranges }) => {
      await Deno.mkdir(`${folder}/cache`);
      await Deno.writeFile(`${to}.part`, new Uint8Array(300_000));
      await download([url], options);
      assertEquals([ranges, await Deno.readFile(to)], [[null], FILE]);
    })
  ));

Deno.test("a server that cannot resume is asked again and sends all of it", () =>
  inFolder(({ to, options }) =>
    withServer(
      (_, attempt) => attempt === 1 ? cutAfter(50_000, new Response(FILE), FILE.length) : new Response(FILE),
      async ({ url }) => {
        await download([url], options);
        assertEquals(await Deno.readFile(to), FILE);
      },
    )
  ));

Deno.test("a server that cannot resume and always breaks at the same byte is given up", () =>
  inFolder(({ folder, options }) =>
    withServer(
      (_, attempt) =>
        attempt > 9 ? new Response("", { status: 404 }) : cutAfter(50_000, new Response(FILE), FILE.length),
      async ({ url, ranges }) => {
        await assertRejects(() => download([url], options), DownloadError);
        assertEquals(ranges.length, 5, "one that gained, four that did not");
        assertEquals(names(`${folder}/cache`), ["file.bin.part"], "what has arrived is kept");
      },
    )
  ));

Deno.test("a busy server is asked again", () =>
  inFolder(({ to, options }) => {
    const serve = serveFile(FILE);
    return withServer(
      (request, attempt) => attempt < 3 ? new Response("", { status: 503 }) : serve(request),
      async ({ url }) => {
        await download([url], options);
        assertEquals(await Deno.readFile(to), FILE);
      },
    );
  }));

Deno.test("silence counts as a cut", () =>
  inFolder(({ to, options }) => {
    const serve = serveFile(FILE), hold = Promise.withResolvers<Response>(), arrived = Promise.withResolvers<void>();
    const behave = (request: Request, attempt: number) => {
      arrived.resolve();
      return attempt === 1 ? hold.promise : serve(request);
    };
    let silences = 0;
    const clock: Clock = { // the first 77 ms of silence are over once the request has arrived, later ones never are
      nowMs: () => 0,
      sleep: (ms, signal) =>
        ms !== 77 ? Promise.resolve() : ++silences === 1 ? arrived.promise : impatient.sleep(30_000, signal),
    };
    return withServer(behave, async ({ url }) => {
      await download([url], { ...options, silenceMs: 77, clock }).finally(() => hold.resolve(new Response("")));
      assertEquals(await Deno.readFile(to), FILE);
    });
  }));

Deno.test("a signal ends the download, and the part stays for the next run", () =>
  inFolder(({ folder, to, options }) => {
    const serve = serveFile(FILE);
    return withServer(serve, async ({ url }) => {
      const stop = new AbortController();
      const stopping = { ...options, signal: stop.signal, report: () => stop.abort(new Error("enough")) };
      await assertRejects(() => download([url], stopping), Error, "enough");
      assertEquals(names(`${folder}/cache`), ["file.bin.part"]);
      assert(Deno.statSync(`${to}.part`).size > 0);
      await download([url], options);
      assertEquals(await Deno.readFile(to), FILE);
    });
  }));

Deno.test("two downloads of the same file at once make one", () =>
  inFolder(({ folder, to, options }) =>
    withServer(serveFile(FILE), async ({ url, ranges }) => {
      await Promise.all([download([url], options), download([url], options)]);
      assertEquals([await Deno.readFile(to), ranges.length], [FILE, 1]);
      assertEquals(names(`${folder}/cache`), ["file.bin"]);
    })
  ));

// Servers that lie
const liars: readonly [what: string, behave: (request: Request) => Response, why: string][] = [
  ["serves the wrong bytes", () => new Response(OTHER), "the bytes are not those that the checksum promises"],
  [
    "announces another length",
    () => new Response(FILE.subarray(1)),
    "it announces 199999 bytes, and the file has 200000",
  ],
  [
    "sends more than the file has",
    () => new Response(ReadableStream.from([FILE, FILE.subarray(0, 5)])),
    "it sends more than the 200000 bytes of the file",
  ],
  [
    "sends fewer without announcing it",
    () => new Response(ReadableStream.from([FILE.subarray(0, 9)])),
    "it ended after 9 of 200000 bytes",
  ],
  ["does not know the file", () => new Response("", { status: 404 }), "it answers 404 Not Found"],
  [
    "sends another range than it was asked for",
    () => new Response(FILE, { status: 206, headers: { "content-range": "bytes 0-199999/200000" } }),
    'it was asked for bytes from 5 of 200000 and sends "bytes 0-199999/200000"',
  ],
  [
    "has a file of another length",
    () => new Response(FILE.subarray(5), { status: 206, headers: { "content-range": "bytes 5-9/10" } }),
    'sends "bytes 5-9/10"',
  ],
];
for (const [what, behave, why] of liars) {
  Deno.test(`a mirror that ${what} is left for the next one, and named when there is none`, () =>
    inFolder(({ folder, to, options }) =>
      withServer(behave, ({ url }) =>
        withServer(serveFile(FILE), async ({ url: good }) => {
          await Deno.mkdir(`${folder}/cache`);
          // so that a range is asked for
          if (why.includes("5")) await Deno.writeFile(`${to}.part`, FILE.subarray(0, 5));
          const error = await assertRejects(() => download([url], options), DownloadError, why);
          assertEquals(error.reasons.map((reason) => reason.url), [url]);
          assert(!error.isOffline);
          assertStringIncludes(error.message, "Cannot download file.bin: ");
          assertEquals(names(`${folder}/cache`).includes("file.bin"), false, "nothing wrong has the file's name");
          await download([url, good], options);
          assertEquals(await Deno.readFile(to), FILE);
        }))
    ));
}

Deno.test("a server that answers 416 is asked again from the first byte", () =>
  inFolder(({ folder, to, options }) =>
    withServer(
      (request, attempt) => attempt === 1 ? new Response(null, { status: 416 }) : serveFile(FILE)(request),
      async ({ url, ranges }) => {
        await Deno.mkdir(`${folder}/cache`);
        await Deno.writeFile(`${to}.part`, FILE.subarray(0, 7));
        await download([url], options);
        assertEquals([await Deno.readFile(to), ranges], [FILE, ["bytes=7-", null]]);
      },
    )
  ));

Deno.test("a server that closes the line in the middle of its headers is given up with its reason", async () => {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const serving = (async () => {
    for await (const line of listener) {
      await line.read(new Uint8Array(1000));
      await line.write(new TextEncoder().encode("HTTP/1.1 200 OK\r\nContent-Le"));
      line.close();
    }
  })();
  await inFolder(async ({ options }) => {
    const url = `http://127.0.0.1:${listener.addr.port}/file`;
    await assertRejects(() => download([url], options), DownloadError, url);
  });
  listener.close();
  await serving;
});

Deno.test("a server that promises more than it sends before it closes is taken up, and given up where it goes no further", async () => {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  let requests = 0;
  const serving = (async () => {
    for await (const line of listener) {
      await line.read(new Uint8Array(1000));
      if (++requests > 9) await line.write(new TextEncoder().encode("HTTP/1.1 404 Not Found\r\n\r\n"));
      await line.write(new TextEncoder().encode(`HTTP/1.1 200 OK\r\nContent-Length: ${FILE.length}\r\n\r\nonly this`));
      line.close();
    }
  })();
  await inFolder(async ({ options, to }) => {
    await assertRejects(() => download([`http://127.0.0.1:${listener.addr.port}/file`], options), DownloadError);
    assertEquals([Deno.statSync(`${to}.part`).size, requests], [9, 5]);
  });
  listener.close();
  await serving;
});

// No network, no disk
Deno.test("where no mirror answers, the error says that there may be no network", () =>
  inFolder(async ({ options }) => {
    const error = await assertRejects(
      () => download(["http://127.0.0.1:1/a", "http://127.0.0.1:1/b"], options),
      DownloadError,
    );
    assertEquals([error.isOffline, error.reasons.length], [true, 2]);
  }));

Deno.test({
  ignore: Deno.build.os !== "linux",
  name: "a full disk is its own error, and no other mirror is tried (needs Linux's /dev/full)",
  fn: () =>
    inFolder(({ folder, to, options }) =>
      withServer(serveFile(FILE), async ({ url, ranges }) => {
        await Deno.mkdir(`${folder}/cache`);
        await Deno.symlink("/dev/full", `${to}.part`);
        const error = await assertRejects(() => download([url, url], options), Error, "No space left");
        assert(!(error instanceof DownloadError));
        assertEquals(ranges.length, 1);
      })
    ),
});

Deno.test("a folder that cannot be made is its own error", () =>
  inFolder(async ({ folder, options }) => {
    await Deno.writeTextFile(`${folder}/taken`, "");
    const error = await assertRejects(() =>
      download(["http://127.0.0.1:1/a"], { ...options, to: `${folder}/taken/file` })
    );
    assert(!(error instanceof DownloadError));
  }));

// Checksums and refusals
Deno.test("an MD5 alone is enough, and where both are known both must be right", () =>
  inFolder(({ options }) =>
    withServer(serveFile(FILE), async ({ url }) => {
      const md5 = createHash("md5").update(FILE).digest("hex");
      await assertRejects(
        () => download([url], { ...options, md5: md5.replace(/^./, "x") }),
        DownloadError,
        "checksum",
      );
      await assertRejects(
        () => download([url], { ...options, md5, sha256: "0".repeat(64) }),
        DownloadError,
        "checksum",
      );
      await download([url], { ...options, md5, sha256: undefined });
    })
  ));

Deno.test("a download without a mirror or a checksum is refused", () =>
  inFolder(async ({ options }) => {
    assertInstanceOf(await download([], options).catch((error) => error), RangeError);
    await assertRejects(
      () => download(["http://a/"], { ...options, sha256: undefined }),
      RangeError,
      "sha256 or md5 must be given",
    );
  }));
