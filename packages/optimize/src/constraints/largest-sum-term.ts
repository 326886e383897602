import type { RiskTerm } from "../risks/risk-kind.ts";
import { tailTerm } from "../risks/tail-term.ts";

/** Sum of the `count` largest of some numbers. */
export function sumOfLargest(numbers: Float64Array, count: number): number {
  const sorted = numbers.slice().sort();
  let sum = 0;
  for (let k = sorted.length - Math.min(count, sorted.length); k < sorted.length; k += 1) sum += sorted[k]!;
  return sum;
}

/**
 * Sum of the `count` largest weights, or of the largest in size, among some assets. It is the worst tail of as many
 * scenarios, in each of which one asset loses everything or, for sizes, gains as much as it was worth: the scenario
 * solvers and proofs serve it.
 */
export function largestSumTerm(size: number, indices: Int32Array, count: number, sizes: boolean): RiskTerm {
  const signs = sizes ? [-1, 1] : [-1];
  const rows = indices.length * signs.length;
  const values = new Float64Array(rows * size);
  signs.forEach((sign, block) => {
    indices.forEach((index, k) => (values[(block * indices.length + k) * size + index] = sign));
  });
  const tail = { sign: 1, centre: undefined, target: 0, upper: 1, total: count } as const;
  const term = tailTerm("largest-sum", { rows, values }, [tail], (series) =>
    sumOfLargest(
      series.map((value) => -value),
      count,
    ),
  );
  return {
    ...term,
    magnitude(weights, slopes) {
      slopes.fill(0);
      let sum = 0;
      for (const index of indices) {
        slopes[index] = 1;
        sum += Math.abs(weights[index]!);
      }
      return sum;
    },
  };
}
