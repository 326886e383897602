import type { ConfidenceOptions, RiskMeasure } from "./measure.ts";
import { spectralMeasure } from "./spectral.ts";

/**
 * Tail Gini (Ogryczak & Ruszczynski 2002): (2 / a^2) times the integral of p ES_p over p in (0, a), a = 1 - confidence;
 * exact, where libraries sum a hundred ES levels.
 */
export const tailGiniMeasure: RiskMeasure<"tail-gini", ConfidenceOptions> = {
  kind: "tail-gini",
  value: (series, { confidence = 0.95 } = {}) =>
    spectralMeasure.value(series, { spectrum: { kind: "tail-gini", confidence } }),
  gradient: (series, { confidence = 0.95 } = {}) =>
    spectralMeasure.gradient(series, { spectrum: { kind: "tail-gini", confidence } }),
  traits: () => ({ convex: true, degree: 1, shift: "subtracts" }),
};
