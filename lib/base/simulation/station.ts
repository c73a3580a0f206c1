/**
 * A station of a simulation: servers behind one queue, which can overflow, fail and recover.
 *
 * **Invariant.** Every request that was submitted is waiting, in service, completed, refused or lost, and exactly one
 * of these; `state` counts them.
 *
 * Not here on purpose: priorities, routing (a completed request is handed to the caller, who may submit it elsewhere).
 *
 * @module
 */
import { checkFunction, checkPositiveInteger } from "../argument.ts";
import type { ScheduledEvent, Simulation } from "./simulation.ts";

/** What a station is made of. */
export interface StationOptions<Request> {
  /** Requests that it serves at the same time. @default {1} */
  readonly servers?: number;
  /** How long a request takes, in milliseconds; asked when its service begins. */
  readonly serviceMs: (request: Request) => number;
  /** Requests that may wait; one more is refused. @default {Infinity} */
  readonly maxQueue?: number;
}

/** What became of a request. */
export type RequestOutcome =
  | { readonly status: "completed"; readonly waitMs: number; readonly responseMs: number }
  /** The queue was full. */
  | { readonly status: "refused" }
  /** It was in service when the station failed. */
  | { readonly status: "lost"; readonly responseMs: number };

/** Counts of a station. */
export interface StationState {
  /** Requests that wait. */
  readonly waiting: number;
  /** Requests in service. */
  readonly serving: number;
  /** Requests done. */
  readonly completed: number;
  /** Requests that found the queue full. */
  readonly refused: number;
  /** Requests in service at a failure. */
  readonly lost: number;
  /** Mean number of busy servers over the time so far, over the number of servers. */
  readonly utilization: number;
  /** Mean number of waiting requests over the time so far. */
  readonly meanQueueLength: number;
}

interface Job<Request> {
  readonly request: Request;
  readonly arrivedMs: number;
  readonly done: (outcome: RequestOutcome) => void;
}

/**
 * Servers behind a queue, first come, first served.
 *
 * @example Three requests at once on one server
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Simulation } from "./simulation.ts";
 * import { Station } from "./station.ts";
 *
 * const simulation = new Simulation();
 * const desk = new Station(simulation, { serviceMs: () => 10 });
 * const waits: number[] = [];
 * for (const name of ["a", "b", "c"]) {
 *   desk.submit(name, (outcome) => outcome.status === "completed" && waits.push(outcome.waitMs));
 * }
 * simulation.run();
 * assertEquals(waits, [0, 10, 20]);
 * ```
 */
export class Station<Request> {
  readonly #simulation: Simulation;
  readonly #servers: number;
  readonly #serviceMs: (request: Request) => number;
  readonly #maxQueue: number;
  readonly #queue: Job<Request>[] = [];
  #head = 0;
  readonly #inService = new Map<Job<Request>, ScheduledEvent>();
  #isUp = true;
  #completed = 0;
  #refused = 0;
  #lost = 0;
  /** Integrals over time, up to {@linkcode #sinceMs}. */
  #busyMs = 0;
  #waitingMs = 0;
  #sinceMs: number;
  readonly #startMs: number;

  /**
   * A station that is up and empty.
   * @throws {RangeError} If `servers` is not a positive integer or `maxQueue` not a whole number of at least 0.
   */
  constructor(simulation: Simulation, { servers = 1, serviceMs, maxQueue = Infinity }: StationOptions<Request>) {
    const action = "create a station";
    this.#simulation = simulation;
    this.#servers = checkPositiveInteger(servers, { action, argument: "servers" });
    this.#serviceMs = checkFunction(serviceMs, { action, argument: "serviceMs" });
    if (maxQueue !== Infinity && !(Number.isSafeInteger(maxQueue) && maxQueue >= 0)) {
      throw new RangeError(`Cannot ${action}: maxQueue must be a whole number from 0: current value is ${maxQueue}`);
    }
    this.#maxQueue = maxQueue;
    this.#sinceMs = this.#startMs = simulation.nowMs();
  }

  /** Hands in a request; `done` is told once what became of it, at the time when it did. */
  submit(request: Request, done: (outcome: RequestOutcome) => void = () => {}): void {
    const isFree = this.#isUp && this.#inService.size < this.#servers;
    if (!isFree && this.#waiting >= this.#maxQueue) {
      this.#refused++;
      return done({ status: "refused" });
    }
    this.#account();
    this.#queue.push({ request, arrivedMs: this.#simulation.nowMs(), done });
    this.#serve();
  }

  /** All servers fail: what is in service is lost, what waits goes on waiting. */
  fail(): void {
    if (!this.#isUp) return;
    this.#account();
    this.#isUp = false;
    const lost = [...this.#inService];
    this.#inService.clear();
    this.#lost += lost.length;
    for (const [job, end] of lost) {
      end.cancel();
      job.done({ status: "lost", responseMs: this.#simulation.nowMs() - job.arrivedMs });
    }
  }

  /** All servers work again. */
  recover(): void {
    if (this.#isUp) return;
    this.#account();
    this.#isUp = true;
    this.#serve();
  }

  /** The counts so far. */
  get state(): StationState {
    this.#account();
    const elapsedMs = this.#sinceMs - this.#startMs;
    return {
      waiting: this.#waiting,
      serving: this.#inService.size,
      completed: this.#completed,
      refused: this.#refused,
      lost: this.#lost,
      utilization: elapsedMs === 0 ? 0 : this.#busyMs / elapsedMs / this.#servers,
      meanQueueLength: elapsedMs === 0 ? 0 : this.#waitingMs / elapsedMs,
    };
  }

  get #waiting(): number {
    return this.#queue.length - this.#head;
  }

  /** Brings the integrals up to the present; before every change of the numbers that they integrate. */
  #account(): void {
    const nowMs = this.#simulation.nowMs(), elapsedMs = nowMs - this.#sinceMs;
    this.#busyMs += elapsedMs * this.#inService.size;
    this.#waitingMs += elapsedMs * this.#waiting;
    this.#sinceMs = nowMs;
  }

  #serve(): void {
    while (this.#isUp && this.#inService.size < this.#servers && this.#waiting > 0) {
      const job = this.#queue[this.#head]!;
      this.#head++;
      if (this.#head > 1024 && 2 * this.#head > this.#queue.length) {
        this.#head -= this.#queue.splice(0, this.#head).length;
      }
      const waitMs = this.#simulation.nowMs() - job.arrivedMs;
      const end = this.#simulation.schedule(this.#serviceMs(job.request), () => {
        this.#account();
        this.#inService.delete(job);
        this.#completed++;
        const responseMs = this.#simulation.nowMs() - job.arrivedMs;
        job.done({ status: "completed", waitMs, responseMs });
        this.#serve();
      });
      this.#inService.set(job, end);
    }
  }
}
