/**
 * The program of the child process: loads the reader's code anew for each case, drives it, and reports what it saw.
 *
 * Everything that reporting needs is captured before the reader's code is loaded. Each line of the report begins with a number that
 * only the parent knows, so printed text can't imitate it. The reader's code is a module of its own, loaded from a `data:` URL: it
 * shares the globals with the driver, but no variable. A fresh copy for each case keeps what one case left behind (static fields,
 * variables beside the class) out of the next.
 *
 * **Invariant.** Both functions travel as text and use nothing outside themselves.
 *
 * Not here on purpose: what is right (the parent judges), time limits (the parent holds the clock).
 *
 * @module
 */
import type { ChildTools } from "../exercises/suite.ts";
import type { ChildClocks } from "./child_clock.ts";
import type { Wire } from "./wire.ts";

/** What the child is told. */
export interface Job {
  /** Begins every line of the report. */
  readonly nonce: string;
  /** The reader's module. */
  readonly source: string;
  /** What the module must export as functions or classes. */
  readonly names: readonly string[];
  /** The inputs of the cases, as `Wire` lines. */
  readonly inputs: readonly string[];
  /** Name of the global that counts steps, when the source has counting calls in it. */
  readonly meter?: string;
}

/** One line of the report. */
export type ReportLine =
  | { readonly at: "start"; readonly index: number }
  | { readonly at: "missing"; readonly index: number; readonly names: readonly string[] }
  | { readonly at: "done"; readonly index: number; readonly evidence: string; readonly stray?: ThrownReport }
  | { readonly at: "threw"; readonly index: number; readonly thrown: ThrownReport; readonly step: number }
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
export interface DriverParts {
  /** Reads inputs and writes evidence. */
  readonly wire: Wire;
  /** One driver a case. */
  readonly drives: readonly ((given: unknown, input: unknown, child: ChildTools) => unknown)[];
  /** Steps counted so far; 0 where nothing is counted. */
  work(): number;
  /** Clocks for the reader's code. */
  readonly clocks: ChildClocks;
}

/** Runs all cases and ends the process. Called in the child only. */
export async function driveCases(job: Job, parts: DriverParts): Promise<void> {
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
  const { drives, wire, work, clocks } = parts;

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

  const inputs: unknown[] = [];
  const urls: string[] = [];
  for (let i = 0; i < job.inputs.length; i++) {
    inputs[i] = wire.decode(job.inputs[i]!);
    urls[i] = `data:text/javascript;charset=utf-8,${encodeURIComponent(`${job.source}\n//${i}`)}`;
  }
  for (let index = 0; index < drives.length; index++) {
    let step = -1;
    let whileLoading = true;
    stray = undefined;
    say(`{"at":"start","index":${index}}`);
    try {
      const given = await import(urls[index]!);
      let missing = "";
      for (let n = 0; n < job.names.length; n++) {
        const name = job.names[n]!;
        if (typeof given[name] !== "function") missing += `${missing && ","}${stringify(name)}`;
      }
      if (missing) {
        say(`{"at":"missing","index":${index},"names":[${missing}]}`);
        continue;
      }
      whileLoading = false;
      const evidence = await drives[index]!(given, inputs[index], {
        step: (i) => {
          step = i;
        },
        work,
        clock: clocks.clock,
        settled: clocks.settled,
        moduleUrl: urls[index]!,
      });
      const line = wire.encode(evidence);
      await new Promise((resolve) => setTimeout(resolve, 0)); // a rejection that nobody handles is known by then
      say(
        `{"at":"done","index":${index},"evidence":${stringify(line)}${stray === undefined ? "" : `,"stray":${stray}`}}`,
      );
    } catch (thrown) {
      say(`{"at":"threw","index":${index},"thrown":${report(thrown, whileLoading)},"step":${step}}`);
    }
  }
  say(`{"at":"end"}`);
  exit(0);
}
