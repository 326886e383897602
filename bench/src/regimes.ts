import { DiscreteHmm, GaussianHmm, MixtureHmm, StudentTHmm } from "@plimsoll/ml";
import { RandomStream } from "@plimsoll/numeric";
import type { Benchmark } from "./benchmark.ts";

const rows = 5_000;
const columns = 5;

/** Rows whose scale changes every 250; a stretch of normals. */
export function regimeRows(): Float64Array {
  const random = RandomStream.of(1);
  const values = new Float64Array(rows * columns);
  for (let t = 0; t < rows; t++) {
    const scale = 1 + (Math.floor(t / 250) % 3);
    for (let j = 0; j < columns; j++) values[t * columns + j] = scale * random.normal();
  }
  return values;
}

const values = regimeRows();
const symbols = values
  .filter((_, index) => index % columns === 0)
  .map((x) => Math.min(9, Math.max(0, Math.round(x + 4.5))));
const iterations = 50;
// one start is screened for 25 iterations before it goes on, so that a fit makes 25 more
const fixed = { states: 3, seed: 1, restarts: 1, maxIterations: iterations - 25, tolerance: -Infinity } as const;
const model = GaussianHmm.fit({ values, columns }, { ...fixed, maxIterations: 200, tolerance: 1e-8 });
const online = model.online();
const row = values.subarray(0, columns);

export const benchmarks: readonly Benchmark[] = [
  {
    // hmmlearn's C++ takes 3.35 ms an iteration
    name: `Gaussian HMM, 3 states, 5 x 5 full, 5000 rows, ${iterations} EM iterations`,
    target: 3 * iterations,
    run: () => GaussianHmm.fit({ values, columns }, fixed),
  },
  {
    name: `Gaussian HMM, the same with diagonal covariances, ${iterations} EM iterations`,
    run: () => GaussianHmm.fit({ values, columns }, { ...fixed, covariance: "diagonal" }),
  },
  {
    name: `Student-t HMM, the same with estimated degrees of freedom, ${iterations} ECM iterations`,
    run: () => StudentTHmm.fit({ values, columns }, fixed),
  },
  {
    name: `mixture HMM, the same with 2 components a state, ${iterations} EM iterations`,
    run: () => MixtureHmm.fit({ values, columns }, fixed),
  },
  {
    name: `discrete HMM, 3 states, 10 symbols, 5000 rows, ${iterations} EM iterations`,
    run: () => DiscreteHmm.fit(symbols, fixed),
  },
  { name: "Gaussian HMM, filter 5000 rows", run: () => model.filter(values) },
  { name: "Gaussian HMM, smooth 5000 rows", run: () => model.smooth(values) },
  { name: "Gaussian HMM, decode 5000 rows", run: () => model.decode(values) },
  {
    name: "Gaussian HMM, 1000 rows one at a time",
    run: () => {
      for (let t = 0; t < 1_000; t++) online.update(row);
    },
  },
];
