/**
 * Odean's (1998) proportions of gains and losses realised: PGR = RG / (RG + PG), PLR = RL / (RL + PL), the standard
 * error of their difference and z = (PGR - PLR) / standard error; null where a denominator is zero.
 */
export function odeanProportions(
  realizedGains: number,
  paperGains: number,
  realizedLosses: number,
  paperLosses: number,
): Record<"pgr" | "plr" | "proportionStandardError" | "proportionZ", number | null> {
  const gains = realizedGains + paperGains;
  const losses = realizedLosses + paperLosses;
  const pgr = gains === 0 ? null : realizedGains / gains;
  const plr = losses === 0 ? null : realizedLosses / losses;
  if (pgr === null || plr === null) return { pgr, plr, proportionStandardError: null, proportionZ: null };
  const error = Math.sqrt((pgr * (1 - pgr)) / gains + (plr * (1 - plr)) / losses);
  return { pgr, plr, proportionStandardError: error, proportionZ: error === 0 ? null : (pgr - plr) / error };
}
