import type { BiasKey } from "../detectors/bias-key.ts";

/** A bias that a proposed trade would feed. */
export interface TradeConcern {
  readonly bias: BiasKey;
  /** Score of the bias in the last fit; `null` where there is none or it could not tell. */
  readonly score: number | null;
  /** 80 % interval of the score. */
  readonly interval: readonly [number, number] | null;
  /** p-value of the last fit, adjusted for the number of biases; `null` where there is none. */
  readonly adjustedPValue: number | null;
  /** Ids of earlier trades that speak for the bias, the latest last; at most ten. */
  readonly evidence: readonly string[];
  /** What in the trade feeds it, and how sure the bias is. */
  readonly message: string;
}

/** What the record says of a trade before it is placed. */
export interface TradeReview {
  /** How many trades the fit knows that the review goes by; `null` without a fit. */
  readonly fittedTrades: number | null;
  /** The biases the trade would feed, the highest score first, unknown ones last. */
  readonly concerns: readonly TradeConcern[];
}
