/**
 * One contestant of the thread pool's benchmark, in a process of its own: run with its name, the way of working and the
 * number of tasks, it checks its results and prints the microseconds that a task took.
 */
import { Piscina } from "piscina";
import { compute, computeTask, millisecondsFor, roundTripsMs } from "@lib/study/experiments/thread_pool/pool_trials.ts";
import { ThreadPool } from "@lib/concurrency/thread_pool/thread_pool.ts";

/** Threads of each pool. */
const THREADS = 2;
/** What a task does: next to nothing, and what it returns depends on what it was given. */
const STEPS = 3;

type Run = (n: number) => Promise<number>;
const contestants: Record<string, () => { run: Run; end: () => Promise<void> }> = {
  ThreadPool() {
    const pool = new ThreadPool(THREADS);
    return { run: (n) => pool.submit(computeTask, n % STEPS).result(), end: () => pool.shutdown() };
  },
  piscina() {
    const pool = new Piscina({ filename: computeTask.module, minThreads: THREADS, maxThreads: THREADS });
    return { run: (n) => pool.run(n % STEPS, { name: computeTask.name }), end: () => pool.destroy() };
  },
  "a new Worker for each task"() {
    const source = `import { compute } from ${JSON.stringify(computeTask.module)};
      onmessage = ({ data }) => postMessage(compute(data));`;
    const url = `data:text/javascript,${encodeURIComponent(source)}`;
    const run: Run = (n) =>
      new Promise((resolve) => {
        const worker = new Worker(url, { type: "module" });
        worker.onmessage = ({ data }) => {
          worker.terminate();
          resolve(data);
        };
        worker.postMessage(n % STEPS);
      });
    return { run, end: () => Promise.resolve() };
  },
};

if (import.meta.main) {
  const [name = "", way = "", tasks = ""] = Deno.args;
  const { run, end } = contestants[name]!();
  const checked: Run = async (n) => {
    const result = await run(n);
    if (result !== compute(n % STEPS)) throw new Error(`${name}: task ${n} came back with ${result}`);
    return result;
  };
  const count = Number(tasks);
  const measure = async () => {
    if (way === "pipelined") return await millisecondsFor(count, checked);
    return (await roundTripsMs(count, checked)).reduce((sum, ms) => sum + ms, 0);
  };
  await measure(); // threads have started, code is compiled
  const figures = [await measure(), await measure(), await measure()].sort((a, b) => a - b);
  console.log(1000 * figures[1]! / count);
  await end();
}
