import { interventions } from "./interventions.ts";
import type { NudgePolicy } from "./nudge-rule.ts";

const uncertainty =
  "The estimate rests on {sampleSize} observations and is uncertain; its likely range is {low} to {high} of 100.";

/**
 * The nudges with evidence of grade A or B, one rule each, at most two a day, a fifth of the investors held out.
 *
 * The feedback comes back every 14 days since its effect was there at two weeks and gone at three months. A cooling-off
 * is not among them: no trial shows that it works.
 *
 * @example
 * ```ts
 * import { defaultNudgePolicy } from "@plimsoll/behavioral";
 *
 * console.log(defaultNudgePolicy.rules.map((rule) => rule.grade).join(" ")); // B B B B B A
 * ```
 */
export const defaultNudgePolicy: NudgePolicy = {
  dailyCap: 2,
  holdoutShare: 0.2,
  salt: "plimsoll-default",
  rules: [
    {
      id: "hide-purchase-price",
      intervention: "hide-purchase-price",
      bias: "disposition",
      trigger: "sell-proposed",
      channel: "inline",
      threshold: { minimumScore: 50, minimumLowerScore: 25, minimumSampleSize: 50, maximumPValue: 0.05 },
      cooldownDays: 1,
      dailyCap: 1,
      grade: "B",
      citation: interventions["hide-purchase-price"].evidence,
      message: `The purchase price is folded away, since you may tend to sell winners sooner than losers (score {score}). ${uncertainty}`,
    },
    {
      id: "exit-plan",
      intervention: "exit-plan",
      bias: "disposition",
      trigger: "buy-proposed",
      channel: "confirmation",
      threshold: { minimumScore: 50, minimumLowerScore: 25, minimumSampleSize: 50, maximumPValue: 0.05 },
      cooldownDays: 7,
      dailyCap: 1,
      grade: "B",
      citation: interventions["exit-plan"].evidence,
      message: `You may tend to keep losers longer than winners (score {score}); an exit can be planned with this order. ${uncertainty}`,
    },
    {
      id: "leverage-cap",
      intervention: "leverage-cap",
      bias: "disposition",
      trigger: "leverage-requested",
      channel: "confirmation",
      threshold: { minimumScore: 50, minimumLowerScore: 25, minimumSampleSize: 50, maximumPValue: 0.05 },
      cooldownDays: 1,
      dailyCap: 1,
      grade: "B",
      citation: interventions["leverage-cap"].evidence,
      message: `Leverage makes it harder to leave losing positions, which you may tend to keep (score {score}); a limit can be set here. ${uncertainty}`,
    },
    {
      id: "disposition-feedback",
      intervention: "bias-feedback",
      bias: "disposition",
      trigger: "report-opened",
      channel: "report",
      threshold: { minimumScore: 35, minimumLowerScore: 10, minimumSampleSize: 50, maximumPValue: 0.05 },
      cooldownDays: 14,
      dailyCap: 1,
      grade: "B",
      citation: interventions["bias-feedback"].evidence,
      message: `Winners were probably sold more readily than losers (score {score}). ${uncertainty}`,
    },
    {
      id: "diversification-score",
      intervention: "diversification-score",
      bias: "underDiversification",
      trigger: "buy-proposed",
      channel: "inline",
      threshold: { minimumScore: 50, minimumLowerScore: 25, minimumSampleSize: 1 },
      cooldownDays: 7,
      dailyCap: 1,
      grade: "B",
      citation: interventions["diversification-score"].evidence,
      message: `The holdings known here may be little spread (score {score}); accounts elsewhere are not counted. ${uncertainty}`,
    },
    {
      id: "save-more-tomorrow",
      intervention: "save-more-tomorrow",
      bias: "statusQuo",
      trigger: "contribution-planned",
      channel: "confirmation",
      threshold: { minimumScore: 35, minimumLowerScore: 10, minimumSampleSize: 12, maximumPValue: 0.05 },
      cooldownDays: 90,
      dailyCap: 1,
      grade: "A",
      citation: interventions["save-more-tomorrow"].evidence,
      message: `Plans here seem to change seldom (score {score}); later rises of the contribution can be agreed now and cancelled at any time. ${uncertainty}`,
    },
  ],
};
