import type { Trade } from "../input/read-trades.ts";

/** A trade with the position it met in its account. Sales that found nothing to sell are left out. */
export interface Fill {
  readonly trade: Trade;
  /** Whose position: the trade's account, `""` where a household's accounts are one. */
  readonly account: string;
  /** Units held just before, negative when short. */
  readonly quantityBefore: number;
  /** Cost of a unit just before on the basis chosen, NaN without a position. */
  readonly averageCostBefore: number;
  /** Profit realised by the units that were closed, in money, costs not deducted; 0 when the trade only opens. */
  readonly realizedProfit: number;
  /** Units closed, >= 0. */
  readonly closedQuantity: number;
  /** Units opened, >= 0; what was sold beyond the position is in neither. */
  readonly openedQuantity: number;
}
