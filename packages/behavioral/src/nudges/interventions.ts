import type { BiasKey } from "../detectors/bias-key.ts";
import type { BiasResult } from "../detectors/bias-result.ts";

/** How well an effect is shown: A in the field, B by a trial or laboratory, C by observation, D not at all. */
export const evidenceGrades = ["A", "B", "C", "D"] as const;

/** How well an effect is shown: A in the field, B by a trial or laboratory, C by observation, D not at all. */
export type EvidenceGrade = (typeof evidenceGrades)[number];

/** What a nudge reads of a report: the results by bias, those that were computed. */
export interface NudgeReport {
  readonly biases: { readonly [Bias in BiasKey]?: BiasResult };
}

/**
 * Where a nudge may stand: what the investor opened, never a message that reaches out.
 *
 * `"inline"` beside what is on the screen, `"confirmation"` in the step before an order is sent, `"report"` in a
 * periodic report.
 */
export const nudgeChannels = ["inline", "confirmation", "report"] as const;

/** Where a nudge may stand. */
export type NudgeChannel = (typeof nudgeChannels)[number];

/**
 * What the investor is doing when a nudge may appear. Each is begun by the investor; no trigger is a market move, an
 * absence or a clock.
 */
export const nudgeTriggers = [
  "holdings-viewed",
  "report-opened",
  "buy-proposed",
  "sell-proposed",
  "leverage-requested",
  "contribution-planned",
] as const;

/** What the investor is doing when a nudge may appear. */
export type NudgeTrigger = (typeof nudgeTriggers)[number];

/** What is known of one kind of nudge. */
export interface Intervention {
  readonly triggers: readonly NudgeTrigger[];
  readonly channels: readonly NudgeChannel[];
  /** The best grade a rule may claim. */
  readonly grade: EvidenceGrade;
  /** What it does to the number of trades; no other value exists. */
  readonly trades: "fewer" | "same";
  readonly evidence: string;
}

/** The nudges that can be configured. */
export const interventionKinds = [
  "hide-purchase-price",
  "exit-plan",
  "leverage-cap",
  "bias-feedback",
  "diversification-score",
  "save-more-tomorrow",
  "cooling-off",
] as const;

/** A nudge that can be configured. */
export type InterventionKind = (typeof interventionKinds)[number];

/** Frozen with all it holds, so that nothing can be added while a program runs. */
function freeze<Table extends Readonly<Record<string, unknown>>>(table: Table): Table {
  for (const entry of Object.values(table)) {
    if (typeof entry === "object" && entry !== null) freeze(entry as Readonly<Record<string, unknown>>);
  }
  return Object.freeze(table);
}

/**
 * Every nudge that can be configured, with its evidence. Reminders are missing since they do not work (Fischbacher,
 * Hoffmann & Schudy 2017); what harms is in {@link harmfulInterventions}.
 */
export const interventions: Readonly<Record<InterventionKind, Intervention>> = freeze({
  "hide-purchase-price": {
    triggers: ["holdings-viewed", "sell-proposed"],
    channels: ["inline"],
    grade: "B",
    trades: "same",
    evidence:
      "Frydman & Rangel (2014): a hidden purchase price lowers the disposition effect by 25 % in the laboratory",
  },
  "exit-plan": {
    triggers: ["buy-proposed"],
    channels: ["confirmation"],
    grade: "B",
    trades: "same",
    evidence: "Fischbacher, Hoffmann & Schudy (2017): automatic stop and take-gain orders lower the disposition effect",
  },
  "leverage-cap": {
    triggers: ["leverage-requested"],
    channels: ["confirmation"],
    grade: "B",
    trades: "fewer",
    evidence: "Heimer & Imas: caps on leverage lower the disposition effect",
  },
  "bias-feedback": {
    triggers: ["report-opened"],
    channels: ["report"],
    grade: "B",
    trades: "same",
    evidence: "feedback on one's own disposition effect works at 0 and 2 weeks, not at 3 months",
  },
  "diversification-score": {
    triggers: ["buy-proposed", "contribution-planned", "report-opened"],
    channels: ["inline", "confirmation", "report"],
    grade: "B",
    trades: "same",
    evidence:
      "trial of the Ontario regulator, more than 4,000 people: score, goal and badge raise diversification by 3.5 to 4.5 %",
  },
  "save-more-tomorrow": {
    triggers: ["contribution-planned"],
    channels: ["inline", "confirmation"],
    grade: "A",
    trades: "same",
    evidence: "Thaler & Benartzi (2004): 78 % joined and saved 13.6 % instead of 3.5 % after 40 months",
  },
  "cooling-off": {
    triggers: ["buy-proposed", "sell-proposed"],
    channels: ["confirmation"],
    grade: "D",
    trades: "fewer",
    evidence: "experimental: no randomised trial with retail investors is known",
  },
});

/** What trials found to raise trading, or a ranking that rewards it: no policy can hold them. */
export const harmfulInterventions: Readonly<Record<HarmfulIntervention, string>> = freeze({
  leaderboard: "a ranking of investors rewards risk and trading",
  push: "push messages raise trades by 11 % (trial of the FCA, more than 9,000 people)",
  "prize-draw": "prize draws raise trades by 12 % (trial of the FCA, more than 9,000 people)",
  points: "points raise trades by 39 % (trial of the Ontario regulator)",
  "promoted-list": "lists of promoted assets raise trades in them by 14 % (trial of the Ontario regulator)",
  "copy-trading": "copy trading raises trades by 18 % (trial of the Ontario regulator)",
  "social-feed": "a social feed raises trades by 12 % (trial of the Ontario regulator)",
});

/** A nudge that no policy can hold. */
export type HarmfulIntervention =
  | "leaderboard"
  | "push"
  | "prize-draw"
  | "points"
  | "promoted-list"
  | "copy-trading"
  | "social-feed";
