/**
 * The code of the kernels over rows, in WebAssembly: inner products, sums of multiples, rotations.
 *
 * Each kernel is one loop along a row, four doubles a step: two pairs, so that one can be computed while the other is
 * read. Kernels that exist for several rows share between them what is read of a vector: for one row, half of the time
 * would go into reading it again.
 *
 * **Invariant.** A loop over n doubles touches n rounded up to the next multiple of four. It does nothing for n = 0.
 *
 * Not here on purpose: the memory and the calls (`row_kernels.ts`), how instructions become bytes
 * (`webassembly_code.ts`).
 *
 * @module
 */
import * as code from "./webassembly_code.ts";
import type { Code, CodeFunction, Variable } from "./webassembly_code.ts";

/** Bytes of a double. */
export const BYTES = 8;
/** Doubles of a step. */
export const STEP_DOUBLES = 4;
/** Rows that share what is read of a vector; each kernel also exists for one row. */
export const TOGETHER = 4;

/** The kernels by name; those for several rows end in how many. */
export function rowKernelCode(): CodeFunction[] {
  return [
    dotCode(),
    rotateCode(),
    ...[1, TOGETHER].flatMap((rows) => [
      rotateUpwardsCode(rows),
      multiplyRowsCode(rows),
      addMultiplesCode(rows),
      subtractBothProductsCode(rows),
    ]),
  ];
}

const { add, inOrder, integer, load, loadDouble, multiply, store, subtract } = code;
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
  const steps = [first, ...others].map((pointer) => pointer.become(code.addIntegers(pointer.value, STEP)));
  return inOrder(
    end.become(code.addIntegers(first.value, bytes.value)),
    code.whileLess(first, { end, body: inOrder(body, ...steps) }),
  );
}

/** Points to rows one after the other, the first at `address`. */
function pointTo(rows: readonly Variable[], { address, stride }: { address: Variable; stride: Variable }): Code {
  return rows.flatMap((row, i) =>
    row.become(i === 0 ? address.value : code.addIntegers(rows[i - 1]!.value, stride.value))
  );
}

/** The sum of all entries of some pairs. */
function sumOf(sums: readonly Variable[]): Code {
  const [pair] = sums;
  return inOrder(
    ...sums.slice(1).map((other) => pair!.become(add(pair!.value, other.value))),
    code.addDoubles(code.half(pair!.value, 0), code.half(pair!.value, 1)),
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
        sums[u]!.become(add(sums[u]!.value, multiply(load(x!.value, offset), load(y!.value, offset))))
      );
      return inOrder(alongRows({ first: x!, others: [y!], bytes: bytes!, end, body }), sumOf(sums));
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
        ...left!.become(load(x!.value, offset)),
        ...right!.become(load(y!.value, offset)),
        ...store(x!.value, {
          value: subtract(multiply(c!.value, left!.value), multiply(s!.value, right!.value)),
          offset,
        }),
        ...store(y!.value, { value: add(multiply(s!.value, left!.value), multiply(c!.value, right!.value)), offset }),
      ]);
      return inOrder(
        c!.become(code.twice(cosine!.value)),
        s!.become(code.twice(sine!.value)),
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
          ...above[u]!.become(load(rows[i + 1]!.value, offset)),
          ...store(rows[i]!.value, {
            value: add(multiply(sines[i]!.value, above[u]!.value), multiply(cosines[i]!.value, common[u]!.value)),
            offset,
          }),
          ...common[u]!.become(
            subtract(multiply(cosines[i]!.value, above[u]!.value), multiply(sines[i]!.value, common[u]!.value)),
          ),
        ]);
      const body = inOrder(
        ...OFFSETS.map((offset, u) => common[u]!.become(load(last!.value, offset))),
        ...cosines.map((_, i) => oneRotation(i)),
        ...OFFSETS.map((offset, u) => store(rows.at(-1)!.value, { value: common[u]!.value, offset })),
      );
      return inOrder(
        ...rows.slice(1).map((row, i) => row.become(code.subtractIntegers(rows[i]!.value, stride!.value))),
        ...cosines.map((cosine, i) => cosine.become(code.twice(loadDouble(at!.value, 16 * i)))),
        ...sines.map((sine, i) => sine.become(code.twice(loadDouble(at!.value, 16 * i + BYTES)))),
        alongRows({ first: last!, others: rows.slice(1), bytes: bytes!, end, body }),
      );
    },
  };
}

