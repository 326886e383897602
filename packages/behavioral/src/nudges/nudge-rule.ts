import * as z from "zod";
import { type BiasKey, biasKeys } from "../detectors/bias-key.ts";
import {
  type EvidenceGrade,
  evidenceGrades,
  harmfulInterventions,
  type Intervention,
  type InterventionKind,
  interventionKinds,
  interventions,
  type NudgeChannel,
  nudgeChannels,
  type NudgeTrigger,
  nudgeTriggers,
} from "./interventions.ts";

/** How much must be known of an investor before a rule speaks. */
export interface NudgeThreshold {
  /** Least score, 0 to 100. */
  readonly minimumScore: number;
  /** Least lower end of the score's 80 % interval, 0 to 100. */
  readonly minimumLowerScore: number;
  /** Least sample size; the detector's own minimum holds besides. */
  readonly minimumSampleSize: number;
  /**
   * Largest p-value after Benjamini & Hochberg over the report's detectors, in (0, 1]; leave it out for biases without a
   * test, otherwise a missing p-value is no evidence.
   */
  readonly maximumPValue?: number | undefined;
}

/** What a rule did to the number of trades of those assigned to it, as {@link evaluateNudge} gives it. */
export interface MeasuredTrades {
  /** Mean trades of the treatment less mean of the holdout. */
  readonly difference: number;
  readonly interval: readonly [number, number];
  readonly investors: number;
}

/** One nudge, as plain data. */
export interface NudgeRule {
  readonly id: string;
  readonly intervention: InterventionKind;
  readonly bias: BiasKey;
  readonly trigger: NudgeTrigger;
  readonly channel: NudgeChannel;
  readonly threshold: NudgeThreshold;
  /** Days between two uses of the rule for one investor, at least 1. */
  readonly cooldownDays: number;
  /** Uses of the rule a day for one investor, at least 1. */
  readonly dailyCap: number;
  /** Not better than that of the intervention. */
  readonly grade: EvidenceGrade;
  readonly citation: string;
  /** Text with the fields `{score}`, `{low}`, `{high}` and `{sampleSize}`; the first three must be there. */
  readonly message: string;
  /** Pause before the order can be sent, of a cooling-off only: 1 to 3600 seconds, skipped by one tap. */
  readonly pauseSeconds?: number | undefined;
  /** What a trial of the rule found; a rule found to raise trading, its whole interval above zero, is refused. */
  readonly measuredTrades?: MeasuredTrades | undefined;
}

/** The rules in force, in the order in which they may use up the daily cap. */
export interface NudgePolicy {
  readonly rules: readonly NudgeRule[];
  /** Uses of all rules together a day for one investor, at least 1. */
  readonly dailyCap: number;
  /** Share of investors who are not nudged, so that the effect can be measured; .01 to .9. */
  readonly holdoutShare: number;
  /** Text that makes the assignment of this policy independent of others'. Changing it assigns everyone anew. */
  readonly salt: string;
}

// a backstop for slips, no review: what presses to trade, ranks investors, rewards or holds up others to copy
const harmfulText =
  /\b(leader-?boards?|rank(?:ed|ing|s)? (?:of|among|against|above)|top (?:\d+|investors?|traders?|performers?)|prize|prizes|raffle|jackpot|bonus|free (?:stock|share|trade)s?|streaks?|(?:reward|bonus|earn|win|collect) points|points (?:earned|for)|copy (?:trading|traders?|investors?|this)|follow (?:traders?|investors?|the crowd)|(?:buy|sell|trade|invest|act) (?:now|today|more)|hurry|last chance|limited time|don't miss|missing out|trending|most (?:bought|popular|traded|watched)|everyone is (?:buying|selling|trading))\b/iu;

/** Compatible forms, typographic quotes and invisible characters made plain, so that a phrase has one spelling. */
function plain(text: string): string {
  return text
    .normalize("NFKC")
    .replaceAll(/[\u00AD\u200B-\u200D\u2060\uFEFF]/gu, "")
    .replaceAll(/[\u2018\u2019]/gu, "'")
    .replaceAll(/\s+/gu, " ");
}

function refuseHarmful(text: string, context: z.RefinementCtx): void {
  const harmful = harmfulText.exec(plain(text));
  if (harmful === null) return;
  context.addIssue({
    code: "custom",
    params: { reason: "harmful" },
    message: `"${harmful[0]}" pushes to trade: a text may not`,
  });
}

const fields: ReadonlySet<string> = new Set(["{score}", "{low}", "{high}", "{sampleSize}"]);

const MessageSchema = z
  .string()
  .max(600)
  .superRefine((text, context) => {
    for (const field of ["{score}", "{low}", "{high}"]) {
      if (!text.includes(field)) {
        context.addIssue({
          code: "custom",
          params: { reason: "no-uncertainty" },
          message: `a message must state its uncertainty: ${field} is missing`,
        });
      }
    }
    for (const [field] of text.matchAll(/\{[^}]*\}/gu)) {
      if (!fields.has(field)) {
        context.addIssue({ code: "custom", params: { reason: "field" }, message: `the field ${field} is unknown` });
      }
    }
    refuseHarmful(text, context);
  });

