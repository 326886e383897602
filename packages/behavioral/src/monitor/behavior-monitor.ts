import { attempt, invalidInput } from "@plimsoll/core";
import { analyzeBehavior, type BehaviorReport } from "../analyze-behavior.ts";
import type { BiasKey } from "../detectors/bias-key.ts";
import type { SplitRecord } from "../input/behavior-input.ts";
import { type BehaviorOptions, readOptions } from "../input/behavior-options.ts";
import { readLocalTime } from "../input/local-time.ts";
import { readTrades, type Trade } from "../input/read-trades.ts";
import { SplitHistory } from "../input/split-history.ts";
import type { TradeRecord } from "../input/trade-record.ts";
import type { InvestorProfile } from "../profile/investor-profile.ts";
import { LiveRecord } from "./live-record.ts";
import { alertOf, alertsOfFit, type MonitorAlert } from "./monitor-alert.ts";
import { checkCheckpoint, type Fit, type MonitorCheckpoint, type MonitorEvent } from "./monitor-checkpoint.ts";
import { type MonitorHistory, type MonitorProfile, type PriceObservation, readProfile } from "./monitor-profile.ts";
import { reviewTrade } from "./review-trade.ts";
import type { TradeReview } from "./trade-review.ts";

/** What recording a trade says. */
export interface RecordedTrade {
  /** As given, or `"row-<n>"`. */
  readonly id: string;
  /** Biases that the record speaks for since this trade. */
  readonly alerts: readonly MonitorAlert[];
}

/** Watches one investor's trades as they come. See {@link behaviorMonitor}. */
export interface BehaviorMonitor {
  /** Takes prices in. Throws `INVALID_INPUT` naming the asset whose price or split is not above zero. */
  observe(observation: PriceObservation): void;
  /** Which biases the trade would feed, by the last fit; the record stays as it is. */
  review(proposedTrade: TradeRecord): TradeReview;
  /** Takes a trade in: time proportional to the positions held, if trades come in time order. */
  record(trade: TradeRecord): RecordedTrade;
  /** The report on all that was taken in: that of {@link analyzeBehavior}. Fitted anew only if something came since. */
  report(): BehaviorReport;
  /** All alerts so far, each bias once. */
  readonly alerts: readonly MonitorAlert[];
  /** All that was taken in, as `analyzeBehavior` reads it. */
  history(): MonitorHistory;
  /** The monitor as JSON, for {@link restoreBehaviorMonitor}. */
  toJSON(): MonitorCheckpoint;
}

/**
 * A monitor of one investor: prices and trades as they come, a review before a trade, alerts after it, the whole report on
 * demand.
 *
 * `profile` is what is known at the start: nothing, `{ history, options, report, falseAlarmRate }`, or the `profile` of an
 * earlier report. A review never refits, but for the first one of a monitor that has trades and no report. `record` tests
 * the disposition effect after each sale, `report` every bias with a p-value; both by evidence that is valid however often
 * one looks (definition 46), so an unbiased investor is ever alerted to a bias with probability at most `falseAlarmRate`.
 * Nothing reads a clock: what the monitor says depends on what it was told, in that order.
 *
 * @throws `INVALID_INPUT` naming the field: as {@link analyzeBehavior}; an unknown field of the profile.
 *
 * @example
 * ```ts
 * import { behaviorMonitor, restoreBehaviorMonitor } from "@plimsoll/behavioral";
 *
 * const monitor = behaviorMonitor();
 * monitor.record({ side: "buy", asset: "A", quantity: 10, price: 100, at: "2024-01-02T15:00:00Z" });
 * monitor.record({ side: "buy", asset: "B", quantity: 10, price: 100, at: "2024-01-02T15:01:00Z" });
 * monitor.observe({ at: "2024-03-01T14:00:00Z", prices: { A: 120, B: 80 } });
 *
 * const sale = { side: "sell", asset: "A", quantity: 10, price: 120, at: "2024-03-01T15:00:00Z" } as const;
 * console.log(monitor.review(sale).concerns.map(({ bias }) => bias).join(" ")); // disposition anchoring
 * console.log(monitor.record(sale).alerts.length); // 0: one sale proves nothing
 * console.log(monitor.report().biases.disposition.status); // insufficient
 *
 * const again = restoreBehaviorMonitor(JSON.parse(JSON.stringify(monitor)));
 * console.log(again.history().trades.length); // 3
 * ```
 */
