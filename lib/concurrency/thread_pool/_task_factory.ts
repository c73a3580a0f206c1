/**
 * Makes tasks: gives every code a number that threads are told once, and copies arguments when a task is submitted.
 *
 * Small plain arguments are kept as bytes, ready to be written into shared memory; all others as a structured clone, to
 * be posted through a port.
 *
 * **Invariant.** What the caller does with the arguments afterwards changes no task.
 *
 * Cost: O(size of the arguments); a function's text is read once.
 *
 * Not here on purpose: forgetting codes (a pool that is given ever new functions keeps the text of all).
 *
 * @module
 */
import type { SubmitOptions } from "./_pool_options.ts";
import { PoolTask, type TaskRequest } from "./pool_task.ts";
import { checkCode, codeOf, type SerializedFunction, type TaskFunction } from "./_serialized_function.ts";
import { LAYOUT, TRANSFER_RESULT } from "./_ring_layout.ts";
import { makeValueCodec } from "./_value_codec.ts";

const scratch = new ArrayBuffer(LAYOUT.payloadBytes);
const scratchBytes = new Uint8Array(scratch);
const scratchCodec = makeValueCodec(scratch);

/** Makes the tasks of one pool. */
export class TaskFactory {
  readonly #codes: SerializedFunction[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #functions = new WeakMap<object, number>();
  #lastTask = 0;

  /** The code that has a number. */
  code(number: number): SerializedFunction {
    return this.#codes[number]!;
  }

  /**
   * The number of what `fn` says; functions with the same text share one.
   * @throws {TypeError} If it has no source that could run elsewhere.
   */
  numberOf<Args extends unknown[], Result>(fn: TaskFunction<Args, Result>): number {
    const isObject = typeof fn === "function" || (typeof fn === "object" && fn !== null);
    const known = isObject ? this.#functions.get(fn) : undefined;
    if (known !== undefined) return known;
    const number = this.numberOfCode(codeOf(fn));
    this.#functions.set(fn, number);
    return number;
  }

  /**
   * The number of `code`.
   * @throws {TypeError} If it could not run elsewhere.
   */
  numberOfCode(code: SerializedFunction): number {
    const key = "source" in code ? code.source : `${code.module} ${code.name}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#codes.push(checkCode(code));
    this.#numbers.set(key, this.#codes.length - 1);
    return this.#codes.length - 1;
  }

  /** A task with its arguments copied; refused if they can't be. */
  make(
    code: number,
    { args, options = {}, request }: { args: unknown[]; options?: SubmitOptions; request?: TaskRequest },
  ): PoolTask {
    this.#lastTask = (this.#lastTask + 1) | 0;
    const number = this.#lastTask;
    const transfer = [...new Set(options.transfer)];
    const form = options.transferResult ? TRANSFER_RESULT : 0;
    try {
      const end = transfer.length > 0 ? undefined : scratchCodec.encode(args, 0, scratch.byteLength);
      if (end !== undefined) return new PoolTask(number, { code, form, request, bytes: scratchBytes.slice(0, end) });
      const parcel = structuredClone({ args, transfer }, { transfer });
      return new PoolTask(number, { code, form, request, parcel });
    } catch (error) {
      const task = new PoolTask(number, { code, form, request });
      task.settle("refused", error);
      return task;
    }
  }
}
