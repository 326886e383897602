import { GaussianHmm } from "@plimsoll/ml";
import { RandomStream } from "@plimsoll/numeric";
import type { Benchmark } from "./benchmark.ts";

const rows = 5_000;
const columns = 5;
const random = RandomStream.of(1);
const values = new Float64Array(rows * columns);
for (let t = 0; t < rows; t++) {
  const scale = 1 + (Math.floor(t / 250) % 3);
  for (let j = 0; j < columns; j++) values[t * columns + j] = scale * random.normal();
}
const iterations = 50;

export const benchmarks: readonly Benchmark[] = [
  {
    // hmmlearn's C++ takes 3.35 ms an iteration
    name: `Gaussian HMM, 3 states, 5 x 5 full, 5000 rows, ${iterations} EM iterations`,
    target: 3 * iterations,
    run: () =>
      GaussianHmm.fit(
        { values, columns },
        { states: 3, seed: 1, restarts: 1, maxIterations: iterations, tolerance: 0 },
      ),
  },
];
