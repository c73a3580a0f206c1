/** The library's function under the exercise's name, which is its own: what a reader's answer is measured against. */
export { runLimited } from "../../../../concurrency/limiter/run_limited.ts";
