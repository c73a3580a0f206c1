/**
 * The program of the child process: loads the reader's code again for each case, drives it, and reports what it saw.
 *
 * Everything that reporting needs is captured before the reader's code is loaded. Each line of the report begins with a
 * number that only the parent knows, so printed text can't imitate it. The reader's code is a module of its own, loaded
 * from a `data:` URL: it shares the globals with the driver, but no variable. A fresh copy for each case keeps what one
 * case left behind (static fields, variables beside the class) out of the next. A proof hands in many answers at once.
 *
 * **Invariant.** Both functions travel as text and use nothing outside themselves.
 *
 * Not here on purpose: what is right (the parent judges), time limits (the parent holds the clock).
 *
 * @module
 */
import type { ChildTools } from "../exercises/suite.ts";
import type { SandboxClocks } from "./_sandbox_clock.ts";
import type { Serializer } from "./_serialization.ts";
import type { StepCounter } from "./_step_counter.ts";

/** What the child is told. */
export interface Job {
  /** Begins every line of the report. */
  readonly nonce: string;
  /** What a module must export as functions or classes, each with the other names that will do. */
  readonly names: readonly (readonly [name: string, ...aliases: string[]])[];
  /** Inputs as serialized lines: lists of one a case. */
  readonly inputs: readonly (readonly string[])[];
  /** What is driven, in order. */
  readonly answers: readonly AnswerToDrive[];
}

/** One answer and what is done with it. */
export interface AnswerToDrive {
  /** The module. */
  readonly source: string;
  /** Which list of `Job.inputs`. */
  readonly inputs: number;
  /** Numbers of the cases. */
  readonly cases: readonly number[];
}

/** One line of the report: `answer` is its number in the job, `index` that of the case. */
export type ReportLine =
  | { readonly at: "start"; readonly answer: number; readonly index: number }
  | { readonly at: "missing"; readonly answer: number; readonly index: number; readonly names: readonly string[] }
  | {
    readonly at: "done";
    readonly answer: number;
    readonly index: number;
    readonly evidence: string;
    readonly stray?: ThrownReport;
  }
  | {
    readonly at: "threw";
    readonly answer: number;
    readonly index: number;
    readonly thrown: ThrownReport;
    readonly step: number;
  }
  | { readonly at: "end" };

/** An exception, as far as it could be described. */
export interface ThrownReport {
  /** `name` of the error; empty for something else than an error. */
  readonly name: string;
  /** `message` of the error, or the value itself. */
  readonly message: string;
  /** `stack` of the error. */
  readonly stack: string;
  /** Whether it came while the module was loaded, before any case. */
  readonly whileLoading: boolean;
}

/** The parts that the program is put together from. */
export interface SandboxParts {
  /** Reads inputs and writes evidence. */
  readonly serializer: Serializer;
  /** One driver a case. */
  readonly drives: readonly ((given: unknown, input: unknown, child: ChildTools) => unknown)[];
  /** Steps counted so far; none where nothing is counted. */
  readonly meter: StepCounter;
  /** Clocks for the reader's code. */
  readonly clocks: SandboxClocks;
}

/** Runs all cases and ends the process. Called in the child only. */
export async function sandboxMain(job: Job, parts: SandboxParts): Promise<void> {
  const call = Function.prototype.call;
  const stdout = Deno.stdout;
  const write = stdout.writeSync.bind(stdout);
  const encoder = new TextEncoder();
  const encodeText = encoder.encode.bind(encoder);
  const typed = Object.getPrototypeOf(Uint8Array.prototype);
  const lengthOf = call.bind(Object.getOwnPropertyDescriptor(typed, "length")!.get!) as (bytes: Uint8Array) => number;
  const tail = call.bind(typed.subarray) as (bytes: Uint8Array<ArrayBuffer>, from: number) => Uint8Array<ArrayBuffer>;
  const cut = call.bind(String.prototype.slice) as (text: string, from: number, to: number) => string;
  const text = String;
  const { stringify } = JSON;
  const exit = Deno.exit.bind(Deno);
  const { setTimeout, Promise } = globalThis;
  const { drives, serializer, meter, clocks } = parts;
  const { steps, operations } = meter;
  const { clock, settled } = clocks;

  const say = (line: string) => {
    let bytes: Uint8Array<ArrayBuffer> = encodeText(`\n${job.nonce}${line}\n`);
    while (lengthOf(bytes) > 0) bytes = tail(bytes, write(bytes));
  };
  const part = (thrown: unknown, key: string): string => {
    try {
      return cut(text((thrown as Record<string, unknown>)[key] ?? ""), 0, 4000);
    } catch {
      return "";
    }
  };
  const report = (thrown: unknown, whileLoading: boolean): string => {
    const isObject = (typeof thrown === "object" && thrown !== null) || typeof thrown === "function";
    const message = isObject ? part(thrown, "message") : part({ thrown }, "thrown");
    return `{"name":${stringify(isObject ? part(thrown, "name") : "")},"message":${stringify(message)},` +
      `"stack":${stringify(isObject ? part(thrown, "stack") : "")},"whileLoading":${whileLoading}}`;
  };
  let stray: string | undefined;
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    stray ??= report(event.reason, false);
  });
  addEventListener("error", (event) => {
    event.preventDefault();
    stray ??= report(event.error, false);
  });

  const answers: { cases: readonly number[]; inputs: unknown[]; urls: string[] }[] = [];
  for (let a = 0; a < job.answers.length; a++) {
    const { source, inputs: list, cases } = job.answers[a]!;
    const inputs: unknown[] = [];
    const urls: string[] = [];
    const encoded = encodeURIComponent(source);
    for (let c = 0; c < cases.length; c++) {
      inputs[c] = serializer.decode(job.inputs[list]![cases[c]!]!);
      urls[c] = `data:text/javascript;charset=utf-8,${encoded}%0A//${a}.${c}`;
    }
    answers[a] = { cases, inputs, urls };
  }
  for (let a = 0; a < answers.length; a++) {
    const { cases, inputs, urls } = answers[a]!;
    for (let c = 0; c < cases.length; c++) {
      const at = `"answer":${a},"index":${cases[c]}`;
      let step = -1;
      let whileLoading = true;
      stray = undefined;
      say(`{"at":"start",${at}}`);
      try {
        const exported = await import(urls[c]!);
        const given: Record<string, unknown> = {};
        let missing = "";
        for (let n = 0; n < job.names.length; n++) {
          const name = job.names[n]![0];
          for (let k = 0; k < job.names[n]!.length; k++) given[name] ??= exported[job.names[n]![k]!];
          if (typeof given[name] !== "function") missing += `${missing && ","}${stringify(name)}`;
        }
        for (const name in exported) given[name] ??= exported[name]; // what only stretch cases ask for
        if (missing) {
          say(`{"at":"missing",${at},"names":[${missing}]}`);
          continue;
        }
        whileLoading = false;
        const evidence = await drives[cases[c]!]!(given, inputs[c], {
          step: (i) => {
            step = i;
          },
          work: steps,
          operations,
          clock,
          settled,
          moduleUrl: urls[c]!,
        });
        const line = serializer.encode(evidence);
        await new Promise((resolve) => setTimeout(resolve, 0)); // a rejection that no one handles is known by then
        say(`{"at":"done",${at},"evidence":${stringify(line)}${stray === undefined ? "" : `,"stray":${stray}`}}`);
      } catch (thrown) {
        say(`{"at":"threw",${at},"thrown":${report(thrown, whileLoading)},"step":${step}}`);
      }
    }
  }
  say(`{"at":"end"}`);
  exit(0);
}
