/** Akaike's and Schwarz's criteria of a fit: smaller is better. */
export interface InformationCriteria {
  /** -2 log-likelihood + 2 parameters (Akaike 1974). */
  readonly aic: number;
  /** -2 log-likelihood + parameters ln(observations) (Schwarz 1978). */
  readonly bic: number;
}

/** AIC and BIC of a log-likelihood reached with `parameterCount` free parameters on `observations` rows (definition 36). */
export function informationCriteria(
  logLikelihood: number,
  parameterCount: number,
  observations: number,
): InformationCriteria {
  return {
    aic: -2 * logLikelihood + 2 * parameterCount,
    bic: -2 * logLikelihood + parameterCount * Math.log(observations),
  };
}