function multiplyRowsCode(together: number): CodeFunction {
  return {
    name: `multiplyRows${together}`,
    parameters: ["i32", "i32", "i32", "i32", "i32"],
    body: ([address, stride, bytes, x, into], local) => {
      const end = local("i32");
      const rows = repeated(together, () => local("i32"));
      const factors = OFFSETS.map(() => local("f64x2"));
      const sums = rows.map(() => OFFSETS.map(() => local("f64x2")));
      const body = OFFSETS.flatMap((offset, u) => [
        ...factors[u]!.become(load(x!.value, offset)),
        ...rows.flatMap((row, i) =>
          sums[i]![u]!.become(add(sums[i]![u]!.value, multiply(load(row.value, offset), factors[u]!.value)))
        ),
      ]);
      return inOrder(
        pointTo(rows, { address: address!, stride: stride! }),
        alongRows({ first: x!, others: rows, bytes: bytes!, end, body }),
        ...sums.map((pairs, i) => code.storeDouble(into!.value, { value: sumOf(pairs), offset: i * BYTES })),
      );
    },
  };
}

function addMultiplesCode(together: number): CodeFunction {
  return {
    name: `addMultiples${together}`,
    parameters: ["i32", "i32", "i32", "i32", "i32", "f64"],
    body: ([address, stride, bytes, x, factors, scale], local) => {
      const end = local("i32");
      const rows = repeated(together, () => local("i32"));
      const multiples = rows.map(() => local("f64x2"));
      const added = OFFSETS.map(() => local("f64x2"));
      const body = OFFSETS.flatMap((offset, u) => [
        ...added[u]!.become(load(x!.value, offset)),
        ...rows.flatMap((row, i) => {
          const value = add(load(row.value, offset), multiply(multiples[i]!.value, added[u]!.value));
          return store(row.value, { value, offset });
        }),
      ]);
      return inOrder(
        pointTo(rows, { address: address!, stride: stride! }),
        ...multiples.map((multiple, i) =>
          multiple.become(code.twice(code.multiplyDoubles(scale!.value, loadDouble(factors!.value, i * BYTES))))
        ),
        alongRows({ first: x!, others: rows, bytes: bytes!, end, body }),
      );
    },
  };
}

function subtractBothProductsCode(together: number): CodeFunction {
  return {
    name: `subtractBothProducts${together}`,
    parameters: ["i32", "i32", "i32", "i32", "i32", "i32"],
    body: ([address, stride, bytes, x, y, from], local) => {
      const end = local("i32");
      const rows = repeated(together, () => local("i32"));
      const [ofX, ofY] = [0, 1].map(() => rows.map(() => local("f64x2"))) as [Variable[], Variable[]];
      const [px, py] = [local("f64x2"), local("f64x2")];
      const body = OFFSETS.flatMap((offset) => [
        ...px.become(load(x!.value, offset)),
        ...py.become(load(y!.value, offset)),
        ...rows.flatMap((row, i) => {
          const products = add(multiply(ofX[i]!.value, py.value), multiply(ofY[i]!.value, px.value));
          return store(row.value, { value: subtract(load(row.value, offset), products), offset });
        }),
      ]);
      const entry = (vector: Variable, i: number) =>
        code.twice(loadDouble(code.addIntegers(vector.value, from!.value), i * BYTES));
      return inOrder(
        pointTo(rows, { address: address!, stride: stride! }),
        ...rows.flatMap((_, i) => [ofX[i]!.become(entry(x!, i)), ofY[i]!.become(entry(y!, i))]),
        alongRows({ first: x!, others: [y!, ...rows], bytes: bytes!, end, body }),
      );
    },
  };
}
