/** The library's pool behind the names of the exercise: what a reader's answer is measured against. */
import { type Future, ThreadPool as LibraryPool } from "../../../../concurrency/thread_pool/thread_pool.ts";

/** The library's pool, reduced to what the exercise asks for. */
export class ThreadPool {
  #pool: LibraryPool;

  /** A pool of `size` threads. */
  constructor(size: number) {
    this.#pool = new LibraryPool(size);
  }

  /** Runs `fn` in one of the threads. */
  submit<Args extends unknown[], Result>(fn: (...args: Args) => Result, ...args: Args): Future<Awaited<Result>> {
    return this.#pool.submit(fn, ...args);
  }

  /** Ends the threads. */
  shutdown(options: { wait?: boolean } = {}): Promise<void> {
    return this.#pool.shutdown(options);
  }
}
