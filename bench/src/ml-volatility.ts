/** Volatility models on 5000 returns. bench/peers/volatility.py fits the same series with arch. */
import { fitGarch, fixGarch, type GarchOptions, simulateGarch } from "@plimsoll/ml";
import type { Benchmark } from "./benchmark.ts";

const length = 5_000;
export const { returns } = simulateGarch(
  { model: "gjr-garch", distribution: "student-t" },
  { mu: 0.05, omega: 0.03, alpha: 0.04, gamma: 0.1, beta: 0.88, degreesOfFreedom: 7 },
  { seed: "volatility models", length },
);

const fit = (name: string, options: GarchOptions, target?: number): Benchmark => ({
  name: `${name}, ${length} returns`,
  ...(target === undefined ? {} : { target }),
  run: () => fitGarch(returns, options),
});

const known = fixGarch(returns, { mu: 0.05, omega: 0.04, alpha: 0.09, beta: 0.88 });
const power = fixGarch(
  returns,
  { mu: 0.05, omega: 0.04, alpha: 0.09, gamma: 0.4, beta: 0.86, delta: 1.3 },
  { model: "aparch" },
);

export const benchmarks: readonly Benchmark[] = [
  fit("GARCH(1,1) fit", {}, 15),
  {
    name: `GARCH(1,1) fit with robust standard errors, ${length} returns`,
    run: () => fitGarch(returns).standardErrors,
  },
  fit("GJR fit, Student-t", { model: "gjr-garch", distribution: "student-t" }),
  fit("EGARCH fit, skewed t", { model: "egarch", distribution: "skew-t" }),
  fit("TARCH fit, GED", { model: "tarch", distribution: "ged" }),
  fit("APARCH fit", { model: "aparch" }),
  fit("FIGARCH fit, 1000 lags", { model: "figarch" }),
  fit("AR(2) mean with the variance in it, GARCH(1,1) fit", { mean: { ar: 2, inMean: "variance" } }),
  { name: `filter of ${length} returns, GARCH(1,1)`, run: () => known.filter(returns) },
  {
    name: "1000 updates of a tracker, GARCH(1,1)",
    run: () => {
      const tracker = known.track();
      for (let t = 0; t < 1_000; t++) tracker.update(returns[t]!);
      return tracker.nextVolatility;
    },
  },
  { name: "forecast 10 rows ahead by 5000 paths, APARCH", run: () => power.forecast({ horizon: 10 }) },
];
