/**
 * Cases that play calls on one object and compare every answer with an oracle: one script by hand, or many random ones.
 *
 * A script is shown as a reader would write it, no further than the first call whose answer differs.
 *
 * **Invariant.** An oracle sees the script alone, never an answer.
 *
 * Not here on purpose: several objects at once, calls that overlap (write a case by hand).
 *
 * @module
 */
import type { Random } from "../../base/random.ts";
import { difference } from "./difference.ts";
import { shownValue } from "./shown_value.ts";
import type { Case, ChildTools, Failure } from "./suite.ts";

/** One call, or with no such method, one look at the property of that name. */
export type Call = readonly [method: string, ...args: readonly unknown[]];

/** What is done with one new object. */
export interface Script {
  /** What the constructor is given. */
  readonly args: readonly unknown[];
  /** The calls, in order. `["advance", ms]` moves the clock, where there is one. */
  readonly calls: readonly Call[];
}

/** An oracle's answer to a call that must throw or reject. */
export const REFUSED: unique symbol = Symbol("refused");
/** An oracle's answer to a call whose answer does not matter. */
export const ANYTHING: unique symbol = Symbol("anything");

/** What all scripts of an exercise have in common. */
export interface ScriptedClass<Given> {
  /** Name of the class. */
  readonly construct: keyof Given & string;
  /** What each call must give back: a value, {@linkcode REFUSED} or {@linkcode ANYTHING}. */
  oracle(script: Script): readonly unknown[];
  /**
   * Whether the last argument of the constructor gets a `clock` that stands still until `["advance", ms]`. @default
   * {false}
   */
  readonly clock?: boolean;
  /** Relative tolerance of numbers. @default {0} */
  readonly tolerance?: number;
  /**
   * Name of the case that teaches the order of a list: answers with the right entries in another order belong to it.
   */
  readonly orderCase?: string;
}

/** What every case says of itself. */
export type Texts = Pick<Case<never>, "name" | "misconception" | "hints" | "stretch">;

/** One script, the same for everyone. */
export interface ScriptCaseSpec extends Texts, Script {}

/** Many scripts, short ones first. */
export interface RandomScriptsSpec extends Texts {
  /** How many. */
  readonly count: number;
  /** Script number `i` of `count`. */
  script(random: Random, i: number): Script;
}

/** A script as the child gets it. */
interface Played extends Script {
  readonly construct: string;
  readonly hasClock: boolean;
  /** Numbers of the calls that must be refused. */
  readonly refused: readonly number[];
}

/** Makes cases of one class. */
export interface Scripted<Given> {
  /** A case that is one script. */
  scriptCase(spec: ScriptCaseSpec): Case<Given>;
  /** A case of many random scripts. */
  randomScripts(spec: RandomScriptsSpec): Case<Given>;
  /** The first answer that differs from the oracle's, with the calls that led to it. */
  judge(script: Script, answers: unknown): Failure | undefined;
  /** The script as a reader would write it, up to and including call `through`. */
  show(script: Script, through?: number): string;
}

/** Steps of the first script are 0, 1, …; those of the next begin here, and so on. */
const STEPS_PER_SCRIPT = 10_000;

/**
 * Cases for a class.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { scripted } from "./script_case.ts";
 * const { scriptCase } = scripted<{ Counter: new () => { next(): number } }>({
 *   construct: "Counter",
 *   oracle: ({ calls }) => calls.map((_, i) => i + 1),
 * });
 * const counts = scriptCase({ name: "it counts", misconception: "…", hints: ["…"], args: [], calls: [["next"], ["next"]] });
 * assertEquals(counts.judge(counts.input(undefined as never), [1, 1]), {
 *   input: "new Counter(); next(); next()", expected: "2", got: "1",
 * });
 * ```
 */
