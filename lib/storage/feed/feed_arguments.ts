/**
 * Checks of a feed's arguments, the same for every engine: names, texts, ids, pages.
 *
 * Names and texts must survive every engine unchanged, so half surrogate pairs (no UTF-8 has them) and control characters
 * in names, and the character 0 in texts (PostgreSQL has no room for it), are refused. Ids are visible ASCII: there
 * JavaScript, PostgreSQL's collation "C" and Redis agree on what comes first.
 *
 * Cost: O(length).
 *
 * Not here on purpose: what a text may say.
 *
 * @module
 */
import { checkFinite, checkPositiveInteger } from "../../base/argument.ts";
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
  checkPositiveInteger(page.limit, { action, argument: "limit" });
  if (page.before !== undefined) checkKey(page.before, action);
  return page;
}

function checkKey(key: PostKey, action: string): void {
  if (typeof key !== "object" || key === null) {
    throw new TypeError(`Cannot ${action}: a place must be a time and an id: current value is ${String(key)}`);
  }
  checkFinite(key.timeMs, { action, argument: "timeMs" });
  checkPostId(key.id, action);
}

function demand(
  value: unknown,
  { action, rule, isRight }: { action: string; rule: string; isRight: (text: string) => boolean },
): string {
  if (typeof value === "string" && isRight(value)) return value;
  if (typeof value !== "string") throw new TypeError(`Cannot ${action}: ${rule}: current value is ${String(value)}`);
  const shown = value.length > 60 ? `${JSON.stringify(value.slice(0, 60))}…` : JSON.stringify(value);
  throw new RangeError(`Cannot ${action}: ${rule}: current value is ${shown}`);
}
