/** The library's function under the exercise's name, which is its own: what a reader's answer is measured against. */
export { runLimited } from "../../../../concurrency/run_limited.ts";