export function behaviorMonitor(profile: MonitorProfile | InvestorProfile = {}): BehaviorMonitor {
  const { history, options, biases, investor, falseAlarmRate } = readProfile(profile);
  const fit: Fit = {
    biases,
    profile: investor,
    trades: biases === null || history.trades.length === 0 ? null : history.trades.length,
  };
  return new Monitor({ version: 1, history, options, falseAlarmRate, events: [], fit, alerts: [] });
}

/**
 * The monitor that a checkpoint describes: it goes on as the one that wrote it would have.
 *
 * @throws `INVALID_INPUT` naming the field: not a checkpoint of version 1; a trade or price in it that is not valid.
 */
export function restoreBehaviorMonitor(checkpoint: MonitorCheckpoint): BehaviorMonitor {
  checkCheckpoint(checkpoint);
  return new Monitor(checkpoint);
}

class Monitor implements BehaviorMonitor {
  readonly #base: MonitorHistory;
  readonly #options: BehaviorOptions;
  readonly #falseAlarmRate: number;
  readonly #events: MonitorEvent[];
  readonly #alerts: MonitorAlert[];
  readonly #alerted: Set<BiasKey>;
  readonly #ids: Set<string>;
  #splits: SplitRecord[];
  #rows: number;
  #lastTrade = "";
  #fit: Fit;
  #live: LiveRecord;
  #report: BehaviorReport | null = null;

  constructor({ history, options, falseAlarmRate, events, fit, alerts }: MonitorCheckpoint) {
    this.#base = history;
    this.#options = options;
    this.#falseAlarmRate = falseAlarmRate;
    this.#events = [...events];
    this.#alerts = [...alerts];
    this.#alerted = new Set(alerts.map(({ bias }) => bias));
    this.#fit = fit;
    this.#splits = [...(history.splits ?? [])];
    this.#ids = new Set();
    this.#rows = 0;
    for (const trade of history.trades) this.#name(trade);
    for (const event of events) {
      if (event.kind === "trade") this.#name(event.trade);
      else this.#splits.push(...splitsOf(event.observation));
    }
    this.#live = this.#replay();
  }