export function scripted<Given>(spec: ScriptedClass<Given>): Scripted<Given> {
  const { construct, oracle, clock = false, tolerance = 0, orderCase } = spec;
  const played = (script: Script): Played => ({
    ...script,
    construct,
    hasClock: clock,
    refused: oracle(script).flatMap((answer, i) => answer === REFUSED ? [i] : []),
  });
  const show = ({ args, calls }: Script, through = calls.length - 1) =>
    showScript({ construct, args, calls }, { through, clock });
  const judge = (script: Script, answers: unknown): Failure | undefined => {
    if (!Array.isArray(answers) || answers.length !== script.calls.length) {
      const shown = shownValue(answers);
      throw new TypeError(`Cannot judge a script: there must be one answer a call: current value is ${shown}`);
    }
    for (const [i, expected] of oracle(script).entries()) {
      if (expected === ANYTHING) continue;
      const got: unknown = answers[i];
      if (expected === REFUSED) {
        if (isRefusal(got)) continue;
        return { input: show(script, i), expected: "an error is thrown", got: shownValue(got) };
      }
      const differs = difference(expected, got, { tolerance });
      if (!differs) continue;
      const note = differs.note ? `: ${differs.note}` : "";
      const lesson = differs.isOrder && orderCase !== undefined ? { lesson: orderCase } : {};
      return { input: show(script, i), expected: shownValue(expected), got: `${shownValue(got)}${note}`, ...lesson };
    }
  };
  return {
    show,
    judge,
    scriptCase: ({ args, calls, ...texts }): Case<Given> => {
      const one: Case<Given, Played> = {
        ...texts,
        uses: { play },
        input: () => played({ args, calls }),
        show,
        drive: (given, script, child) => play(given, script, child, 0),
        judge,
      };
      return one as Case<Given>;
    },
    randomScripts: ({ count, script, ...texts }): Case<Given> => {
      const many: Case<Given, readonly Played[]> = {
        ...texts,
        uses: { play },
        input: (random) => Array.from({ length: count }, (_, i) => played(script(random, i))),
        show: (scripts, step) =>
          step === undefined
            ? `${scripts.length} random scripts`
            : show(scripts[Math.floor(step / STEPS_PER_SCRIPT)]!, step % STEPS_PER_SCRIPT),
        async drive(given, scripts, child) {
          const all: unknown[] = [];
          // STEPS_PER_SCRIPT
          for (let k = 0; k < scripts.length; k++) all[k] = await play(given, scripts[k]!, child, 10_000 * k);
          return all;
        },
        judge(scripts, evidence) {
          if (!Array.isArray(evidence)) {
            throw new TypeError(`Cannot judge scripts: a list is needed: current value is ${shownValue(evidence)}`);
          }
          for (const [k, one] of scripts.entries()) {
            const failure = judge(one, evidence[k]);
            if (failure) return failure;
          }
        },
      };
      return many as Case<Given>;
    },
  };
}

/** Runs in the child: plays `script` on a new object and returns what each call gave back. */
async function play(given: unknown, script: Played, child: ChildTools, firstStep: number): Promise<unknown[]> {
  const clock = script.hasClock ? child.clock() : undefined;
  const args = [...script.args];
  if (clock) args[args.length - 1] = { ...(args[args.length - 1] as object), clock };
  const Class = (given as Record<string, new (...args: unknown[]) => Record<string, unknown>>)[script.construct]!;
  child.step(firstStep - 1);
  const object = new Class(...args);
  const answers: unknown[] = [];
  for (let i = 0; i < script.calls.length; i++) {
    const [method, ...given] = script.calls[i]!;
    child.step(firstStep + i);
    if (clock && method === "advance") {
      await clock.run(given[0] as number);
      answers[i] = undefined;
      continue;
    }
    try {
      const member = object[method];
      const answer = typeof member === "function" ? member.apply(object, given) : member;
      // Awaiting every answer would let other work go on between two calls.
      answers[i] = answer instanceof Promise ? await answer : answer;
    } catch (error) {
      if (script.refused.indexOf(i) === -1) throw error;
      answers[i] = { refused: true };
    }
  }
  return answers;
}

function isRefusal(value: unknown): boolean {
  return typeof value === "object" && value !== null && (value as { refused?: unknown }).refused === true;
}

function showScript(
  { construct, args, calls }: Script & { readonly construct: string },
  { through, clock }: { readonly through: number; readonly clock: boolean },
): string {
  const shownArgs = clock ? [...args.slice(0, -1), { ...(args.at(-1) as object), clock: "…" }] : args;
  const options = shownArgs.map(shownValue).join(", ").replace('clock: "…"', "clock");
  const lines = calls.slice(0, through + 1).map(([method, ...given]) =>
    clock && method === "advance" ? `${given[0]} ms pass` : `${method}(${given.map(shownValue).join(", ")})`
  );
  return [`new ${construct}(${options})`, ...lines].join("; ");
}
