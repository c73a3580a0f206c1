/**
 * Cases for plain functions: a table of arguments, an oracle, and a tolerance.
 *
 * The functions may be synchronous or not, and may return typed arrays for lists: both count alike.
 *
 * Not here on purpose: objects with a life (`script_case.ts`), cost (`growth_case.ts`).
 *
 * @module
 */
import type { Random } from "../../base/random.ts";
import { difference } from "./difference.ts";
import { REFUSED } from "./script_case.ts";
import { shownValue } from "./shown_value.ts";
import type { Case, ChildTools, Failure, Helpers } from "./suite.ts";

/** What differs from case to case. `Row` is the list of arguments. */
export interface TableCaseSpec<Given, Row extends readonly unknown[]>
  extends Pick<Case<Given>, "name" | "misconception" | "hints" | "stretch"> {
  /**
   * Name of the function that is called with each row; or how the reader's code is used, as a function that travels to
   * the child: `async ({ KNN }, k, X, y, query) => { const knn = new KNN(k); await knn.fit(X, y); return
   * knn.predict(query); }`.
   */
  readonly call: (keyof Given & string) | ((given: Given, ...row: Row) => unknown);
  /** How `call` is shown when it is a function: `KNN`. @default {its name} */
  readonly shownAs?: string;
  /** The arguments, row by row: the same for everyone, or drawn. */
  readonly rows: readonly Row[] | ((random: Random) => readonly Row[]);
  /** What a row must give: a value, or {@linkcode REFUSED} where an error must be thrown. */
  readonly oracle?: (...row: Row) => unknown;
  /** In place of an oracle, where several answers are right: what is wrong with `got`, or `undefined`. */
  readonly accept?: (got: unknown, ...row: Row) => Failure | undefined;
  /** Relative tolerance of numbers: 1e-9 for a closed form, 1e-6 for iterations. @default {0} */
  readonly tolerance?: number;
  /**
   * Whether the arguments are frozen, so that code which changes them throws: say so in the statement. @default {false}
   */
  readonly frozen?: boolean;
  /** Functions that `call` may call. */
  readonly uses?: Helpers;
}

/** What the child gets. */
interface Table {
  readonly name: string;
  /** Whether `name` is that of the function to call. */
  readonly byName: boolean;
  readonly rows: readonly (readonly unknown[])[];
  /** Numbers of the rows that must be refused. */
  readonly refused: readonly number[];
  readonly frozen: boolean;
}

/**
 * The case.
 * @throws {TypeError} If it has neither an oracle nor `accept`, or both.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { tableCase } from "./table_case.ts";
 * const mean = tableCase<{ mean(x: number[]): number }, readonly [number[]]>({
 *   name: "the mean of numbers", misconception: "…", hints: ["…"], call: "mean", tolerance: 1e-9,
 *   rows: [[[1, 2, 3]], [[0.1, 0.2]]],
 *   oracle: (x) => x.reduce((sum, v) => sum + v, 0) / x.length,
 * });
 * assertEquals(mean.judge(mean.input(undefined as never), [2, 0.3]), {
 *   input: "mean([0.1, 0.2])", expected: "0.15000000000000002", got: "0.3",
 * });
 * ```
 */
export function tableCase<Given, Row extends readonly unknown[]>(spec: TableCaseSpec<Given, Row>): Case<Given> {
  const { call, rows, oracle, accept, tolerance = 0, frozen = false, uses = {}, shownAs, ...texts } = spec;
  if ((oracle === undefined) === (accept === undefined)) {
    const value = oracle ? "both" : "neither";
    throw new TypeError(`Cannot make a table case: give it an oracle or accept: current value is ${value}`);
  }
  const name = typeof call === "string" ? call : shownAs ?? call.name;
  const byName = typeof call === "string";
  const callRow = byName ? () => undefined : call;
  const showRow = (row: readonly unknown[]) => `${name}(${row.map(shownValue).join(", ")})`;
  const judgeRow = (row: Row, got: unknown): Failure | undefined => {
    if (accept) {
      const failure = accept(got, ...row);
      return failure && { input: showRow(row), ...failure };
    }
    const expected = oracle!(...row);
    if (expected === REFUSED) {
      const isRefusal = typeof got === "object" && got !== null && (got as { refused?: unknown }).refused === true;
      return isRefusal ? undefined : { input: showRow(row), expected: "an error is thrown", got: shownValue(got) };
    }
    const differs = difference(expected, got, { tolerance });
    if (!differs) return undefined;
    const note = differs.note ? `: ${differs.note}` : "";
    return { input: showRow(row), expected: shownValue(expected), got: `${shownValue(got)}${note}` };
  };
  const one: Case<Given, Table> = {
    ...texts,
    uses: { ...uses, callRow, frozenRow },
    input(random) {
      const drawn = typeof rows === "function" ? rows(random) : rows;
      const refused = oracle ? drawn.flatMap((row, i) => oracle(...row) === REFUSED ? [i] : []) : [];
      return { name, byName, rows: drawn, refused, frozen };
    },
    show: (table, step) =>
      step !== undefined && table.rows[step]
        ? showRow(table.rows[step])
        : table.rows.length === 1
        ? showRow(table.rows[0]!)
        : `${showRow(table.rows[0]!)} and ${table.rows.length - 1} more`,
    async drive(given, table, child: ChildTools) {
      const results: unknown[] = [];
      for (let i = 0; i < table.rows.length; i++) {
        child.step(i);
        const row = table.frozen ? frozenRow(table.rows[i]!) : table.rows[i]!;
        try {
          const functions = given as Record<string, (...row: readonly unknown[]) => unknown>;
          results[i] = await (table.byName ? functions[table.name]!(...row) : callRow(given, ...row as unknown as Row));
        } catch (error) {
          if (table.refused.indexOf(i) === -1) throw error;
          results[i] = { refused: true };
        }
      }
      return results;
    },
    judge(table, evidence) {
      if (!Array.isArray(evidence) || evidence.length !== table.rows.length) {
        const shown = shownValue(evidence);
        throw new TypeError(`Cannot judge a table: there must be one result a row: current value is ${shown}`);
      }
      for (const [i, row] of table.rows.entries()) {
        const failure = judgeRow(row as Row, evidence[i]);
        if (failure) return failure;
      }
    },
  };
  return one as Case<Given>;
}

/** Runs in the child: the row, with every list and record in it frozen. */
function frozenRow(row: readonly unknown[]): readonly unknown[] {
  const freeze = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const part of Object.values(value)) freeze(part);
    Object.freeze(value);
  };
  for (const value of row) freeze(value);
  return row;
}
