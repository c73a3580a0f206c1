/**
 * Jacobi's rotations as a textbook has them, on arrays of arrays: the naive floor of the benchmarks of decompositions.
 *
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., §8.5.3 (eigenvalues) and §8.6.3 (singular values).
 *
 * @module
 */

const SWEEPS = 30;

/** Cosine and sine of the rotation that removes `beside` from the symmetric matrix (first, beside; beside, second). */
function rotation(beside: number, { first, second }: { readonly first: number; readonly second: number }) {
  const cotangent = (second - first) / (2 * beside);
  const tangent = Math.sign(cotangent || 1) / (Math.abs(cotangent) + Math.sqrt(1 + cotangent * cotangent));
  const cosine = 1 / Math.sqrt(1 + tangent * tangent);
  return { cosine, sine: cosine * tangent };
}

function turn(x: number[], y: number[], { cosine, sine }: { readonly cosine: number; readonly sine: number }): void {
  for (let k = 0; k < x.length; k++) {
    const [left, right] = [x[k]!, y[k]!];
    x[k] = cosine * left - sine * right;
    y[k] = sine * left + cosine * right;
  }
}

const dot = (x: readonly number[], y: readonly number[]) => x.reduce((sum, value, k) => sum + value * y[k]!, 0);

/** The singular values of a matrix given by its columns, which it makes orthogonal; with the right vectors. */
export function jacobiSingularValues(columns: number[][]): number[] {
  const vectors = columns.map((_, i) => columns.map((_, j) => i === j ? 1 : 0));
  for (let sweep = 0, turned = true; turned && sweep < SWEEPS; sweep++) {
    turned = false;
    for (let i = 0; i < columns.length; i++) {
      for (let j = i + 1; j < columns.length; j++) {
        const [x, y] = [columns[i]!, columns[j]!];
        const [first, second, beside] = [dot(x, x), dot(y, y), dot(x, y)];
        if (Math.abs(beside) <= 1e-14 * Math.sqrt(first * second)) continue;
        turned = true;
        const angle = rotation(beside, { first, second });
        turn(x, y, angle);
        turn(vectors[i]!, vectors[j]!, angle);
      }
    }
  }
  return columns.map((column) => Math.sqrt(dot(column, column))).sort((a, b) => b - a);
}

/** The eigenvalues of a symmetric matrix, which it makes diagonal; with the vectors. */
export function jacobiEigenvalues(a: number[][]): number[] {
  const vectors = a.map((_, i) => a.map((_, j) => i === j ? 1 : 0));
  for (let sweep = 0, turned = true; turned && sweep < SWEEPS; sweep++) {
    turned = false;
    for (let i = 0; i < a.length; i++) {
      for (let j = i + 1; j < a.length; j++) {
        const beside = a[i]![j]!;
        if (Math.abs(beside) <= 1e-15 * Math.sqrt(Math.abs(a[i]![i]! * a[j]![j]!))) continue;
        turned = true;
        const angle = rotation(beside, { first: a[i]![i]!, second: a[j]![j]! });
        turn(a[i]!, a[j]!, angle);
        for (const row of a) {
          const [left, right] = [row[i]!, row[j]!];
          row[i] = angle.cosine * left - angle.sine * right;
          row[j] = angle.sine * left + angle.cosine * right;
        }
        turn(vectors[i]!, vectors[j]!, angle);
      }
    }
  }
  return a.map((row, i) => row[i]!).sort((a, b) => a - b);
}
