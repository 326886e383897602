import { invalidInput } from "@plimsoll/core";
import type { AllocationCertificate, AllocationRequest } from "./allocation.ts";
import { balanceBound } from "./balance-bound.ts";
import { type Book, moneyRounding, spareCash, totalsOf } from "./book.ts";
import { readRequest } from "./read-request.ts";

/** What {@link certifyAllocation} checks: shares of any origin, with the bound that a search reports for them. */
export interface AllocationClaim {
  readonly shares: Readonly<Record<string, number>>;
  readonly bound?: number | undefined;
}

/**
 * Checks whole shares against a request without a solver: cash, fees and objective are computed anew from the shares,
 * lots and short positions are checked, and a bound on every allocation's objective is derived from multipliers on the
 * cash balance. A reported bound is taken over, and called so, where it is larger.
 *
 * Amounts are in the money of `cash`, the other numbers shares of the portfolio's value. Throws `INVALID_INPUT` as
 * {@link allocateShares} does; shares that break a rule are no error, but have a residual above 0.
 *
 * @example
 * ```ts
 * import { certifyAllocation } from "@plimsoll/optimize";
 *
 * const request = { weights: { A: 0.5, B: 0.5 }, prices: { A: 30, B: 40 }, cash: 100 };
 * const certificate = certifyAllocation(request, { shares: { A: 2, B: 1 } });
 * console.log(certificate.cash, certificate.objective, certificate.budgetResidual); // 0 0.2 0
 * ```
 */
export function certifyAllocation(
  request: AllocationRequest,
  claim: AllocationClaim,
  options: { readonly tolerance?: number | undefined } = {},
): AllocationCertificate {
  const book = readRequest(request);
  const unknown = Object.keys(claim.shares).find((asset) => !book.assets.includes(asset));
  if (unknown !== undefined) {
    throw invalidInput("shares", `shares names "${unknown}", which is neither in weights nor in holdings`, {
      reason: "unknown-asset",
    });
  }
  const shares = Float64Array.from(book.assets, (asset) => claim.shares[asset] ?? 0);
  return certificateOf(book, shares, claim.bound, options.tolerance ?? 1e-6);
}

/** {@link certifyAllocation} of a request that was read. */
export function certificateOf(
  book: Book,
  shares: Float64Array,
  reported: number | undefined,
  tolerance: number,
): AllocationCertificate {
  const { value } = book;
  const totals = totalsOf(book, shares);
  const objective = totals.objective / value;
  const verified = balanceBound(book) / value;
  const bound = Math.max(verified, reported ?? 0);
  const spare = spareCash(book, totals) / value;
  return {
    cash: Math.abs(totals.cash) <= moneyRounding * value ? 0 : totals.cash,
    budgetResidual: spare < -moneyRounding ? -spare : 0,
    lotResidual: lotResidual(book, shares),
    objective,
    bound,
    boundIs: bound > verified ? "reported" : "verified",
    gap: Math.max(0, objective - bound),
    tolerance,
  };
}

/** Largest distance, in value, of a position from whole lots and from the positions that are allowed. */
function lotResidual({ lots, odd, least, most, prices, value }: Book, shares: Float64Array): number {
  let worst = 0;
  for (let i = 0; i < shares.length; i += 1) {
    const distance = (rest: number): number => {
      const count = Math.round(rest / lots[i]!);
      return Math.abs(rest - Math.min(Math.max(count, least[i]!), most[i]!) * lots[i]!);
    };
    const away = Math.min(distance(shares[i]!), odd[i] === 0 ? Infinity : distance(shares[i]! - odd[i]!));
    worst = Math.max(worst, (away * prices[i]!) / value);
  }
  return worst <= moneyRounding ? 0 : worst;
}
