import { PlimsollError } from "@plimsoll/core";
import { isPlain } from "./mean/mean-settings.ts";
import type { GarchSpecification } from "./specification.ts";

/** A fitted GARCH or GJR(1,1) as `@plimsoll/risk` takes it. */
export interface GarchRiskParameters {
  readonly omega: number;
  readonly alpha: number;
  readonly beta: number;
  readonly gamma?: number;
  readonly mean: number;
  readonly initialVariance: number;
}

/** GARCH or GJR of one lag with a constant or zero mean; `UNSUPPORTED` for others. */
export function riskParameters(
  { model, mean, variance: { p, o, q } }: GarchSpecification,
  { omega, alpha, beta, gamma, mu }: Readonly<Record<string, number>>,
  initialVariance: number,
): GarchRiskParameters {
  const simple = (model === "garch" || model === "gjr-garch") && p === 1 && q === 1 && o <= 1;
  if (!simple || !isPlain(mean)) {
    throw new PlimsollError(
      "UNSUPPORTED",
      `toGarchParameters: ${model} (${p}, ${o}, ${q}) is not a GARCH or GJR of one lag with a constant mean: pass conditional volatilities instead`,
      { feature: "GARCH parameters of another model" },
    );
  }
  return {
    omega: omega!,
    alpha: alpha!,
    beta: beta!,
    ...(gamma === undefined ? {} : { gamma }),
    mean: mu ?? 0,
    initialVariance,
  };
}