  get alerts(): readonly MonitorAlert[] {
    return [...this.#alerts];
  }

  observe(observation: PriceObservation): void {
    const { at, prices } = observation;
    readLocalTime(at, "at", this.#base.timeZone);
    for (const [asset, price] of Object.entries(prices)) {
      if (!(price > 0 && Number.isFinite(price))) {
        throw invalidInput(`prices.${asset}`, `prices at ${at}, ${asset}: expected a price above 0, was ${price}`);
      }
    }
    const splits = splitsOf(observation);
    for (const { asset, ratio } of splits) {
      if (!(ratio > 0 && Number.isFinite(ratio))) {
        throw invalidInput(`splits.${asset}`, `splits at ${at}, ${asset}: expected a ratio above 0, was ${ratio}`);
      }
    }
    this.#events.push({ kind: "prices", observation });
    this.#report = null;
    if (splits.length > 0) {
      // all earlier units change
      this.#splits = [...this.#splits, ...splits];
      this.#live = this.#replay();
    } else this.#live.observe(at, prices);
  }

  review(proposedTrade: TradeRecord): TradeReview {
    if (this.#fit.biases === null && this.#rows > 0) this.report();
    const { biases, profile, trades } = this.#fit;
    const trade = this.#read({ ...proposedTrade, id: "proposed" }, "proposed trade");
    if (trade === null) return { fittedTrades: trades, concerns: [] };
    const { accounts, memory } = this.#live;
    const { timeZone } = this.#base;
    return reviewTrade({ trade, accounts, memory, profile, context: this.#base, timeZone }, biases, trades);
  }

  record(record: TradeRecord): RecordedTrade {
    const id = record.id ?? `row-${this.#rows + 1}`;
    const trade = this.#read({ ...record, id }, `trade ${id}`);
    if (this.#ids.has(id)) throw invalidInput("trade.id", `trade ${id}: the id is taken by an earlier trade`);
    this.#name(record);
    this.#events.push({ kind: "trade", trade: record });
    this.#report = null;
    if (trade === null) return { id, alerts: [] };
    if (this.#live.isLate(trade)) {
      // what came before has to be seen in its order
      this.#live = this.#replay();
      return { id, alerts: [] };
    }
    const found = this.#live.record(trade);
    const threshold = 1 / this.#falseAlarmRate;
    if (found === null || this.#alerted.has("disposition")) return { id, alerts: [] };
    const { evidence, effect, standardError } = found;
    if (evidence < threshold || !(effect > 0)) return { id, alerts: [] };
    return {
      id,
      alerts: this.#raise([alertOf({ bias: "disposition", trade: id, evidence, threshold, effect, standardError })]),
    };
  }

  report(): BehaviorReport {
    if (this.#report !== null) return this.#report;
    const report = analyzeBehavior(this.history(), this.#options);
    this.#report = report;
    this.#fit = { biases: report.biases, profile: report.profile, trades: this.#rows };
    // sales have a test of their own
    const passed = new Set<BiasKey>([...this.#alerted, "disposition"]);
    this.#raise(alertsOfFit(report.biases, this.#lastTrade, 1 / this.#falseAlarmRate, passed));
    return report;
  }

  history(): MonitorHistory {
    const trades = [...this.#base.trades];
    const prices = [...this.#base.prices];
    for (const event of this.#events) {
      if (event.kind === "trade") trades.push(event.trade);
      else {
        const { at } = event.observation;
        for (const [asset, price] of Object.entries(event.observation.prices)) prices.push({ asset, at, price });
      }
    }
    return { ...this.#base, ...(this.#splits.length > 0 ? { splits: [...this.#splits] } : {}), trades, prices };
  }

  toJSON(): MonitorCheckpoint {
    return {
      version: 1,
      history: this.#base,
      options: this.#options,
      falseAlarmRate: this.#falseAlarmRate,
      events: [...this.#events],
      fit: this.#fit,
      alerts: [...this.#alerts],
    };
  }

  #raise(alerts: MonitorAlert[]): MonitorAlert[] {
    for (const alert of alerts) this.#alerted.add(alert.bias);
    this.#alerts.push(...alerts);
    return alerts;
  }

  /** Counts a trade's row and takes its id. */
  #name({ id }: TradeRecord): void {
    this.#rows += 1;
    this.#lastTrade = id ?? `row-${this.#rows}`;
    this.#ids.add(this.#lastTrade);
  }

  /** A valid trade, `null` for one of zero units; errors name the trade instead of a row. */
  #read(record: TradeRecord & { readonly id: string }, name: string): Trade | null {
    const read = attempt(() => readTrades([record], this.#base.timeZone, this.#history()));
    if (read.success) return read.data.trades[0] ?? null;
    const { details, message } = read.error;
    const argument = "argument" in details ? details.argument.replace("trades[0]", "trade") : "trade";
    throw invalidInput(argument, message.replace("row 1 of the trades", name).replace("trades[0]", name));
  }

  #history(): SplitHistory {
    return new SplitHistory(this.#splits, this.#base.timeZone);
  }

  /** The live record of all that was taken in. */
  #replay(): LiveRecord {
    const { ledger } = readOptions(this.#options);
    const { timeZone } = this.#base;
    const live = new LiveRecord(ledger, timeZone, this.#history());
    live.replay(this.history());
    return live;
  }
}

function splitsOf({ at, splits = {} }: PriceObservation): SplitRecord[] {
  return Object.entries(splits).map(([asset, ratio]) => ({ asset, at, ratio }));
}
