import type { BehaviorReport } from "../analyze-behavior.ts";
import { type ReviewScene, reviewRules } from "./review-rules.ts";
import type { TradeConcern, TradeReview } from "./trade-review.ts";

const mostEvidence = 10;

/** The biases that a trade would feed, with what the last fit knows of each. */
export function reviewTrade(
  scene: ReviewScene,
  biases: BehaviorReport["biases"] | null,
  fittedTrades: number | null,
): TradeReview {
  const concerns = reviewRules.flatMap(({ bias, feeds }): TradeConcern[] => {
    const reason = feeds(scene);
    if (reason === null) return [];
    const result = biases?.[bias];
    const score = result?.score ?? null;
    const interval = result?.interval ?? null;
    const known =
      score === null || interval === null
        ? "whether that is a habit, the record cannot tell yet"
        : `${bias} scores ${score.toFixed(0)} of 100 so far (80 % interval ${interval[0].toFixed(0)} to ${interval[1].toFixed(0)})`;
    return [
      {
        bias,
        score,
        interval,
        adjustedPValue: result?.adjustedPValue ?? null,
        evidence: result?.evidence.slice(-mostEvidence) ?? [],
        message: `${reason.charAt(0).toUpperCase()}${reason.slice(1)}; ${known}.`,
      },
    ];
  });
  return { fittedTrades, concerns: concerns.sort((a, b) => (b.score ?? -1) - (a.score ?? -1)) };
}
