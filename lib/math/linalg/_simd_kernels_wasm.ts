/**
 * The code of the kernels over rows, in WebAssembly: inner products, sums of multiples, rotations.
 *
 * Each kernel is one loop along a row, four doubles a step: two pairs, so that one can be computed while the other is
 * read. Kernels that exist for several rows share between them what is read of a vector: for one row, half of the time
 * would go into reading it again.
 *
 * **Invariant.** A loop over n doubles touches n rounded up to the next multiple of four. It does nothing for n = 0.
 *
 * Not here on purpose: the memory and the calls (`_simd_kernels.ts`), how instructions become bytes
 * (`wasm_assembler.ts`).
 *
 * @module
 */
import * as code from "./wasm_assembler.ts";
import type { Code, CodeFunction, Variable } from "./wasm_assembler.ts";

/** Bytes of a double. */
export const BYTES = 8;
/** Doubles of a step. */
export const STEP_DOUBLES = 4;
/** Rows that share what is read of a vector; each kernel also exists for one row. */
export const UNROLL = 4;

/** The kernels by name; those for several rows end in how many. */
export function rowKernelCode(): CodeFunction[] {
  return [
    dotCode(),
    rotateCode(),
    ...[1, UNROLL].flatMap((rows) => [
      rotateUpwardsCode(rows),
      ...([1, 2] as const).flatMap((vectors) => [
        sumsAlongRowsCode("multiplyRows", { together: rows, vectors, term: multiply }),
        sumsAlongRowsCode("squaredDistances", { together: rows, vectors, term: squareOfDifference }),
        addMultiplesCode(rows, vectors),
      ]),
    ]),
  ];
}

const { add, sequence, integer, load, loadDouble, multiply, store, subtract } = code;
const OFFSETS = [0, 16]; // of the pairs of doubles in a step
const STEP = integer(STEP_DOUBLES * BYTES);
const repeated = <Item>(count: number, make: () => Item): Item[] => Array.from({ length: count }, make);

/** A loop over all entries of a row: `first` runs to its end and `others` beside it, four doubles a step. */
function alongRows(
  { first, others, bytes, end, body }: {
    readonly first: Variable;
    readonly others: readonly Variable[];
    readonly bytes: Variable;
    readonly end: Variable;
    readonly body: Code;
  },
): Code {
  const steps = [first, ...others].map((pointer) => pointer.set(code.addIntegers(pointer.value, STEP)));
  return sequence(
    end.set(code.addIntegers(first.value, bytes.value)),
    code.loopWhileLess(first, { end, body: sequence(body, ...steps) }),
  );
}

/** Points to rows one after the other, the first at `address`. */
function pointTo(rows: readonly Variable[], { address, stride }: { address: Variable; stride: Variable }): Code {
  return rows.flatMap((row, i) =>
    row.set(i === 0 ? address.value : code.addIntegers(rows[i - 1]!.value, stride.value))
  );
}

/** The sum of all entries of some pairs. */
function sumOf(sums: readonly Variable[]): Code {
  const [pair] = sums;
  return sequence(
    ...sums.slice(1).map((other) => pair!.set(add(pair!.value, other.value))),
    code.addDoubles(code.extractLane(pair!.value, 0), code.extractLane(pair!.value, 1)),
  );
}

function dotCode(): CodeFunction {
  return {
    name: "dot",
    parameters: ["i32", "i32", "i32"],
    result: "f64",
    body: ([x, y, bytes], local) => {
      const end = local("i32");
      const sums = OFFSETS.map(() => local("f64x2"));
      const body = OFFSETS.flatMap((offset, u) =>
        sums[u]!.set(add(sums[u]!.value, multiply(load(x!.value, offset), load(y!.value, offset))))
      );
      return sequence(alongRows({ first: x!, others: [y!], bytes: bytes!, end, body }), sumOf(sums));
    },
  };
}

function rotateCode(): CodeFunction {
  return {
    name: "rotate",
    parameters: ["i32", "i32", "i32", "f64", "f64"],
    body: ([x, y, bytes, cosine, sine], local) => {
      const [end, c, s, left, right] = [local("i32"), ...repeated(4, () => local("f64x2"))] as const;
      const body = OFFSETS.flatMap((offset) => [
        ...left!.set(load(x!.value, offset)),
        ...right!.set(load(y!.value, offset)),
        ...store(x!.value, {
          value: subtract(multiply(c!.value, left!.value), multiply(s!.value, right!.value)),
          offset,
        }),
        ...store(y!.value, { value: add(multiply(s!.value, left!.value), multiply(c!.value, right!.value)), offset }),
      ]);
      return sequence(
        c!.set(code.splat(cosine!.value)),
        s!.set(code.splat(sine!.value)),
        alongRows({ first: x!, others: [y!], bytes: bytes!, end, body }),
      );
    },
  };
}

