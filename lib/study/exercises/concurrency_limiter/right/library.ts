/** The library's function under the exercise's name, which is its own: what a reader's answer is measured against. */
export { runConcurrently as runLimited } from "../../../../concurrency/concurrency_limiter/run_concurrently.ts";
