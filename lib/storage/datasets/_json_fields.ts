/**
 * An object read from JSON, checked field by field: every refusal names the file, the field's place in it, the rule and
 * the value.
 *
 * Not here on purpose: schemas (a check reads as the list of rules that it is), values of other types, defaults.
 *
 * @example
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { JsonFields } from "./_json_fields.ts";
 *
 * const fields = new JsonFields({ sets: [{ bytes: -1 }] }, { path: "m.json", location: "" });
 * const [set] = fields.list("sets");
 * assertThrows(
 *   () => set!.wholeNumber("bytes"),
 *   SyntaxError,
 *   "Cannot read m.json: sets[0].bytes must be a positive integer: current value is -1",
 * );
 * ```
 */
export class JsonFields {
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #path: string;
  readonly #location: string;

  /**
   * The fields of an object.
   * @param value What stands there.
   * @param at The file, and the place in it; `""` is the top.
   * @throws {SyntaxError} If it is not an object.
   */
  constructor(value: unknown, at: { readonly path: string; readonly location: string }) {
    this.#path = at.path;
    this.#location = at.location;
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new SyntaxError(
        `Cannot read ${at.path}: ${at.location || "the file"} must be an object: current value is ${
          JSON.stringify(value)
        }`,
      );
    }
    this.#fields = value as Record<string, unknown>;
  }

  /** The names of the fields, in order. */
  keys(): string[] {
    return Object.keys(this.#fields);
  }

  /** Whether the field is there. */
  has(key: string): boolean {
    return this.#fields[key] !== undefined;
  }

  /** What stands in the field. */
  value(key: string): unknown {
    return this.#fields[key];
  }

  /** The place of the field in the file: `sets[0].bytes`. */
  location(key: string): string {
    return this.#location === "" ? key : `${this.#location}.${key}`;
  }

  /** Throws for the field, by the rule that it breaks. */
  refuse(key: string, rule: string): never {
    const shown = JSON.stringify(this.#fields[key]) ?? "undefined";
    throw new SyntaxError(
      `Cannot read ${this.#path}: ${this.location(key)} must be ${rule}: current value is ${shown.slice(0, 80)}`,
    );
  }

  /** Demands a text of the given form. */
  text(key: string, form = /\S/, rule = "a text"): void {
    const value = this.#fields[key];
    if (typeof value !== "string" || !form.test(value)) this.refuse(key, rule);
  }

  /** Demands a positive integer. */
  wholeNumber(key: string): void {
    if (!Number.isSafeInteger(this.#fields[key]) || this.#fields[key] as number < 1) {
      this.refuse(key, "a positive integer");
    }
  }

  /** Demands one of the values. */
  oneOf(key: string, allowed: readonly unknown[]): void {
    if (!allowed.includes(this.#fields[key])) {
      this.refuse(key, allowed.length === 1 ? String(allowed[0]) : `one of ${allowed.join(", ")}`);
    }
  }

  /** Demands one or more web addresses. */
  addresses(key: string): void {
    const value = this.#fields[key];
    const fits = Array.isArray(value) && value.length > 0 &&
      value.every((url) => typeof url === "string" && /^https?:/.test(url) && URL.canParse(url));
    if (!fits) this.refuse(key, "a list of http or https addresses");
  }

  /** Demands an object, and goes into it. */
  fields(key: string): JsonFields {
    return new JsonFields(this.#fields[key], { path: this.#path, location: this.location(key) });
  }

  /** Demands a list of objects, and goes into each. */
  list(key: string): JsonFields[] {
    const value = this.#fields[key];
    if (!Array.isArray(value)) this.refuse(key, "a list");
    return value.map((item, i) => new JsonFields(item, { path: this.#path, location: `${this.location(key)}[${i}]` }));
  }
}

/**
 * Demands that no two of the objects have the same value in a field.
 * @throws {SyntaxError} If two have.
 */
export function checkUnique(list: readonly JsonFields[], key: string): void {
  const seen = new Set<unknown>();
  for (const item of list) {
    if (seen.has(item.value(key))) item.refuse(key, "different from those before it");
    seen.add(item.value(key));
  }
}