/** The row in common of two rotations stays in registers between them. */
function rotateUpwardsCode(rotations: number): CodeFunction {
  return {
    name: `rotateUpwards${rotations}`,
    parameters: ["i32", "i32", "i32", "i32"],
    body: ([last, stride, at, bytes], local) => {
      const end = local("i32");
      const rows = [last!, ...repeated(rotations, () => local("i32"))];
      const [cosines, sines] = [0, 1].map(() => repeated(rotations, () => local("f64x2"))) as [Variable[], Variable[]];
      const common = OFFSETS.map(() => local("f64x2"));
      const above = OFFSETS.map(() => local("f64x2"));
      const oneRotation = (i: number) =>
        OFFSETS.flatMap((offset, u) => [
          ...above[u]!.set(load(rows[i + 1]!.value, offset)),
          ...store(rows[i]!.value, {
            value: add(multiply(sines[i]!.value, above[u]!.value), multiply(cosines[i]!.value, common[u]!.value)),
            offset,
          }),
          ...common[u]!.set(
            subtract(multiply(cosines[i]!.value, above[u]!.value), multiply(sines[i]!.value, common[u]!.value)),
          ),
        ]);
      const body = sequence(
        ...OFFSETS.map((offset, u) => common[u]!.set(load(last!.value, offset))),
        ...cosines.map((_, i) => oneRotation(i)),
        ...OFFSETS.map((offset, u) => store(rows.at(-1)!.value, { value: common[u]!.value, offset })),
      );
      return sequence(
        ...rows.slice(1).map((row, i) => row.set(code.subtractIntegers(rows[i]!.value, stride!.value))),
        ...cosines.map((cosine, i) => cosine.set(code.splat(loadDouble(at!.value, 16 * i)))),
        ...sines.map((sine, i) => sine.set(code.splat(loadDouble(at!.value, 16 * i + BYTES)))),
        alongRows({ first: last!, others: rows.slice(1), bytes: bytes!, end, body }),
      );
    },
  };
}

/** What an entry of a row and one of a vector add to the sum of the row. */
type Term = (entry: Code, other: Code, local: Variable) => Code;

const squareOfDifference: Term = (entry, other, difference) =>
  sequence(difference.set(subtract(entry, other)), multiply(difference.value, difference.value));

/**
 * For some rows and one or two vectors the sums of a term: products, or squared differences. Parameters are the
 * vectors, then where the sums of each go.
 */
function sumsAlongRowsCode(
  name: string,
  { together, vectors, term }: { readonly together: number; readonly vectors: 1 | 2; readonly term: Term },
): CodeFunction {
  return {
    name: `${name}${together}by${vectors}`,
    parameters: ["i32", "i32", "i32", ...repeated(2 * vectors, () => "i32" as const)],
    body: ([address, stride, bytes, ...others], local) => {
      const [factors, into] = [others.slice(0, vectors), others.slice(vectors)];
      const end = local("i32");
      const rows = repeated(together, () => local("i32"));
      // One vector needs two sums for each row, so that one is not waited for; two have enough to do.
      const sums = rows.map(() => factors.map(() => repeated(3 - vectors, () => local("f64x2"))));
      const entries = factors.map(() => local("f64x2"));
      const entry = local("f64x2");
      const spare = local("f64x2");
      const oneRow = (i: number, { offset, u }: { readonly offset: number; readonly u: number }) =>
        sequence(
          entry.set(load(rows[i]!.value, offset)),
          ...entries.map((other, v) => {
            const sum = sums[i]![v]![u % (3 - vectors)]!;
            return sum.set(add(sum.value, term(entry.value, other.value, spare)));
          }),
        );
      const body = OFFSETS.map((offset, u) =>
        sequence(
          ...entries.map((other, v) => other.set(load(factors[v]!.value, offset))),
          ...rows.map((_, i) => oneRow(i, { offset, u })),
        )
      );
      return sequence(
        pointTo(rows, { address: address!, stride: stride! }),
        alongRows({
          first: factors[0]!,
          others: [...factors.slice(1), ...rows],
          bytes: bytes!,
          end,
          body: sequence(...body),
        }),
        ...sums.flatMap((ofRow, i) =>
          ofRow.map((pairs, v) => code.storeDouble(into[v]!.value, { value: sumOf(pairs), offset: i * BYTES }))
        ),
      );
    },
  };
}

/**
 * Some rows and multiples of one or two vectors: parameters are the vectors, where the factors of each are, and a
 * scale.
 */
function addMultiplesCode(together: number, vectors: 1 | 2): CodeFunction {
  return {
    name: `addMultiples${together}of${vectors}`,
    parameters: ["i32", "i32", "i32", ...repeated(2 * vectors, () => "i32" as const), "f64"],
    body: ([address, stride, bytes, ...others], local) => {
      const [added, factors, scale] = [others.slice(0, vectors), others.slice(vectors, -1), others.at(-1)!];
      const end = local("i32");
      const rows = repeated(together, () => local("i32"));
      const multiples = rows.map(() => added.map(() => local("f64x2")));
      const entries = added.map(() => local("f64x2"));
      const oneRow = (row: Variable, { i, offset }: { readonly i: number; readonly offset: number }) => {
        const products = entries.map((entry, v) => multiply(multiples[i]![v]!.value, entry.value));
        return store(row.value, { value: add(load(row.value, offset), products.reduce(add)), offset });
      };
      const body = OFFSETS.map((offset) =>
        sequence(
          ...entries.map((entry, v) => entry.set(load(added[v]!.value, offset))),
          ...rows.map((row, i) => oneRow(row, { i, offset })),
        )
      );
      const scaled = (i: number, v: number) =>
        code.splat(code.multiplyDoubles(scale.value, loadDouble(factors[v]!.value, i * BYTES)));
      return sequence(
        pointTo(rows, { address: address!, stride: stride! }),
        ...multiples.flatMap((ofRow, i) => ofRow.map((multiple, v) => multiple.set(scaled(i, v)))),
        alongRows({
          first: added[0]!,
          others: [...added.slice(1), ...rows],
          bytes: bytes!,
          end,
          body: sequence(...body),
        }),
      );
    },
  };
}
