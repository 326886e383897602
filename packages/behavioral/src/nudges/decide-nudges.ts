import { invalidInput } from "@plimsoll/core";
import * as z from "zod";
import { type BiasKey, biasKeys } from "../detectors/bias-key.ts";
import type { BiasResult } from "../detectors/bias-result.ts";
import { readLocalTime } from "../input/local-time.ts";
import {
  type EvidenceGrade,
  type InterventionKind,
  type NudgeChannel,
  type NudgeReport,
  type NudgeTrigger,
  nudgeTriggers,
} from "./interventions.ts";
import { type NudgeArm, nudgeArm } from "./nudge-arm.ts";
import { type NudgePolicy, NudgePolicySchema, type NudgeRule } from "./nudge-rule.ts";
import { readNudgeInput } from "./read-nudge-input.ts";

/** What the investor is doing, and when (ISO time with a zone, or read in the context's zone). */
export interface NudgeEvent {
  readonly kind: NudgeTrigger;
  readonly at: string;
  /** Biases that the proposed order would feed, as `monitor.review` tells; rules for others stay silent.
   * @defaultValue unknown, every rule may speak */
  readonly feeds?: readonly BiasKey[] | undefined;
}

/** An earlier decision whose outcome was `"show"` or `"withhold"`. */
export interface NudgeUse {
  readonly rule: string;
  readonly at: string;
}

/** What is known of the investor besides the report; nothing else is read, protected attributes are refused. */
export interface NudgeContext {
  /** A stable pseudonym. */
  readonly investor: string;
  /** Rules the investor switched off, or all.
   * @defaultValue none */
  readonly optedOut?: "all" | readonly string[] | undefined;
  /** Earlier uses, those withheld in the holdout arm too: both arms must tire alike to be compared. */
  readonly history: readonly NudgeUse[];
  /** IANA name of the zone in which days begin.
   * @defaultValue "UTC" */
  readonly timeZone?: string | undefined;
}

/** What to show. It never bears an order: the investor's own one goes through by one tap. */
export interface Nudge {
  readonly intervention: InterventionKind;
  readonly channel: NudgeChannel;
  readonly message: string;
  readonly grade: EvidenceGrade;
  readonly citation: string;
  /** Whether the effect is unproven, grade D; the message says so. */
  readonly experimental: boolean;
  /** Pause before the order can be sent; the override ends it. */
  readonly pauseSeconds: number;
  readonly override: { readonly taps: 1 };
  readonly optOut: { readonly taps: 1; readonly rule: string };
}

/** What becomes of one rule, and why. */
export interface NudgeDecision {
  readonly rule: string;
  /** `"withhold"`: would have been shown, but the investor is in the holdout arm. */
  readonly outcome: "show" | "withhold" | "none";
  readonly reason:
    | "eligible"
    | "holdout"
    | "not-triggered"
    | "not-concerned"
    | "opted-out"
    | "no-evidence"
    | "small-sample"
    | "below-threshold"
    | "cooldown"
    | "daily-cap";
  readonly arm: NudgeArm;
  readonly nudge: Nudge | null;
  /** All that the decision rests on, for the audit log. */
  readonly inputs: {
    readonly event: NudgeEvent;
    readonly result: BiasResult | null;
    readonly context: NudgeContext;
    readonly rule: NudgeRule;
    /** Uses of all rules on the investor's day when this rule's turn came, those of the same event counted. */
    readonly usesToday: number;
    readonly policy: { readonly dailyCap: number; readonly holdoutShare: number; readonly salt: string };
  };
}

const EventSchema: z.ZodType<NudgeEvent> = z.strictObject({
  kind: z.enum(nudgeTriggers),
  at: z.string(),
  feeds: z.array(z.enum(biasKeys)).optional(),
});

const protectedAttribute =
  /^(age|birth\w*|gender|sex|race|ethnic\w*|nationality|religion|belief|disab\w*|health|pregnan\w*|marital\w*|orientation|politic\w*)$/iu;

const ContextSchema: z.ZodType<NudgeContext> = z.strictObject({
  investor: z.string().min(1),
  optedOut: z.union([z.literal("all"), z.array(z.string())]).optional(),
  history: z.array(z.strictObject({ rule: z.string(), at: z.string() })),
  timeZone: z.string().refine(isTimeZone, "expected an IANA name such as Europe/Berlin").optional(),
});

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    // Intl has no other way to ask
    return false;
  }
}

function readContext(context: NudgeContext): NudgeContext {
  const found = Object.keys(context).find((key) => protectedAttribute.test(key));
  if (found !== undefined) {
    throw invalidInput(
      `context.${found}`,
      `context.${found}: a protected attribute may not decide a nudge: leave it out`,
      {
        reason: "protected-attribute",
      },
    );
  }
  return readNudgeInput(ContextSchema, context, "context");
}

function evidenceAgainst(result: BiasResult | undefined, rule: NudgeRule): NudgeDecision["reason"] | undefined {
  if (result?.status !== "ok" || result.score === null || result.interval === null) return "no-evidence";
  const { minimumScore, minimumLowerScore, minimumSampleSize, maximumPValue } = rule.threshold;
  if (result.sampleSize < Math.max(minimumSampleSize, result.minimumSampleSize)) return "small-sample";
  const strong = result.score >= minimumScore && result.interval[0] >= minimumLowerScore;
  const tested =
    maximumPValue === undefined || (result.adjustedPValue !== null && result.adjustedPValue <= maximumPValue);
  return strong && tested ? undefined : "below-threshold";
}

