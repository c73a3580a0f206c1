/**
 * Checks of a feed's arguments, the same for every engine: names, texts, ids, pages.
 *
 * Names and texts must survive every engine unchanged, so half surrogate pairs (no UTF-8 has them) and control
 * characters in names, and the character 0 in texts (PostgreSQL has no room for it), are refused. Ids are visible
 * ASCII: there JavaScript, PostgreSQL's collation "C" and Redis agree on what comes first.
 *
 * Cost: O(length).
 *
 * Not here on purpose: what a text may say.
 *
 * @module
 */
import {
  argumentError,
  checkBoolean,
  checkFinite,
  checkOneOf,
  checkOptions,
  checkPositiveInteger,
  showValue,
} from "../../base/argument.ts";
import type { Page, Post, PostKey } from "./feed_store.ts";

/** Longest name of a user, in UTF-16 units. */
const NAME_LENGTH = 128;
/** Longest text of a post, in UTF-16 units. */
const TEXT_LENGTH = 10_000;
const ID = /^[!-~]{1,64}$/;
// deno-lint-ignore no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f]/;

/**
 * The name of a user.
 * @throws {TypeError} If it is not a string.
 * @throws {RangeError} If it is empty, too long, or has control characters or half a surrogate pair.
 */
export function checkUserName(value: string, action: string): string {
  const rule = `a user's name must have 1 to ${NAME_LENGTH} characters, none of them a control character`;
  return demand(value, {
    action,
    rule,
    isRight: (text) => text !== "" && text.length <= NAME_LENGTH && text.isWellFormed() && !CONTROL.test(text),
  });
}

/**
 * The id of a post.
 * @throws {TypeError} If it is not a string.
 * @throws {RangeError} If it is not 1 to 64 visible ASCII characters.
 */
export function checkPostId(value: string, action: string): string {
  return demand(value, {
    action,
    rule: "a post's id must be 1 to 64 visible ASCII characters",
    isRight: (text) => ID.test(text),
  });
}

/**
 * The text of a post.
 * @throws {TypeError} If it is not a string.
 * @throws {RangeError} If it is empty, too long, or has the character 0 or half a surrogate pair.
 */
export function checkPostText(value: string, action: string): string {
  const rule = `a post's text must have 1 to ${TEXT_LENGTH} characters, none of them the character 0`;
  return demand(value, {
    action,
    rule,
    isRight: (text) => text !== "" && text.length <= TEXT_LENGTH && text.isWellFormed() && !text.includes("\0"),
  });
}

/**
 * A post whose fields all are as they must be.
 * @throws {TypeError} If a field has the wrong type.
 * @throws {RangeError} If a field is out of range.
 */
export function checkPost(post: Post, action: string): Post {
  checkKey(post, action);
  checkUserName(post.author, action);
  checkPostText(post.text, action);
  return post;
}

/**
 * A page whose limit and place are as they must be.
 * @throws {TypeError} If the limit or the place has the wrong type.
 * @throws {RangeError} If the limit is not a positive integer, or the place is none.
 *
 * @example
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { checkPage } from "./feed_arguments.ts";
 *
 * const message = "Cannot read a feed: limit must be a positive integer: current value is 0";
 * assertThrows(() => checkPage({ limit: 0 }, "read a feed"), RangeError, message);
 * ```
 */
export function checkPage(page: Page, action: string): Page {
  checkOptions(page, { action, argument: "page" });
  checkPositiveInteger(page.limit, { action, argument: "limit" });
  if (page.before !== undefined) checkKey(page.before, action);
  return page;
}

/**
 * A switch of an engine's method, such as `fanOut`.
 * @throws {TypeError} If the options are no object, or the switch is neither true nor false.
 */
export function checkSwitch<Name extends string>(
  options: { readonly [name in Name]: boolean },
  { action, name }: { readonly action: string; readonly name: Name },
): boolean {
  return checkBoolean(checkOptions(options, { action, argument: "options" })[name], { action, argument: name });
}

/**
 * How an author's posts reach readers.
 * @throws {TypeError} If it is not a string.
 * @throws {RangeError} If it is neither `"pulled"` nor `"pushed"`.
 */
export function checkMode(mode: "pulled" | "pushed", action: string): "pulled" | "pushed" {
  return checkOneOf(mode, { action, argument: "mode", choices: ["pulled", "pushed"] });
}

/**
 * The most followers of a step of the fan-out.
 * @throws {TypeError} If the options are no object, or it is not a number.
 * @throws {RangeError} If it is not a positive integer.
 */
export function checkBatch(options: { readonly batch: number }, action: string): number {
  const { batch } = checkOptions(options, { action, argument: "options" });
  return checkPositiveInteger(batch, { action, argument: "batch" });
}

function checkKey(key: PostKey, action: string): void {
  if (typeof key !== "object" || key === null) {
    throw argumentError(key, { action, argument: "a cursor", rule: "a time and an id", type: "none" });
  }
  checkFinite(key.timeMs, { action, argument: "timeMs" });
  checkPostId(key.id, action);
}

function demand(
  value: unknown,
  { action, rule, isRight }: { action: string; rule: string; isRight: (text: string) => boolean },
): string {
  if (typeof value === "string" && isRight(value)) return value;
  const message = `Cannot ${action}: ${rule}: current value is ${showValue(value)}`;
  throw typeof value === "string" ? new RangeError(message) : new TypeError(message);
}
