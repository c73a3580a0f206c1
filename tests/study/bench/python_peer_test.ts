import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { type AsyncContestant, PeerUnavailableError, runRow, SelfTimed } from "@lib/study/bench/bench.ts";
import { pythonPeer, type PythonPeerOptions } from "@lib/study/bench/python_peer.ts";

const source = new URL("./sums_peer.py", import.meta.url);
const ignore = !hasPython();

function hasPython(): boolean {
  try {
    return new Deno.Command("python3", { args: ["-c", ""] }).outputSync().success;
  } catch {
    return false;
  }
}

const peerOf = (options: Partial<PythonPeerOptions> & { readonly prepare: string }): AsyncContestant =>
  pythonPeer({ name: "Python", source, python: "python3", ...options });

/** Opens a peer, uses it, and closes it, whatever happens. */
async function opened<T>(peer: AsyncContestant, use: (peer: AsyncContestant) => Promise<T>): Promise<T> {
  try {
    await peer.open!();
    return await use(peer);
  } finally {
    await peer.close!();
  }
}

/** One run in a round of its own. */
async function runOnce(peer: AsyncContestant, round = 0): Promise<SelfTimed> {
  const answer = await (await peer.prepare(round))();
  assert(answer instanceof SelfTimed);
  return answer;
}

/** Whether a process is there. */
function isAlive(pid: number): boolean {
  try {
    Deno.kill(pid, "SIGCONT");
    return true;
  } catch {
    return false;
  }
}

// By hand: 2 · (1 + 2 + 3.5) + 7 = 20
Deno.test({ name: "a run in Python gets numbers, parameters and the round, and answers", ignore }, async () => {
  const input = () => ({ numbers: { values: Float64Array.of(1, 2, 3.5), shape: [3] }, factor: 2 });
  const { answer } = await opened(peerOf({ prepare: "total", input }), (peer) => runOnce(peer, 7));
  assertEquals(answer, 20);
});

Deno.test(
  { name: "all kinds of numbers arrive with format and shape, also those of a part of a buffer", ignore },
  async () => {
    const input = () => ({
      doubles: { values: Float64Array.of(9, 1.1, -2, 3, 4, 5, 6).subarray(1), shape: [2, 3] },
      floats: { values: Float32Array.of(0.5), shape: [1, 1, 1] },
      integers: { values: Int32Array.of(-7, 8), shape: [2] },
      octets: { values: Uint8Array.of(255, 0), shape: [1, 2] },
    });
    const { answer } = await opened(peerOf({ prepare: "kinds", input }), (peer) => runOnce(peer));
    assertEquals(answer, [
      ["doubles", "d", [2, 3], [[1.1, -2, 3], [4, 5, 6]]],
      ["floats", "f", [1, 1, 1], [[[0.5]]]],
      ["integers", "i", [2], [-7, 8]],
      ["octets", "B", [1, 2], [[255, 0]]],
    ]);
  },
);

Deno.test({ name: "an array that is the same object is handed over once, another one anew", ignore }, async () => {
  const kept = Float64Array.of(1);
  const input = (round: number) => ({
    kept: { values: kept, shape: [1] },
    fresh: { values: Float64Array.of(round), shape: [1] },
  });
  const answers = await opened(peerOf({ prepare: "kinds", input }), async (peer) => {
    const first = (await runOnce(peer, 5)).answer;
    kept[0] = 99; // what has been handed over stays as it was
    return [first, (await runOnce(peer, 6)).answer];
  });
  assertEquals(answers, [
    [["fresh", "d", [1], [5]], ["kept", "d", [1], [1]]],
    [["fresh", "d", [1], [6]], ["kept", "d", [1], [1]]],
  ]);
});

Deno.test({ name: "Python times its own run, without the making of the answer", ignore }, async () => {
  const { ms } = await opened(
    peerOf({ prepare: "sleeper", input: () => ({ seconds: 0.03 }) }),
    (peer) => runOnce(peer),
  );
  assert(ms >= 30, `${ms}`);
  const slow = await opened(peerOf({ prepare: "slow_answer" }), (peer) => runOnce(peer));
  assert(slow.answer === 2 && slow.ms < 300, `${slow.ms}`);
});

