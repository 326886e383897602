import { invalidInput } from "@plimsoll/core";
import type { BehaviorReport } from "../analyze-behavior.ts";
import type { BehaviorInput } from "../input/behavior-input.ts";
import type { BehaviorOptions } from "../input/behavior-options.ts";
import { dayText } from "../input/local-time.ts";
import type { PriceRecord } from "../input/price-history.ts";
import type { InvestorProfile } from "../profile/investor-profile.ts";

/** What a monitor starts from; all of it may be left out. */
export interface MonitorProfile {
  /**
   * The record so far, as {@link analyzeBehavior} reads it: it belongs to every later report and to the evidence behind
   * alerts.
   * @defaultValue an empty account
   */
  readonly history?: Partial<BehaviorInput> | undefined;
  /** Options of the analysis. */
  readonly options?: BehaviorOptions | undefined;
  /** An earlier report: reviews go by it until the first refit. */
  readonly report?: Pick<BehaviorReport, "biases" | "profile"> | undefined;
  /**
   * Chance that an unbiased investor is ever alerted to a bias, for each bias, in (0, 1).
   * @defaultValue 0.05
   */
  readonly falseAlarmRate?: number | undefined;
}

/** A monitor's history: prices as rows, so that JSON holds it. */
export type MonitorHistory = Omit<BehaviorInput, "prices"> & { readonly prices: readonly PriceRecord[] };

/** Prices observed at one moment. */
export interface PriceObservation {
  /** ISO date or time. */
  readonly at: string;
  readonly prices: Readonly<Record<string, number>>;
  /** New units for each old one of the assets that split at this moment. */
  readonly splits?: Readonly<Record<string, number>> | undefined;
}

const keys = new Set(["history", "options", "report", "falseAlarmRate"]);

/** A profile with its parts in place; a bare {@link InvestorProfile} counts as a report without biases. */
export function readProfile(profile: MonitorProfile | InvestorProfile): {
  readonly history: MonitorHistory;
  readonly options: BehaviorOptions;
  readonly biases: BehaviorReport["biases"] | null;
  readonly investor: InvestorProfile | null;
  readonly falseAlarmRate: number;
} {
  if ("riskTolerance" in profile) {
    return { history: asRows({}), options: {}, biases: null, investor: profile, falseAlarmRate: 0.05 };
  }
  const stranger = Object.keys(profile).find((key) => !keys.has(key));
  if (stranger !== undefined) {
    throw invalidInput(
      stranger,
      `the monitor's profile has no field "${stranger}": expected history, options, report, falseAlarmRate, or a report's profile`,
    );
  }
  const { history = {}, options = {}, report, falseAlarmRate = 0.05 } = profile;
  if (!(falseAlarmRate > 0 && falseAlarmRate < 1)) {
    throw invalidInput("falseAlarmRate", `expected a false alarm rate between 0 and 1, was ${falseAlarmRate}`);
  }
  return {
    history: asRows(history),
    options,
    biases: report?.biases ?? null,
    investor: report?.profile ?? null,
    falseAlarmRate,
  };
}

function asRows({ trades = [], prices = [], ...rest }: Partial<BehaviorInput>): MonitorHistory {
  if (!("axis" in prices)) return { ...rest, trades: [...trades], prices: [...prices] };
  const rows: PriceRecord[] = [];
  prices.index.forEach((moment, row) => {
    const at = prices.axis === "day" ? dayText(moment) : new Date(moment).toISOString();
    prices.assets.forEach((asset, column) => {
      const price = prices.values[row * prices.columns + column]!;
      if (!Number.isNaN(price)) rows.push({ asset, at, price });
    });
  });
  return { ...rest, trades: [...trades], prices: rows };
}
