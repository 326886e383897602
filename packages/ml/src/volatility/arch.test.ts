import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { InnovationDistribution } from "./distributions/innovation-law.ts";
import { innovationLaws } from "./distributions/table.ts";
import { specificationOf } from "./garch-options.ts";
import { fitGarch, fixGarch, type GarchOptions, type VolatilityModelName } from "./index.ts";
import { parameterLayout } from "./specification.ts";

interface ArchCase {
  readonly name: string;
  readonly options: GarchOptions & { readonly model: VolatilityModelName };
  readonly parameters: readonly number[];
  readonly logLikelihood: number;
  readonly robust: readonly number[];
  readonly classic: readonly number[];
  readonly lastVolatility: number;
  readonly variance?: readonly number[];
  readonly mean?: readonly number[];
  readonly returnVariance?: readonly number[];
  readonly regressors?: boolean;
}

// arch 8.0.0 by scripts/reference/garch.py
const {
  returns,
  outside,
  cases: all,
} = JSON.parse(readFileSync(new URL("fixtures/arch.json", import.meta.url), "utf8")) as {
  readonly returns: readonly number[];
  readonly outside: readonly (readonly number[])[];
  readonly cases: readonly ArchCase[];
};
const cases = all.map((each) => [each.name, each] as const);
const optionsOf = ({ options, regressors }: ArchCase): GarchOptions => ({
  ...options,
  ...(regressors === true ? { regressors: outside } : {}),
});

/** arch's parameters by our names: its in-mean and outside variables follow ours, its EGARCH takes E|z| of the normal. */
function ours({ options, parameters, regressors }: ArchCase): Record<string, number> {
  const { names } = parameterLayout(specificationOf(options, regressors === true ? 2 : 0));
  const named = Object.fromEntries(names.map((name, i) => [name, parameters[i]!]));
  if (options.model === "egarch") {
    const kind: InnovationDistribution = options.distribution ?? "normal";
    const law = innovationLaws[kind];
    const shape = Float64Array.from(law.parameterNames, (name) => named[name]!);
    const reaction = names.filter((name) => name.startsWith("alpha")).reduce((sum, name) => sum + named[name]!, 0);
    named["omega"]! += reaction * (law.absoluteMoment(shape) - Math.sqrt(2 / Math.PI));
  }
  return named;
}

describe("cross-check with arch 8.0.0: same presample, same series", () => {
  test.each(cases)("%s: at arch's parameters the likelihood and the volatility are arch's", (_, each) => {
    const model = fixGarch(returns, ours(each), optionsOf(each));
    // with another E|z| the first row, which has no shock before it, starts elsewhere
    const shifted = each.options.model === "egarch" && (each.options.distribution ?? "normal") !== "normal";
    expect(model.logLikelihood).toBeCloseTo(each.logLikelihood, shifted ? 2 : 7);
    // arch reports volatilities of residuals without the variance in the mean, unlike its likelihood
    if (each.name.endsWith("in mean")) return;
    expect(model.conditionalVolatility.at(-1)! / each.lastVolatility).toBeCloseTo(1, 9);
  });

  test.each(cases)("%s: the fit is as good as arch's, and equal where the optimum is the same", (_, each) => {
    const model = fitGarch(returns, optionsOf(each));
    expect(model.converged).toBe(true);
    // sizes of residuals have kinks, at which either may stop
    expect(model.logLikelihood).toBeGreaterThan(each.logLikelihood - (each.options.model === "tarch" ? 1e-5 : 1e-6));
    if (model.logLikelihood > each.logLikelihood + 1e-5) return;
    const theirs = ours(each);
    const errors = Object.values(model.standardErrorsBy("hessian"));
    Object.entries(model.parameters).forEach(([name, value], i) => {
      const scale = Number.isFinite(errors[i]) ? errors[i]! : Math.abs(theirs[name]!);
      expect(Math.abs(value - theirs[name]!)).toBeLessThan(0.02 * scale + 1e-5);
    });
  });

  test.each(cases.filter(([, { variance }]) => variance !== undefined))(
    "%s: forecasts of mean and variance are arch's",
    (_, each) => {
      const horizon = each.regressors === true ? 1 : each.variance!.length;
      const model = fixGarch(returns, ours(each), optionsOf(each));
      const forecast = model.forecast({
        horizon,
        method: "analytic",
        ...(each.regressors === true ? { regressors: [[0, 0]] } : {}),
      });
      for (let k = 0; k < horizon; k++) {
        // arch counts half of squared shocks as negative, also under a skewed law
        if (each.name === "gjr-garch, skew-t" && k > 0) break;
        expect(forecast.variance[k]! / each.variance![k]!).toBeCloseTo(1, 6);
        expect(forecast.mean[k]).toBeCloseTo(each.mean![k]!, 9);
        expect(forecast.returnVariance[k]! / each.returnVariance![k]!).toBeCloseTo(1, 6);
      }
    },
  );

  test.each(cases.filter(([name]) => /^(garch|gjr-garch|egarch|aparch), (normal|student-t)|AR/.test(name)))(
    "%s: standard errors are arch's but for its numerical derivatives",
    (_, each) => {
      const model = fitGarch(returns, optionsOf(each));
      if (Math.abs(model.logLikelihood - each.logLikelihood) > 1e-6 || each.options.model === "egarch") return;
      Object.values(model.standardErrorsBy("hessian")).forEach((error, i) => {
        expect(Math.abs(error / each.classic[i]! - 1)).toBeLessThan(0.05);
      });
      Object.values(model.standardErrors).forEach((error, i) => {
        expect(Math.abs(error / each.robust[i]! - 1)).toBeLessThan(0.05);
      });
    },
  );
});