Deno.test(
  { name: "a turn ends when the threads of the run have come to rest, and they are not timed", ignore },
  async () => {
    const peer = peerOf({ prepare: "spinner", input: () => ({ seconds: 0.2 }) });
    await opened(peer, async (peer) => {
      const run = await peer.prepare(0);
      const start = performance.now();
      const { ms } = await run() as SelfTimed;
      assert(performance.now() - start >= 200);
      assert(ms < 200, `${ms}`);
    });
  },
);

Deno.test(
  { name: "one process serves all rounds of a row; it is gone after it, and a row can run again", ignore },
  async () => {
    const peer = peerOf({ prepare: "number", approximate: "number of a process" });
    const seen: number[] = [];
    const spy: AsyncContestant = {
      ...peer,
      prepare: async (round) => {
        const run = await peer.prepare(round);
        return async () => {
          const timed = await run() as SelfTimed;
          seen.push(timed.answer as number);
          assert(isAlive(seen[0]!));
          return timed;
        };
      },
    };
    const ours = { name: "ours", prepare: () => () => 0 };
    const row = { row: "processes", target: 0, check() {}, ours, peers: [spy], rounds: 2 };
    for (let again = 0; again < 2; again++) {
      const result = await runRow(row);
      assert("ratio" in result);
      assertEquals([result.all[0]!.approximate, new Set(seen).size, seen.length], ["number of a process", 1, 4]);
      assert(!isAlive(seen[0]!));
      seen.length = 0;
    }
  },
);

// What can be missing
Deno.test("without Python the peer is left out", async () => {
  const peer = peerOf({ prepare: "total", python: "no_such_python" });
  await assertRejects(() => opened(peer, runOnce), PeerUnavailableError, "no_such_python is not there");
});

Deno.test(
  { name: "without its packages the peer is left out, and all that are missing are named", ignore },
  async () => {
    const peer = peerOf({ prepare: "total", packages: ["json", "no_such_package", "nor_this"] });
    const error = await assertRejects(() => opened(peer, runOnce), PeerUnavailableError);
    assertEquals(error.message, "python3 has no no_such_package, no nor_this");
  },
);

Deno.test("a program that ends at once, or is no Python, leaves the peer out", async () => {
  const peer = peerOf({ prepare: "total", python: Deno.execPath() });
  await assertRejects(() => opened(peer, runOnce), PeerUnavailableError, "does not start: ");
});

Deno.test("LAB_PYTHON says which Python, and its path is told to nobody", async () => {
  const before = Deno.env.get("LAB_PYTHON");
  Deno.env.set("LAB_PYTHON", "/no/such/python");
  try {
    const peer = pythonPeer({ name: "Python", source, prepare: "total" });
    const error = await assertRejects(() => opened(peer, runOnce), PeerUnavailableError);
    assertEquals(error.message, "the Python of LAB_PYTHON is not there");
  } finally {
    if (before === undefined) Deno.env.delete("LAB_PYTHON");
    else Deno.env.set("LAB_PYTHON", before);
  }
});

// Errors
Deno.test(
  { name: "an error in Python ends the row with its text, and so does a process that ends", ignore },
  async () => {
    const failure = async (prepare: string) =>
      (await assertRejects(() => opened(peerOf({ prepare }), (peer) => runOnce(peer)), Error)).message;
    assertStringIncludes(await failure("failing"), "Cannot run Python: it failed in Python:");
    assertStringIncludes(await failure("failing"), "ZeroDivisionError");
    assertStringIncludes(await failure("no_such_function"), "KeyError: 'no_such_function'");
    assertStringIncludes(await failure("ending"), "Cannot run Python: python3 has ended");
    assertStringIncludes(await failure("nan"), "Out of range float values are not JSON compliant");
  },
);

Deno.test("a peer that is not open refuses to run", async () => {
  await assertRejects(async () => await peerOf({ prepare: "total" }).prepare(0), TypeError, "it must be opened");
});
