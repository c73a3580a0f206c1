/**
 * The drawings of systems that open section 4 of a page: who talks to whom, and what goes along each arrow.
 *
 * Not here on purpose: drawings of a structure, which are short enough to stand on their page; the layout
 * (`diagram.ts`).
 *
 * @module
 */
import { diagram, type DiagramNode } from "./figures/diagram.ts";
import type { Figure } from "./figures/figure.ts";

const actor = (text: string): DiagramNode => ({ text, kind: "actor" });
const queue = (text: string): DiagramNode => ({ text, kind: "queue" });
const store = (text: string, detail: string): DiagramNode => ({ text, kind: "store", detail });
const external = (text: string, detail?: string): DiagramNode => ({ text, kind: "external", ...detail && { detail } });
const circle = (text: string): DiagramNode => ({ text, kind: "circle" });

/** The write path of a feed: a post is stored once and copied later. */
export function feedWritePath(): Figure {
  return diagram({
    nodes: {
      author: actor("Author"),
      feed: "Feed",
      posts: store("Posts", "by author"),
      jobs: queue("Fan-out jobs"),
      worker: "Fan-out worker",
      timelines: store("Timelines", "by follower"),
    },
    edges: [
      { from: "author", to: "feed", text: "post" },
      { from: "feed", to: "posts", text: "1 write" },
      { from: "feed", to: "jobs", text: "post id", isAsync: true },
      { from: "jobs", to: "worker" },
      { from: "worker", to: "timelines", text: "1 copy per follower" },
    ],
  }, { title: "The write path: store once, copy later" });
}

/** The read path of a hybrid feed: one timeline, and the lists of celebrities. */
export function feedReadPath(): Figure {
  return diagram({
    nodes: {
      reader: actor("Reader"),
      feed: "Feed",
      merge: "Merge",
      timelines: store("Timelines", "by follower"),
      posts: store("Posts", "of celebrities"),
      follows: store("Follows", "and blocks"),
    },
    edges: [
      { from: "reader", to: "feed", text: "getFeed(k)" },
      { from: "feed", to: "merge" },
      { from: "merge", to: "timelines", text: "1 read" },
      { from: "merge", to: "posts", text: "1 list each" },
      { from: "merge", to: "follows", text: "allowed?" },
    ],
  }, { title: "The read path of a hybrid: one timeline, and the lists of celebrities" });
}

/** A concurrency limiter between its callers and a server. */
export function limiterDrawing(): Figure {
  return diagram({
    nodes: {
      caller: actor("Callers"),
      waiting: queue("Waiting"),
      limiter: { text: "Limiter", detail: "in flight < limit?" },
      server: external("Server", "tasks in flight"),
    },
    edges: [
      { from: "caller", to: "waiting", text: "run(task)", isAsync: true },
      { from: "waiting", to: "limiter", text: "first" },
      { from: "limiter", to: "server", text: "start: +1" },
      { from: "server", to: "limiter", text: "end: −1" },
    ],
  }, { title: "Tasks wait on our side; every end makes room for the next" });
}

/** A token bucket, the queue of its waiting callers, and its one timer. */
export function tokenBucketDrawing(): Figure {
  return diagram({
    nodes: {
      caller: actor("Callers"),
      waiting: queue("Waiting"),
      timer: "One timer",
      bucket: { text: "Bucket", detail: "missing tokens, time" },
      service: external("Protected service"),
    },
    edges: [
      { from: "caller", to: "bucket", text: "tryAcquire(n)" },
      { from: "caller", to: "waiting", text: "acquire(n)" },
      { from: "timer", to: "waiting", text: "wakes the first", isAsync: true },
      { from: "waiting", to: "bucket", text: "first" },
      { from: "bucket", to: "service", text: "granted" },
    ],
  }, { title: "Two numbers, a queue, and one timer for all who wait" });
}

/** A thread pool that gives each thread a few tasks ahead. */
export function threadPoolDrawing(): Figure {
  const detail = "ready · running · taken";
  return diagram({
    nodes: {
      caller: actor("Caller"),
      queue: queue("Queue"),
      pool: "Pool",
      slots1: store("Slots 1", detail),
      slots2: store("Slots 2", detail),
      thread1: "Thread 1",
      thread2: "Thread 2",
    },
    edges: [
      { from: "caller", to: "queue", text: "submit", isAsync: true },
      { from: "queue", to: "pool" },
      { from: "pool", to: "slots1", text: "ahead" },
      { from: "pool", to: "slots2", text: "ahead" },
      { from: "slots1", to: "thread1", text: "task, result", isTwoWay: true },
      { from: "slots2", to: "thread2", text: "task, result", isTwoWay: true },
    ],
    groups: { "Shared memory": ["slots1", "slots2"] },
  }, { title: "Tasks are given ahead, and can be taken back until they have begun" });
}

/** Threads at the shards of a shared cache. */
export function sharedCacheDrawing(): Figure {
  const detail = "lock · table · list · slots";
  return diagram({
    nodes: {
      worker1: "Worker 1",
      worker2: "Worker 2",
      worker3: "Worker 3",
      shard0: store("Shard 0", detail),
      shard1: store("Shard 1", detail),
    },
    edges: [
      { from: "worker1", to: "shard0", text: "owns the lock" },
      { from: "worker2", to: "shard0", text: "waits" },
      { from: "worker3", to: "shard1", text: "owns the lock" },
    ],
    groups: { SharedArrayBuffer: ["shard0", "shard1"] },
  }, { title: "Threads meet only at the shard of their key", caption: "An arrow is a call in progress." });
}

/** The way from users to a decision, with the question that each link raises. */
export function experimentDrawing(): Figure {
  return diagram({
    nodes: {
      users: actor("Users"),
      split: { text: "Split", detail: "a fair coin?" },
      a: store("Arm A", "a row per user?"),
      b: store("Arm B", "a row per user?"),
      test: { text: "Test", detail: "right for the data?" },
      decision: { text: "Decision", detail: "one look? one metric?" },
    },
    edges: [
      { from: "users", to: "split" },
      { from: "split", to: "a" },
      { from: "split", to: "b" },
      { from: "a", to: "test" },
      { from: "b", to: "test" },
      { from: "test", to: "decision", text: "p" },
    ],
  }, { title: "Where a p-value can go wrong", caption: "Arrows lead from the users to the decision." });
}

/** The loss (w x − y)² at w = 3, x = 2, y = 5, with the derivatives on their way back. */
export function backwardPassDrawing(): Figure {
  return diagram({
    nodes: {
      loss: circle("loss 1"),
      error: circle("error 1"),
      guess: circle("guess 6"),
      y: circle("y 5"),
      w: circle("w 3"),
      x: circle("x 2"),
    },
    edges: [
      { from: "loss", to: "error", text: "1 · 2 = 2" },
      { from: "error", to: "guess", text: "2 · 1 = 2" },
      { from: "error", to: "y", text: "2 · −1 = −2" },
      { from: "guess", to: "w", text: "2 · 2 = 4" },
      { from: "guess", to: "x", text: "2 · 3 = 6" },
    ],
  }, {
    title: "Upstream derivative times local derivative, from the loss to the inputs",
    caption: "A node shows its value; an arrow shows the derivative that it passes on.",
  });
}
