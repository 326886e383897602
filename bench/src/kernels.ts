/** The dense kernels of numeric, warm, on the backend of this engine. */
import { choleskyFactor, gemm, RandomStream, symmetricEigen, syrk } from "@plimsoll/numeric";
import type { Benchmark } from "./benchmark.ts";

const history = RandomStream.of("history").fillNormal(new Float64Array(2500 * 500));
const product = new Float64Array(500 * 500);
const wide = RandomStream.of("wide").fillNormal(new Float64Array(1200 * 1000));
const covariance = syrk(wide, 1200, 1000);
const factor = new Float64Array(1000 * 1000);
const symmetric = syrk(history.subarray(0, 700 * 500), 700, 500);
const smaller = syrk(history.subarray(0, 300 * 200), 300, 200);

export const benchmarks: readonly Benchmark[] = [
  { name: "syrk 2500 x 500", target: 50, run: () => void syrk(history, 2500, 500, product) },
  { name: "gemm 500 x 500 x 500", run: () => void gemm(history, history, 500, 500, 500, product) },
  { name: "Cholesky 500", run: () => void choleskyFactor(symmetric, 500, factor) },
  { name: "Cholesky 1000", target: 25, run: () => void choleskyFactor(covariance, 1000, factor) },
  { name: "symmetric eigen 200", run: () => void symmetricEigen(smaller, 200) },
  { name: "symmetric eigen 500", target: 120, run: () => void symmetricEigen(symmetric, 500) },
  { name: "normal draws, 100 000", run: () => void RandomStream.of(1).fillNormal(history.subarray(0, 100_000)) },
];