const InterventionSchema = z.enum(interventionKinds, {
  error: ({ input }) => {
    const name = String(input);
    return Object.hasOwn(harmfulInterventions, name)
      ? `"${name}" cannot be configured: ${harmfulInterventions[name as keyof typeof harmfulInterventions]}`
      : `"${name}" is not one of ${interventionKinds.join(", ")}`;
  },
});

const MeasuredTradesSchema = z
  .strictObject({
    difference: z.number(),
    interval: z.tuple([z.number(), z.number()]),
    investors: z.int().min(4),
  })
  .superRefine(({ difference, interval: [low, high] }, context) => {
    if (!(low <= difference && difference <= high)) {
      context.addIssue({
        code: "custom",
        message: `the interval ${low} to ${high} must hold the difference ${difference}`,
      });
    }
    if (low > 0) {
      context.addIssue({
        code: "custom",
        params: { reason: "harmful" },
        message: `the rule was found to raise the number of trades, by ${low} to ${high}: remove it`,
      });
    }
  });

/** Reads a {@link NudgeRule}; harmful interventions, channels and texts are refused. */
export const NudgeRuleSchema: z.ZodType<NudgeRule> = z
  .strictObject({
    id: z.string().min(1),
    intervention: InterventionSchema,
    bias: z.enum(biasKeys),
    trigger: z.enum(nudgeTriggers),
    channel: z.enum(nudgeChannels),
    threshold: z.strictObject({
      minimumScore: z.number().min(0).max(100),
      minimumLowerScore: z.number().min(0).max(100),
      minimumSampleSize: z.int().min(1),
      maximumPValue: z.number().gt(0).max(1).optional(),
    }),
    cooldownDays: z.number().min(1),
    dailyCap: z.int().min(1),
    grade: z.enum(evidenceGrades),
    citation: z.string().min(1).superRefine(refuseHarmful),
    message: MessageSchema,
    pauseSeconds: z.int().min(1).max(3600).optional(),
    measuredTrades: MeasuredTradesSchema.optional(),
  })
  .superRefine((rule, context) => {
    const known: Intervention = interventions[rule.intervention];
    const refuse = (path: string, message: string): void => {
      context.addIssue({ code: "custom", path: [path], params: { reason: "evidence" }, message });
    };
    if (!known.triggers.includes(rule.trigger)) {
      refuse("trigger", `${rule.intervention} is for ${known.triggers.join(", ")}, was ${rule.trigger}`);
    }
    if (!known.channels.includes(rule.channel)) {
      refuse("channel", `${rule.intervention} is for ${known.channels.join(", ")}, was ${rule.channel}`);
    }
    if (rule.grade < known.grade) {
      refuse("grade", `the evidence for ${rule.intervention} has grade ${known.grade} at best, was ${rule.grade}`);
    }
    if ((rule.intervention === "cooling-off") !== (rule.pauseSeconds !== undefined)) {
      refuse("pauseSeconds", "a cooling-off needs pauseSeconds, and only it may have them");
    }
  });

/** Reads a {@link NudgePolicy}. */
export const NudgePolicySchema: z.ZodType<NudgePolicy> = z
  .strictObject({
    rules: z.array(NudgeRuleSchema),
    dailyCap: z.int().min(1),
    holdoutShare: z.number().min(0.01).max(0.9),
    salt: z.string().min(1),
  })
  .superRefine(({ rules }, context) => {
    rules.forEach(({ id }, index) => {
      if (rules.findIndex((rule) => rule.id === id) === index) return;
      context.addIssue({ code: "custom", path: ["rules", index, "id"], message: `repeats the id "${id}"` });
    });
  });
