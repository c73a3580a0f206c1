/**
 * What a logger is asked, and what it must answer.
 *
 * The oracle remembers every message for ever. No script asks for a message so late that a logger which forgets could
 * answer otherwise: late timestamps come only while the message is within its interval.
 *
 * @module
 */
import { type Call, scripted } from "../script_case.ts";
import type { RateLimitedLoggerGiven } from "./exercise.ts";

/** One question. */
export type Question = readonly [timestampSeconds: number, message: string];

/** The questions as calls. */
export function questions(asked: readonly Question[]): Call[] {
  return asked.map((question) => ["shouldPrint", ...question]);
}

/** Cases that ask one logger. An answer is true where the message was never printed, or an interval or more ago. */
export const { scriptCase, randomScripts } = scripted<RateLimitedLoggerGiven>({
  construct: "RateLimitedLogger",
  oracle({ args: [intervalSeconds = 10], calls }) {
    const printed: [message: unknown, seconds: number][] = [];
    return calls.map(([, seconds, message]) => {
      const last = printed.findLast(([other]) => other === message);
      if (last && (seconds as number) - last[1] < (intervalSeconds as number)) return false;
      printed.push([message, seconds as number]);
      return true;
    });
  },
});
