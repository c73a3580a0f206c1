/**
 * The transfer of a record as JSON: to keep it, to move it to another machine, to merge it with another.
 *
 * **Invariant.** What is read is either valid from the first field to the last, or refused with the place of the first
 * fault.
 *
 * @module
 */
import { ATTEMPT_OUTCOMES, type MasteryEvent } from "./mastery_record.ts";

const FORMAT = "ml-systems-lab mastery record";
const VERSION = 1;

/**
 * The events as JSON text.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { formatMastery, parseMastery } from "./mastery_transfer.ts";
 * const events = [{ id: "1", atMs: 0, exercise: "lru-cache", kind: "solution" as const }];
 * assertEquals(parseMastery(formatMastery(events), "record.json"), events);
 * ```
 */
export function formatMastery(events: readonly MasteryEvent[]): string {
  return `${JSON.stringify({ format: FORMAT, version: VERSION, events }, null, 1)}\n`;
}

/**
 * The events of such a text.
 * @param path Where the text is from, for the message.
 * @throws {SyntaxError} If it is not JSON, not an export of a record, of a newer version, or has an event that breaks a
 *   rule.
 */
export function parseMastery(text: string, path: string): MasteryEvent[] {
  const refuse = (why: string, value: unknown): never => {
    const shown = JSON.stringify(value) ?? "undefined";
    throw new SyntaxError(`Cannot import ${path}: ${why}: current value is ${shown.slice(0, 100)}`);
  };
  let json: Record<string, unknown>;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(`Cannot import ${path}: it is not JSON: ${(error as Error).message}`);
  }
  if (json?.format !== FORMAT) refuse(`format must be "${FORMAT}"`, json?.format);
  if (json.version !== VERSION) refuse(`version must be ${VERSION}; a newer one needs a newer lab`, json.version);
  if (!Array.isArray(json.events)) return refuse("events must be a list", json.events);
  return json.events.map((event, i) => checkEvent(event, (why, value) => refuse(`events[${i}]${why}`, value)));
}

function checkEvent(
  event: Record<string, unknown> | null,
  refuse: (why: string, value: unknown) => never,
): MasteryEvent {
  if (typeof event !== "object" || event === null) return refuse(" must be an object", event);
  const text = (key: string) => {
    const value = event[key];
    return typeof value === "string" && value.length > 0 && value.length <= 500
      ? value
      : refuse(`.${key} must be a text of 1 to 500 characters`, value);
  };
  const count = (key: string, most: number) => {
    const value = event[key];
    return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= most
      ? value as number
      : refuse(`.${key} must be an integer from 0 to ${most}`, value);
  };
  const yes = (key: string, ...allowed: readonly boolean[]) => {
    const value = event[key];
    return allowed.includes(value as boolean)
      ? value as boolean
      : refuse(`.${key} must be ${allowed.join(" or ")}`, value);
  };
  const MAX_DATE_MS = 8.64e15;
  const common = { id: text("id"), atMs: count("atMs", MAX_DATE_MS), exercise: text("exercise") };
  switch (event.kind) {
    case "hint":
      return { ...common, kind: "hint", caseName: text("caseName"), rung: count("rung", 3) };
    case "solution":
      return {
        ...common,
        kind: "solution",
        ...(event.asked === undefined ? {} : { asked: yes("asked", true) as true }),
      };
    case "attempt": {
      const outcome = ATTEMPT_OUTCOMES.find((known) => known === event.outcome) ??
        refuse(`.outcome must be one of ${ATTEMPT_OUTCOMES.join(", ")}`, event.outcome);
      return {
        ...common,
        kind: "attempt",
        outcome,
        ...(event.caseName === undefined ? {} : { caseName: text("caseName") }),
        ...(event.mastered === undefined ? {} : { mastered: yes("mastered", true, false) }),
        ...(event.durationMs === undefined ? {} : { durationMs: count("durationMs", MAX_DATE_MS) }),
      };
    }
    default:
      return refuse(`.kind must be attempt, hint or solution`, event.kind);
  }
}