const unproven = " This step is experimental: no trial shows that it helps.";

function nudgeOf(rule: NudgeRule, result: BiasResult): Nudge {
  const experimental = rule.grade === "D";
  const values: Readonly<Record<string, number>> = {
    "{score}": Math.round(result.score!),
    "{low}": Math.round(result.interval![0]),
    "{high}": Math.round(result.interval![1]),
    "{sampleSize}": result.sampleSize,
  };
  return {
    intervention: rule.intervention,
    channel: rule.channel,
    message: rule.message.replaceAll(/\{\w+\}/gu, (field) => String(values[field])) + (experimental ? unproven : ""),
    grade: rule.grade,
    citation: rule.citation,
    experimental,
    pauseSeconds: rule.pauseSeconds ?? 0,
    override: { taps: 1 },
    optOut: { taps: 1, rule: rule.id },
  };
}

/**
 * Which nudges to show at an event, one decision for each rule of the policy, in its order.
 *
 * Pure: the same arguments give the same decisions. A rule speaks when its trigger is the event, the investor has not
 * opted out, the bias is known (`status` ok, sample, score, lower end of the interval, adjusted p-value), its cooldown is over and
 * neither its own daily cap nor the policy's is reached. Then the holdout arm, a stable hash, is still left alone:
 * record its `"withhold"` in the history as if shown, or the arms can't be compared. No nudge starts, suggests or
 * repeats a trade, and each is passed or switched off by one tap.
 *
 * @throws `INVALID_INPUT` naming the field: a harmful intervention, channel or text, a rule beyond its evidence, a
 * protected attribute in the context, an unknown field, an unreadable time, a history later than the event
 *
 * @example
 * ```ts
 * import { analyzeBehavior, decideNudges, defaultNudgePolicy } from "@plimsoll/behavioral";
 *
 * const report = analyzeBehavior({
 *   trades: [{ side: "buy", asset: "A", quantity: 10, price: 100, at: "2024-01-02T15:00:00Z" }],
 *   prices: [{ asset: "A", at: "2024-01-02T15:00:00Z", price: 100 }],
 * });
 * const decisions = decideNudges(
 *   { kind: "sell-proposed", at: "2024-06-03T15:00:00Z" },
 *   report,
 *   { investor: "investor-1", history: [] },
 *   defaultNudgePolicy,
 * );
 * console.log(decisions[0]?.outcome, decisions[0]?.reason); // none no-evidence
 * ```
 */
export function decideNudges(
  event: NudgeEvent,
  report: NudgeReport,
  context: NudgeContext,
  policy: NudgePolicy,
): readonly NudgeDecision[] {
  const read = readNudgeInput(EventSchema, event, "event");
  const { kind, at, feeds } = read;
  const known = readContext(context);
  const { rules, ...limits } = readNudgeInput(NudgePolicySchema, policy, "policy");
  const timeZone = known.timeZone ?? "UTC";
  const now = readLocalTime(at, "event.at", timeZone);
  const uses = known.history.map((use, index) => {
    const time = readLocalTime(use.at, `context.history[${index}].at`, timeZone);
    if (time.instant <= now.instant) return { rule: use.rule, ...time };
    throw invalidInput(`context.history[${index}].at`, `context.history[${index}].at: ${use.at} is after the event`);
  });
  let usesToday = uses.filter((use) => use.day === now.day).length;

  const against = (rule: NudgeRule, result: BiasResult | undefined): NudgeDecision["reason"] | undefined => {
    if (rule.trigger !== kind) return "not-triggered";
    if (feeds?.includes(rule.bias) === false) return "not-concerned";
    if (known.optedOut === "all" || known.optedOut?.includes(rule.id) === true) return "opted-out";
    const weak = evidenceAgainst(result, rule);
    if (weak !== undefined) return weak;
    const own = uses.filter((use) => use.rule === rule.id);
    if (usesToday >= limits.dailyCap || own.filter((use) => use.day === now.day).length >= rule.dailyCap) {
      return "daily-cap";
    }
    const ready = now.instant - rule.cooldownDays * 86_400_000;
    return own.some((use) => use.instant > ready) ? "cooldown" : undefined;
  };

  return rules.map((rule): NudgeDecision => {
    const result = report.biases[rule.bias];
    const arm = nudgeArm(rule.id, known.investor, limits);
    const inputs = { event: read, result: result ?? null, context: known, rule, usesToday, policy: limits };
    const reason = against(rule, result);
    if (reason !== undefined || result === undefined) {
      return { rule: rule.id, outcome: "none", reason: reason ?? "no-evidence", arm, nudge: null, inputs };
    }
    usesToday++;
    if (arm === "holdout") return { rule: rule.id, outcome: "withhold", reason: "holdout", arm, nudge: null, inputs };
    return { rule: rule.id, outcome: "show", reason: "eligible", arm, nudge: nudgeOf(rule, result), inputs };
  });
}
