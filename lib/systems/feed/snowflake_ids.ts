/**
 * Ids of posts that rise with time, without asking anybody: the moment, a counter within it, and the writer's number.
 *
 * Eleven base-36 digits of the moment in whole milliseconds (till the year 6140), four of the counter, two of the
 * writer; since all have the same length, the order of the text is the order of the numbers. If the clock stands still
 * or goes back, the last moment is used on, so that ids of one writer always rise: posts of one millisecond keep their
 * order.
 *
 * **Invariant.** Ids of one writer rise strictly, and no two writers make the same.
 *
 * Cost: O(1); 36⁴ ids for each millisecond, then the next millisecond is begun early.
 *
 * Not here on purpose: numbers for writers (deployment gives them), secrecy (an id tells when and where it was made).
 *
 * Source: Twitter's Snowflake (2010), with digits instead of 64 bits, since JavaScript's numbers have 53.
 *
 * @module
 */
import { checkNonNegative, checkNonNegativeInteger } from "../../base/argument.ts";

const RADIX = 36;
const MOMENT_DIGITS = 11;
const COUNTER_DIGITS = 4;
const WRITER_DIGITS = 2;

/**
 * A function that makes ids.
 * @param writer Tells processes that write at the same time apart: an integer from 0 to 1,295.
 * @throws {RangeError} If `writer` is out of range. The ids' function: if the time is negative or not finite.
 *
 * @example
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 * import { snowflakeIds } from "./snowflake_ids.ts";
 *
 * const newId = snowflakeIds();
 * const [first, second, later] = [newId(1000), newId(1000), newId(1001)];
 * assertEquals(first, "000000000rs" + "0000" + "00");
 * assert(first < second && second < later);
 * ```
 */
export function snowflakeIds(writer = 0): (timeMs: number) => string {
  const action = "make post ids";
  checkNonNegativeInteger(writer, { action, argument: "writer" });
  if (writer >= RADIX ** WRITER_DIGITS) {
    throw new RangeError(
      `Cannot ${action}: writer must be below ${RADIX ** WRITER_DIGITS}: current value is ${writer}`,
    );
  }
  let momentMs = -1;
  let counter = 0;
  return (timeMs) => {
    const nowMs = Math.floor(checkNonNegative(timeMs, { action: "make a post id", argument: "timeMs" }));
    if (nowMs > momentMs) {
      momentMs = nowMs;
      counter = 0;
    } else if (++counter === RADIX ** COUNTER_DIGITS) {
      momentMs++;
      counter = 0;
    }
    return digits(momentMs, MOMENT_DIGITS) + digits(counter, COUNTER_DIGITS) + digits(writer, WRITER_DIGITS);
  };
}

function digits(number: number, width: number): string {
  return number.toString(RADIX).padStart(width, "0");
}
