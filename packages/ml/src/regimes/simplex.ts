/** A probability nearer to 0 than this sits on its bound: it doesn't move when the others do. */
const EDGE = 1e-7;

function largestOf(rows: Float64Array, from: number, width: number): number {
  let largest = 0;
  for (let j = 1; j < width; j++) if (rows[from + j]! > rows[from + largest]!) largest = j;
  return largest;
}

/** The free entries of laws of `width` probabilities: all but the largest of each row, which is 1 less the others. */
export function freeLaws(rows: Float64Array, width: number): { readonly values: number[]; readonly scales: number[] } {
  const values: number[] = [];
  const scales: number[] = [];
  for (let from = 0; from < rows.length; from += width) {
    const rest = largestOf(rows, from, width);
    for (let j = 0; j < width; j++) {
      if (j === rest) continue;
      const probability = rows[from + j]!;
      values.push(probability);
      scales.push(probability < EDGE ? 0 : probability);
    }
  }
  return { values, scales };
}

/** The laws that {@link freeLaws} read, with other values; `take` gives them in turn. */
export function withFreeLaws(rows: Float64Array, width: number, take: () => number): Float64Array {
  const result = rows.slice();
  for (let from = 0; from < rows.length; from += width) {
    const rest = largestOf(rows, from, width);
    let others = 0;
    for (let j = 0; j < width; j++) {
      if (j === rest) continue;
      result[from + j] = take();
      others += result[from + j]!;
    }
    result[from + rest] = 1 - others;
  }
  return result;
}

/** Rounding leaves sums of probabilities a few units off 1; a law must not be. */
export function normalizeLaw(law: Float64Array): Float64Array {
  let total = 0;
  for (const probability of law) total += probability;
  return law.map((probability) => probability / total);
}

/** {@link normalizeLaw} for rows of `width`; undefined where an entry isn't a probability. */
export function normalizeLaws(rows: Float64Array, width: number): Float64Array | undefined {
  if (!rows.every((probability) => probability >= 0)) return undefined;
  const result = new Float64Array(rows.length);
  for (let from = 0; from < rows.length; from += width) {
    result.set(normalizeLaw(rows.subarray(from, from + width)), from);
  }
  return result;
}
