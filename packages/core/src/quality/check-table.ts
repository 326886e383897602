import { duplicateDate, type DuplicateDateFinding, type DuplicateDateOptions } from "./checks/duplicate-date.ts";
import { gap, type GapFinding, type GapOptions } from "./checks/gap.ts";
import {
  nonPositivePrice,
  type NonPositivePriceFinding,
  type NonPositivePriceOptions,
} from "./checks/non-positive-price.ts";
import { nonTradingDay, type NonTradingDayFinding, type NonTradingDayOptions } from "./checks/non-trading-day.ts";
import { outlier, type OutlierFinding, type OutlierOptions } from "./checks/outlier.ts";
import { shortHistory, type ShortHistoryFinding, type ShortHistoryOptions } from "./checks/short-history.ts";
import { stalePrice, type StalePriceFinding, type StalePriceOptions } from "./checks/stale-price.ts";
import {
  unadjustedSplit,
  type UnadjustedSplitFinding,
  type UnadjustedSplitOptions,
} from "./checks/unadjusted-split.ts";
import {
  unreadableRecord,
  type UnreadableRecordFinding,
  type UnreadableRecordOptions,
} from "./checks/unreadable-record.ts";
import type { QualityCheck } from "./quality-check.ts";

/** The options of each check by its kind. */
export interface QualityOptionsByKind {
  readonly "unreadable-record": UnreadableRecordOptions;
  readonly "duplicate-date": DuplicateDateOptions;
  readonly "non-positive-price": NonPositivePriceOptions;
  readonly "unadjusted-split": UnadjustedSplitOptions;
  readonly outlier: OutlierOptions;
  readonly "stale-price": StalePriceOptions;
  readonly gap: GapOptions;
  readonly "non-trading-day": NonTradingDayOptions;
  readonly "short-history": ShortHistoryOptions;
}

/** Something that a check found, told apart by `kind`. */
export type QualityFinding =
  | UnreadableRecordFinding
  | DuplicateDateFinding
  | NonPositivePriceFinding
  | UnadjustedSplitFinding
  | OutlierFinding
  | StalePriceFinding
  | GapFinding
  | NonTradingDayFinding
  | ShortHistoryFinding;

/** The name of a check and of its findings. */
export type QualityKind = QualityFinding["kind"];

/** All checks, in the order in which they report. */
export const qualityChecks: {
  readonly [Kind in QualityKind]: QualityCheck<QualityOptionsByKind[Kind], Extract<QualityFinding, { kind: Kind }>>;
} = {
  "unreadable-record": unreadableRecord,
  "duplicate-date": duplicateDate,
  "non-positive-price": nonPositivePrice,
  "unadjusted-split": unadjustedSplit,
  outlier,
  "stale-price": stalePrice,
  gap,
  "non-trading-day": nonTradingDay,
  "short-history": shortHistory,
};
