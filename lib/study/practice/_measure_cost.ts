/**
 * The program of the child process that measures time and memory of several answers to one exercise, side by side.
 *
 * **Time.** Every answer runs once to warm up, then all take turns, so that whatever else the machine does falls on
 * each of them alike; the fastest turn counts: disturbances only ever add. **Memory.** What an answer's structure holds
 * is the heap after a collection with it, less the heap before.
 *
 * **Invariant.** `measureCost` travels as text; the clock and the collector are captured before the reader's code is
 * loaded.
 *
 * @module
 */
import type { Serializer } from "./_serialization.ts";

/** What the child is told. */
export interface CostJob {
  /** Begins the line of the result. */
  readonly nonce: string;
  /** Modules, one an answer. */
  readonly sources: readonly string[];
  /** serialized lines. */
  readonly timeInput: string;
  /** A serialized line. */
  readonly memoryInput: string;
}

/** One answer's figures. */
export interface Measured {
  /** The fastest run. */
  readonly timeMs: number;
  /** What the built structure holds. */
  readonly memoryBytes: number;
}

/** The parts that the program is put together from. */
export interface CostParts {
  /** Reads the inputs. */
  readonly serializer: Serializer;
  /** One copy of each function an answer, so that each is compiled for its own answer alone. */
  readonly runs: readonly ((given: unknown, input: unknown) => unknown)[];
  /** One copy of `Cost.memory.build` an answer. */
  readonly builds: readonly ((given: unknown, input: unknown) => unknown)[];
}

/** Measures and writes one line: the nonce and a list of {@linkcode Measured}. Called in the child only. */
export async function measureCost(job: CostJob, { serializer, runs, builds }: CostParts): Promise<void> {
  const TURNS = 15;
  const MIN_SAMPLE_MS = 3;
  const now = performance.now.bind(performance);
  const memory = Deno.memoryUsage.bind(Deno);
  const { gc } = globalThis as unknown as { gc(): void };
  const write = Deno.stdout.writeSync.bind(Deno.stdout);
  const encode = TextEncoder.prototype.encode.bind(new TextEncoder());
  const { stringify } = JSON;
  const exit = Deno.exit.bind(Deno);
  const timeInput = serializer.decode(job.timeInput);
  const memoryInput = serializer.decode(job.memoryInput);
  const count = job.sources.length;
  const urls: string[] = [];
  for (let i = 0; i < count; i++) {
    urls[i] = `data:text/javascript;charset=utf-8,${encodeURIComponent(job.sources[i]!)}`;
  }
  const given: unknown[] = [];
  for (let i = 0; i < count; i++) given[i] = await import(urls[i]!);

  const held = () => {
    gc();
    gc();
    const { heapUsed, external } = memory();
    return heapUsed + external;
  };
  const { setTimeout, Promise } = globalThis;
  const turn = () => new Promise((resolve) => setTimeout(resolve, 0));
  // Each step has a function of its own, and a turn of the event loop to itself: what it made is out of reach after it.
  const rehearse = async (i: number) => {
    await builds[i]!(given[i], memoryInput); // what is compiled and allocated only once is not the answer's own
  };
  const weigh = async (i: number) => {
    const before = held();
    const built = await builds[i]!(given[i], memoryInput);
    const after = held();
    kept = built; // alive until here
    return after - before;
  };
  let kept: unknown;
  const bytes: number[] = [];
  for (let i = 0; i < count; i++) {
    await rehearse(i);
    await turn();
    bytes[i] = await weigh(i);
    if (kept === job) return; // never: but the engine can't know
    kept = undefined;
    await turn();
  }

  const fastestMs: number[] = [];
  const repeats: number[] = [];
  const sample = async (i: number) => {
    const start = now();
    for (let r = 0; r < repeats[i]!; r++) await runs[i]!(given[i], timeInput);
    return (now() - start) / repeats[i]!;
  };
  for (let i = 0; i < count; i++) {
    repeats[i] = 1;
    fastestMs[i] = Infinity;
    await sample(i);
    while (repeats[i]! < 64 && repeats[i]! * await sample(i) < MIN_SAMPLE_MS) repeats[i]! *= 2;
  }
  for (let round = 0; round < TURNS; round++) {
    for (let i = 0; i < count; i++) {
      const who = (i + round) % count;
      const ms = await sample(who);
      if (ms < fastestMs[who]!) fastestMs[who] = ms;
    }
  }
  let line = "[";
  for (let i = 0; i < count; i++) {
    line += `${i ? "," : ""}{"timeMs":${stringify(fastestMs[i])},"memoryBytes":${stringify(bytes[i])}}`;
  }
  write(encode(`\n${job.nonce}${line}]\n`));
  exit(0);
}
