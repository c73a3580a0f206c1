import { assertStringIncludes } from "@std/assert";
import * as drawings from "@lib/study/page_drawings.ts";

const SAID: Readonly<Record<keyof typeof drawings, readonly string[]>> = {
  feedWritePath: [
    "Feed sends post id to Fan-out jobs (queue) without waiting",
    "Fan-out worker to Timelines (store, by follower): 1 copy per follower",
  ],
  feedReadPath: ["Merge to Timelines (store, by follower): 1 read", "Merge to Follows (store, and blocks): allowed?"],
  limiterDrawing: [
    "Limiter to Server (external, tasks in flight): start: +1",
    "Server to Limiter (in flight < limit?): end",
  ],
  tokenBucketDrawing: ["One timer sends wakes the first to Waiting (queue) without waiting", "granted"],
  threadPoolDrawing: ["Slots 1 and Thread 1 exchange task, result", "Shared memory holds Slots 1, Slots 2"],
  sharedCacheDrawing: ["Worker 2 to Shard 0 (store, lock · table · list · slots): waits", "SharedArrayBuffer holds"],
  experimentDrawing: ["Users to Split (a fair coin?)", "Test to Decision (one look? one metric?): p"],
  backwardPassDrawing: ["guess 6 to w 3: 2 · 2 = 4", "guess 6 to x 2: 2 · 3 = 6"],
};

for (const [name, phrases] of Object.entries(SAID)) {
  Deno.test(`${name}() draws what its page tells`, () => {
    const { alt } = drawings[name as keyof typeof drawings]();
    for (const phrase of phrases) assertStringIncludes(alt, phrase);
  });
}
