/**
 * What a logger is asked, and what it must answer.
 *
 * The oracle remembers every message for ever. No script asks for a message so late that a logger which forgets could
 * answer otherwise: late timestamps come only while the message is within its interval.
 *
 * @module
 */
import { type Call, type Scripted, scripted } from "../script_case.ts";
import type { RateLimitedLoggerGiven } from "./exercise.ts";

/** One question. */
export type Question = readonly [timestampSeconds: number, message: string];

/** The questions as calls. */
export function questions(asked: readonly Question[]): Call[] {
  return asked.map((question) => ["shouldPrint", ...question]);
}

const scripts = scripted<RateLimitedLoggerGiven>({
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

/** A case that is one script. */
export const scriptCase: Scripted<RateLimitedLoggerGiven>["scriptCase"] = scripts.scriptCase;
/** A case of many random scripts. */
export const randomScripts: Scripted<RateLimitedLoggerGiven>["randomScripts"] = scripts.randomScripts;
