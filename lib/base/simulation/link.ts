/**
 * A network link of a simulation: messages take time, may be lost, and queue for the bandwidth.
 *
 * Messages may overtake each other when their latencies differ, as datagrams do; `inOrder` forbids it, as TCP does.
 *
 * @module
 */
import { checkFunction, checkNonNegative, checkProbability } from "../argument.ts";
import type { Random } from "../random.ts";
import type { Simulation } from "./simulation.ts";

/** What a link is like. */
export interface LinkOptions {
  /** Time from one end to the other, in milliseconds; asked for each message. */
  readonly latencyMs: () => number;
  /** Share of the messages that never arrive. @default {0} */
  readonly lossRatio?: number;
  /** Decides which are lost; only needed with a `lossRatio`. */
  readonly random?: Pick<Random, "next">;
  /** Bytes sent in a second; messages wait for each other. @default {Infinity} */
  readonly bytesPerSecond?: number;
  /** Whether a message never arrives before one that was sent earlier. @default {false} */
  readonly inOrder?: boolean;
}

/**
 * One direction of a connection.
 *
 * @example 1 MB over 10 MB/s with 20 ms of latency arrives after 120 ms
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Link } from "./link.ts";
 * import { Simulation } from "./simulation.ts";
 *
 * const simulation = new Simulation();
 * const link = new Link(simulation, { latencyMs: () => 20, bytesPerSecond: 10e6 });
 * const arrivals: number[] = [];
 * link.send(1e6, () => arrivals.push(simulation.nowMs()));
 * link.send(1e6, () => arrivals.push(simulation.nowMs()));
 * simulation.run();
 * assertEquals(arrivals, [120, 220]);
 * ```
 */
export class Link {
  readonly #simulation: Simulation;
  readonly #latencyMs: () => number;
  readonly #lossRatio: number;
  readonly #random: Pick<Random, "next"> | undefined;
  readonly #msPerByte: number;
  readonly #inOrder: boolean;
  #isCut = false;
  #freeMs = -Infinity;
  #lastArrivalMs = -Infinity;
  #sent = 0;
  #lost = 0;

  /** A link that is up. */
  constructor(
    simulation: Simulation,
    { latencyMs, lossRatio = 0, random, bytesPerSecond = Infinity, inOrder = false }: LinkOptions,
  ) {
    const action = "create a link";
    this.#simulation = simulation;
    this.#latencyMs = checkFunction(latencyMs, { action, argument: "latencyMs" });
    this.#lossRatio = checkProbability(lossRatio, { action, argument: "lossRatio" });
    if (lossRatio > 0 && random === undefined) {
      throw new TypeError(`Cannot ${action}: random must be given with a lossRatio: current value is undefined`);
    }
    if (!(bytesPerSecond > 0)) {
      throw new RangeError(`Cannot ${action}: bytesPerSecond must be positive: current value is ${bytesPerSecond}`);
    }
    this.#random = random;
    this.#msPerByte = 1000 / bytesPerSecond;
    this.#inOrder = inOrder;
  }

  /** Messages handed in and lost so far. */
  get state(): { readonly sent: number; readonly lost: number } {
    return { sent: this.#sent, lost: this.#lost };
  }

  /** Cuts the link, or mends it: what is sent while it is cut is lost; what is under way arrives. */
  set isCut(value: boolean) {
    this.#isCut = value;
  }

  /** Sends a message of `bytes`; `deliver` is called when it arrives, which may be never. */
  send(bytes: number, deliver: () => void): void {
    checkNonNegative(bytes, { action: "send a message", argument: "bytes" });
    this.#sent++;
    const nowMs = this.#simulation.nowMs();
    // A lost message took its share of the bandwidth: it is lost on the way.
    const leavesMs = Math.max(nowMs, this.#freeMs) + bytes * this.#msPerByte;
    const isLost = this.#isCut || (this.#lossRatio > 0 && this.#random!.next() < this.#lossRatio);
    if (!this.#isCut) this.#freeMs = leavesMs;
    if (isLost) {
      this.#lost++;
      return;
    }
    let arrivesMs = leavesMs + this.#latencyMs();
    if (this.#inOrder) arrivesMs = this.#lastArrivalMs = Math.max(arrivesMs, this.#lastArrivalMs);
    this.#simulation.schedule(arrivesMs - nowMs, deliver);
  }
}
