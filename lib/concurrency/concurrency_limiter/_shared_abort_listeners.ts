/**
 * Many who listen to few signals, with one listener on each signal.
 *
 * A listener of one's own for each of 100,000 tasks that share a signal would make every removal a search through all
 * of them, and Node.js warns from the eleventh on. Here the members of a signal stand in one set behind one listener.
 *
 * **Invariant.** A signal carries a listener of ours exactly while it has members; a signal without members is not
 * held.
 *
 * | method | cost |
 * | ------ | ---- |
 * | `join`, `leave` | O(1) |
 * | an abort | O(members of that signal) |
 *
 * Not here on purpose: signals that are aborted already (the caller looks before it waits).
 *
 * @module
 */

interface Group<Member> {
  readonly members: Set<Member>;
  readonly listener: () => void;
}

/**
 * Groups of members, by signal.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { SharedAbortListeners } from "./_shared_abort_listeners.ts";
 *
 * const told: string[] = [];
 * const groups = new SharedAbortListeners<string>((member, reason) => void told.push(`${member}: ${reason}`));
 * const controller = new AbortController();
 * groups.add("Ann", controller.signal);
 * groups.add("Ben", controller.signal);
 * groups.delete("Ann", controller.signal);
 * controller.abort("enough");
 * assertEquals(told, ["Ben: enough"]);
 * ```
 */
export class SharedAbortListeners<Member> {
  readonly #groups = new Map<AbortSignal, Group<Member>>();
  readonly #onAbort: (member: Member, reason: unknown) => void;

  /** `onAbort` is called once for each member of a signal that aborts, in the order of joining; it has left by then. */
  constructor(onAbort: (member: Member, reason: unknown) => void) {
    this.#onAbort = onAbort;
  }

  /** Joins the group of a signal that has not been aborted. */
  add(member: Member, signal: AbortSignal): void {
    let group = this.#groups.get(signal);
    if (group === undefined) {
      group = { members: new Set(), listener: () => this.#abort(signal) };
      this.#groups.set(signal, group);
      signal.addEventListener("abort", group.listener, { once: true });
    }
    group.members.add(member);
  }

  /** Leaves it again; nothing happens if the member is not there. */
  delete(member: Member, signal: AbortSignal): void {
    const group = this.#groups.get(signal);
    if (group === undefined || !group.members.delete(member) || group.members.size > 0) return;
    this.#groups.delete(signal);
    signal.removeEventListener("abort", group.listener);
  }

  #abort(signal: AbortSignal): void {
    const { members } = this.#groups.get(signal)!;
    for (const member of members) {
      members.delete(member);
      this.#onAbort(member, signal.reason);
    }
    this.#groups.delete(signal);
  }
}
