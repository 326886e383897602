/** Markov-switching models. bench/peers/switching.py fits the same series with statsmodels. */
import { fitMarkovSwitching, type MarkovSwitchingOptions } from "@plimsoll/ml";
import { RandomStream } from "@plimsoll/numeric";
import type { Benchmark } from "./benchmark.ts";

/** Growth of two regimes with an AR(4) of deviations, as Hamilton's. */
export const growth: readonly number[] = (() => {
  const random = RandomStream.of("switching growth");
  let state = 1;
  const past = [0, 0, 0, 0];
  return Array.from({ length: 500 }, () => {
    if (random.uniform() < (state === 0 ? 0.25 : 0.1)) state = 1 - state;
    const deviation = 0.2 * past[0]! + 0.1 * past[1]! - 0.1 * past[3]! + 0.7 * random.normal();
    past.unshift(deviation);
    past.length = 4;
    return (state === 0 ? -0.8 : 1.2) + deviation;
  });
})();

/** Returns of regimes from calm to wild. */
function returnsOf(deviations: readonly number[]): readonly number[] {
  const random = RandomStream.of("switching returns");
  let state = 0;
  return Array.from({ length: 2000 }, () => {
    if (random.uniform() < 0.03) state = random.integer(deviations.length);
    return 0.1 - 0.1 * state + deviations[state]! * random.normal();
  });
}
const two = returnsOf([0.7, 2]);
const three = returnsOf([0.5, 1.5, 4]);

/** What is fitted, by the name under which the peer knows it. */
export const models: Readonly<
  Record<string, { readonly y: readonly number[]; readonly options: Omit<MarkovSwitchingOptions, "seed"> }>
> = {
  "AR(4) around a switching mean, 500 rows": { y: growth, options: { states: 2, order: 4 } },
  "switching mean and variance, 2000 rows": { y: two, options: { states: 2, variance: "switching" } },
  "switching mean and variance, 3 states, 2000 rows": { y: three, options: { states: 3, variance: "switching" } },
};

const known = fitMarkovSwitching(growth, { states: 2, order: 4, seed: 1, restarts: 3 });

export const benchmarks: readonly Benchmark[] = [
  ...Object.entries(models).map(([name, { y, options }]) => ({
    name: `${name}, fit from 20 starts with standard errors`,
    run: () => fitMarkovSwitching(y, { ...options, seed: 1 }),
  })),
  { name: "filter of 500 rows, AR(4), 32 histories", run: () => known.filter(growth) },
  { name: "smoother of 500 rows, AR(4), 32 histories", run: () => known.smooth(growth) },
];
