import type { Evidence } from "../choice-set/evidence.ts";
import { type Covariate, choiceSetOf } from "../estimate/choice-set-of.ts";
import { controlledEffect } from "../estimate/controlled-effect.ts";
import { readLocalTime } from "../input/local-time.ts";
import type { Population } from "../score/severity.ts";
import type { Detector, DetectorOptions, Finding } from "./detector.ts";
import { assessed, insufficient, notIdentifiable } from "./finding.ts";

/**
 * Log odds of reading what agrees. Hart et al. (2009), 91 studies of selective exposure: d = .36, as a log odds ratio
 * times pi / sqrt 3; people are taken to differ as much as they lean.
 */
const mean: number = (0.36 * Math.PI) / Math.sqrt(3);
const population: Population = { mean, standardDeviation: mean };
const prior: number = Math.hypot(mean, mean);

interface Item {
  readonly read: boolean;
  readonly stance: number;
  /** 1 held, -1 short, 0 neither. */
  readonly position: number;
}

const columns: readonly Covariate<Item>[] = [
  { name: "agrees", value: ({ stance, position }) => (stance * position > 0 ? 1 : 0) },
  { name: "held", value: ({ position }) => Math.abs(position) },
  { name: "positive", value: ({ stance }) => (stance > 0 ? 1 : 0) },
  { name: "negative", value: ({ stance }) => (stance < 0 ? 1 : 0) },
];

/**
 * Confirmation bias: reading what agrees with one's positions. The effect is the coefficient of agreement (good news of
 * what is held, bad news of what is short) in a conditional logit over the items of a session, controlled for reading
 * about one's holdings, and for good and bad news, in general.
 */
export const confirmation: Detector = {
  key: "confirmation",
  method: "conditional logit of items read on agreement with the position",
  minimumSampleSize: 50,
  detect,
};

function detect(evidence: Evidence, options: DetectorOptions): Finding {
  const { readingLog } = evidence.context;
  if (readingLog === undefined || readingLog.length === 0) return notIdentifiable(confirmation, ["readingLog"]);
  const sessions = sessionsOf(evidence);
  const sets = sessions.map((items) => choiceSetOf(items, columns, ({ read }) => read, ""));
  const informative = sets.filter(
    ({ chosen, size, covariates }) =>
      chosen > 0 && chosen < size && new Set(covariates.filter((_, index) => index % columns.length === 0)).size === 2,
  );
  const read = informative.reduce((sum, { chosen }) => sum + chosen, 0);
  const agreement = (wanted: boolean): number =>
    sessions.flat().filter((item) => item.read === wanted && item.stance * item.position > 0).length;
  const details = {
    sampleSize: read,
    confounds: ["interest-in-own-holdings"],
    counts: { sessions: sessions.length, agreeingRead: agreement(true), agreeingPassedOver: agreement(false) },
  };
  if (read < confirmation.minimumSampleSize) return insufficient(confirmation, details);
  const estimate = controlledEffect(sets, columns.length, informative.length);
  if (estimate === null) return insufficient(confirmation, details);
  return assessed(confirmation, estimate, population, prior, details, options);
}

/** Items by session, each with the position held when it was shown. */
function sessionsOf({ context, fills, timeZone }: Evidence): Item[][] {
  const items = context
    .readingLog!.map((record, row) => ({
      ...record,
      instant: readLocalTime(record.at, `readingLog[${row}].at`, timeZone).instant,
    }))
    .sort((a, b) => a.instant - b.instant);
  const held = new Map<string, number>();
  const sessions = new Map<string, Item[]>();
  let next = 0;
  for (const { session, asset, stance, read, instant } of items) {
    for (; next < fills.length && fills[next]!.trade.instant <= instant; next++) {
      const { trade, openedQuantity, closedQuantity, quantityBefore } = fills[next]!;
      const units = (trade.side === "buy" ? 1 : -1) * (openedQuantity + closedQuantity);
      const after = quantityBefore + units;
      held.set(trade.asset, Math.abs(after) <= 1e-9 * Math.abs(quantityBefore) ? 0 : after);
    }
    const list = sessions.get(session) ?? [];
    sessions.set(session, list);
    const sign = stance === "positive" ? 1 : stance === "negative" ? -1 : 0;
    list.push({ read, stance: sign, position: Math.sign(held.get(asset) ?? 0) });
  }
  return [...sessions.values()];
}
