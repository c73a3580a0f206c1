/**
 * Serialization of what was thrown, on its way from one thread to another: name, message, stack, cause and further
 * fields of an error arrive, and anything else that was thrown arrives as it was.
 *
 * Structured cloning alone keeps less (a subclass loses its name, own fields are dropped) and fails as a whole if one
 * part can't be cloned. Here a part that can't be cloned is replaced by its description, the rest arrives.
 *
 * Not here on purpose: the class of an error that JavaScript does not have built in (the receiver gets an `Error` with
 * the class's name), chains of more than {@linkcode DEEPEST} causes.
 *
 * @module
 */

/** A thrown value as plain data. */
export type DescribedThrow =
  | {
    readonly kind: "error";
    readonly name: string;
    readonly message: string;
    readonly stack: string | undefined;
    readonly cause?: DescribedThrow;
    readonly errors?: readonly DescribedThrow[];
    readonly fields: Readonly<Record<string, unknown>>;
  }
  | { readonly kind: "value"; readonly value: unknown };

/**
 * Describes what was thrown; never throws. Travels to other threads as source text, so it uses nothing outside itself.
 */
export function serializeError(thrown: unknown): DescribedThrow {
  const DEEPEST = 8;
  const attempt = <Value>(read: () => Value, otherwise: Value): Value => {
    try {
      return read();
    } catch {
      return otherwise;
    }
  };
  const canBeCloned = (value: unknown): boolean => attempt(() => (structuredClone(value), true), false);
  const describe = (value: unknown, depth: number): DescribedThrow => {
    const isError = attempt(
      () => value instanceof Error || Object.prototype.toString.call(value) === "[object Error]",
      false,
    );
    if (!isError) {
      if (canBeCloned(value)) return { kind: "value", value };
      const shown = attempt(() => String(value), "something that has no text");
      const message = `Cannot send what the task threw: it must be possible to clone it: current value is ${shown}`;
      return { kind: "error", name: "DataCloneError", message, stack: undefined, fields: {} };
    }
    const error = value as Error & { errors?: unknown };
    const fields: Record<string, unknown> = {};
    for (const key of attempt(() => Object.keys(error), [])) {
      const field = attempt(() => (error as unknown as Record<string, unknown>)[key], undefined);
      if (key !== "cause" && key !== "errors" && canBeCloned(field)) fields[key] = field;
    }
    const hasCause = depth < DEEPEST && attempt(() => "cause" in error && error.cause !== undefined, false);
    const several = attempt(
      () => depth < DEEPEST && Array.isArray(error.errors) ? error.errors as unknown[] : undefined,
      undefined,
    );
    return {
      kind: "error",
      name: attempt(() => String(error.name), "Error"),
      message: attempt(() => String(error.message), ""),
      stack: attempt(() => error.stack === undefined ? undefined : String(error.stack), undefined),
      fields,
      ...hasCause ? { cause: describe(attempt(() => error.cause, undefined), depth + 1) } : {},
      ...several ? { errors: several.map((one) => describe(one, depth + 1)) } : {},
    };
  };
  return describe(thrown, 0);
}

/**
 * What {@linkcode serializeError} described: an error of the same built-in class, or the value. Travels to other
 * threads as source text.
 *
 * @example
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 * import { serializeError, deserializeError } from "./_error_serialization.ts";
 *
 * const error = deserializeError(serializeError(new RangeError("too far", { cause: "a typing error" })));
 * assert(error instanceof RangeError);
 * assertEquals([error.message, error.cause], ["too far", "a typing error"]);
 * ```
 */
export function deserializeError(described: DescribedThrow): unknown {
  if (described.kind === "value") return described.value;
  const builtIn: Readonly<Record<string, ErrorConstructor>> = {
    EvalError,
    RangeError,
    ReferenceError,
    SyntaxError,
    TypeError,
    URIError,
  };
  const { name, message, stack, cause, errors, fields } = described;
  const options = cause === undefined ? {} : { cause: deserializeError(cause) };
  const error = errors !== undefined
    ? new AggregateError(errors.map((one) => deserializeError(one)), message, options)
    : new (builtIn[name] ?? Error)(message, options);
  for (const [key, value] of Object.entries({ name, stack })) {
    if (error[key as "name"] !== value) {
      Object.defineProperty(error, key, { value, configurable: true, writable: true });
    }
  }
  return Object.assign(error, fields);
}
