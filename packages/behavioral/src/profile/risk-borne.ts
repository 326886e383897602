import type { Evidence } from "../choice-set/evidence.ts";
import { dayNumber } from "../input/local-time.ts";
import { blockBootstrap } from "./block-bootstrap.ts";
import type { InvestorProfile } from "./investor-profile.ts";
import type { ProfileEstimate } from "./profile-estimate.ts";

type Risk = Pick<InvestorProfile, "volatility" | "riskAversion" | "riskTolerance">;

const fewestReturns = 60;
const year = 365.25;
// 6.18 % over 16.54 %: United States stocks 1889-1978 (Mehra & Prescott 1985)
const priceOfRisk = 0.0618 / 0.1654;

/**
 * Returns of the positions by day: profit over the money at work, which is the gross value at the end of the day before
 * plus what was bought on the day. Days without money at work have none.
 */
export function accountReturns({ account }: Evidence): Float64Array {
  const { days, assets, quantities, prices, netInvested, bought, values } = account;
  const width = assets.length;
  const returns: number[] = [];
  let gross = 0;
  days.forEach((_, row) => {
    const work = gross + bought[row]!;
    const before = row === 0 ? 0 : values[row - 1]!;
    if (work > 0) returns.push((values[row]! - before - netInvested[row]!) / work);
    gross = 0;
    for (let cell = row * width; cell < (row + 1) * width; cell++) {
      if (quantities[cell] !== 0) gross += Math.abs(quantities[cell]! * prices[cell]!);
    }
  });
  return Float64Array.from(returns);
}

/** The risk that was borne, and the aversion to risk that it would be optimal for. */
export function riskBorne(evidence: Evidence, seed: number): Risk {
  const none: Risk = { volatility: null, riskAversion: null, riskTolerance: null };
  const returns = accountReturns(evidence);
  const { days } = evidence.account;
  if (returns.length < fewestReturns) return none;
  const span = dayNumber(days.at(-1)!) - dayNumber(days[0]!);
  const perYear = (year * (days.length - 1)) / span;
  const count = returns.length;
  const columns = [returns, returns.map((own) => own * own)];
  const [found] = blockBootstrap(columns, `risk ${seed}`, ([sum, squares]) => [
    Math.sqrt((Math.max(0, squares! - (sum! * sum!) / count) / (count - 1)) * perYear),
  ]);
  const { value, interval } = found!;
  if (!(value > 0)) return none;
  const volatility: ProfileEstimate = {
    value,
    interval,
    unit: "fraction a year",
    method: "standard deviation of the positions' daily returns, annualised; interval by stationary bootstrap",
  };
  const shares = evidence.context.riskyShares;
  const last = shares?.at(-1)?.share;
  const share = last !== undefined && last > 0 ? last : 1;
  const wealth =
    share === 1 ? "the positions taken as all wealth" : `positions ${(100 * share).toFixed(0)} % of wealth`;
  const method = `Merton's (1969) rule at a price of risk of ${priceOfRisk.toFixed(2)} a year (Mehra & Prescott 1985), ${wealth}`;
  const low = volatility.interval[0] * share;
  const high = volatility.interval[1] * share;
  const tolerance = (sigma: number): number => sigma / priceOfRisk;
  return {
    volatility,
    riskAversion:
      low > 0
        ? {
            value: 1 / tolerance(value * share),
            interval: [1 / tolerance(high), 1 / tolerance(low)],
            unit: "relative risk aversion",
            method,
          }
        : null,
    riskTolerance: {
      value: tolerance(value * share),
      interval: [tolerance(low), tolerance(high)],
      unit: "1 / relative risk aversion",
      method,
    },
  };
}
