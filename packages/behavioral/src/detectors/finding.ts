import { normalCdf } from "@plimsoll/numeric";
import { type Population, severity } from "../score/severity.ts";
import type { Detector, DetectorOptions, Finding } from "./detector.ts";

/** What a finding says beside its estimate. */
export interface FindingDetails {
  readonly sampleSize: number;
  readonly confounds?: readonly string[];
  readonly evidence?: readonly string[];
  readonly counts?: Readonly<Record<string, number | null>>;
}

/** An effect with its uncertainty. */
export interface EffectEstimate {
  readonly effect: number;
  /** Infinity where a test has a single outcome: the score is the prior's, the result says `null`. */
  readonly standardError: number;
  /** Two-sided; `null` for a snapshot or a single event. */
  readonly pValue: number | null;
}

type Source = Pick<Detector, "method" | "minimumSampleSize">;

function blank({ method, minimumSampleSize }: Source, details: FindingDetails): Omit<Finding, "status"> {
  return {
    score: null,
    interval: null,
    effect: null,
    standardError: null,
    pValue: null,
    sampleSize: details.sampleSize,
    minimumSampleSize,
    percentile: null,
    needs: [],
    confounds: details.confounds ?? [],
    evidence: details.evidence ?? [],
    method,
    counts: details.counts ?? {},
  };
}

/** The inputs cannot tell: `needs` names those that would. */
export function notIdentifiable(
  detector: Source,
  needs: readonly string[],
  details?: Partial<FindingDetails>,
): Finding {
  return { ...blank(detector, { sampleSize: 0, ...details }), status: "not-identifiable", needs };
}

/** Too few observations by design, whatever they show. */
export function insufficient(detector: Source, details: FindingDetails): Finding {
  return { ...blank(detector, details), status: "insufficient" };
}

/** An estimate with its score (definition 45) and its place in the published population. */
export function assessed(
  detector: Source,
  { effect, standardError, pValue }: EffectEstimate,
  population: Population,
  prior: number,
  details: FindingDetails,
  options: Pick<DetectorOptions, "priorStandardDeviation">,
): Finding {
  const { mean, standardDeviation } = population;
  return {
    ...blank(detector, details),
    status: "ok",
    ...severity(effect, standardError, options.priorStandardDeviation ?? prior, population),
    effect,
    standardError: standardError === Infinity ? null : standardError,
    pValue,
    percentile: 100 * normalCdf((effect - mean) / Math.hypot(standardDeviation, standardError)),
  };
}
