/**
 * The rules of a file format with one wording: every failure is a `SyntaxError` that says what was being read, the rule
 * and the value, as `Cannot read lru.ipynb: cell 3: source must be a string or a list of strings: current value is 5`.
 *
 * Not here on purpose: the rules of any one format (they stand in its reader), collecting several failures (the first
 * one is the one to mend).
 */
export class FormatCheck {
  readonly #where: string;

  /**
   * Rules for one place in one file.
   * @param where Opening of every message: what was being read, and which part of it.
   */
  constructor(where: string) {
    this.#where = where;
  }

  /**
   * Gives up.
   * @throws {SyntaxError} Always: where, the rule, and the start of the value.
   */
  fail(rule: string, value: unknown): never {
    const shown = typeof value === "string" ? value : JSON.stringify(value) ?? String(value);
    throw new SyntaxError(`${this.#where}: ${rule}: current value is ${shown.slice(0, 120)}`);
  }

  /** `value` as an object, `name` being what a person would call it. */
  record(value: unknown, name: string): Record<string, unknown> {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
    return this.fail(`${name} must be an object`, value);
  }

  /** `value` as a list. */
  list(value: unknown, name: string): unknown[] {
    return Array.isArray(value) ? value : this.fail(`${name} must be a list`, value);
  }

  /** `value` as a string. */
  string(value: unknown, name: string): string {
    return typeof value === "string" ? value : this.fail(`${name} must be a string`, value);
  }

  /** `value` as one string; files may hold a list of lines. */
  text(value: unknown, name: string): string {
    if (typeof value === "string") return value;
    if (isLines(value)) return value.join("");
    return this.fail(`${name} must be a string or a list of strings`, value);
  }

  /** `value` as an execution count. */
  count(value: unknown): number | null {
    if (value === null || (Number.isInteger(value) && (value as number) >= 0)) return value as number | null;
    return this.fail("execution_count must be null or a whole number of at least 0", value);
  }

  /** Refuses fields that the format does not know. */
  onlyKeys(record: Record<string, unknown>, allowed: readonly string[]): void {
    const stray = Object.keys(record).find((key) => !allowed.includes(key));
    if (stray !== undefined) this.fail(`only ${allowed.join(", ")} may stand here`, stray);
  }
}

/** Whether `value` is a list of strings, the form in which notebooks keep texts of several lines. */
export function isLines(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((line) => typeof line === "string");
}
