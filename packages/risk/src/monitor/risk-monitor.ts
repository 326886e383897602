import { type DomainEvent, invalidInput, portfolioSchemaVersions, type RiskThresholdExceeded } from "@plimsoll/core";
import { checkPositive } from "../input/checks.ts";
import {
  advance,
  type AlertKind,
  compileLimits,
  initialState,
  type LimitState,
  type RiskLimit,
} from "./limit-state.ts";
import { type MetricInput, type MonitorMetric } from "./monitor-metric.ts";
import { parseCheckpoint, type RiskMonitorCheckpoint } from "./monitor-checkpoint.ts";
import { ReturnHistory } from "./return-history.ts";
import { SortedWindow } from "./sorted-window.ts";
import { namesOf, readTick, type TickValues, timeOf } from "./tick-values.ts";

/** What a monitor watches and how. Plain JSON. */
export interface RiskMonitorOptions {
  readonly limits: readonly RiskLimit[];
  /** Periods that VaR, ES and volatility look back on. @defaultValue 500 */
  readonly window?: number;
  /**
   * The returns behind VaR, ES and volatility: what the portfolio earned, or what today's weights would have earned over the
   * window.
   * @defaultValue "realised"
   */
  readonly revaluation?: "realised" | "historical";
  /** Names, where weights and returns come as plain numbers. @defaultValue those of the first update */
  readonly assets?: readonly string[];
  /** @defaultValue 252 */
  readonly periodsPerYear?: number;
  /** Of the owner, 0 to 1; breaches of measures that core knows then carry its `RiskThresholdExceeded`. @defaultValue none */
  readonly riskTolerance?: number;
}

/** One period. */
export interface MonitorUpdate {
  /** End of the period: an ISO date, an ISO instant with its zone, or epoch milliseconds; later than the one before. */
  readonly at: string | number;
  /** Fractions held through the period, which are today's weights. Assets that a record leaves out have none. */
  readonly weights: TickValues;
  /** Simple return of every asset over the period. */
  readonly returns: TickValues;
  /** What can be sold of each asset in a day, as a fraction of the portfolio; for `liquidation-days`. */
  readonly capacities?: TickValues;
}

/** A limit that changed its level. */
export interface RiskAlert {
  readonly kind: AlertKind;
  readonly metric: MonitorMetric;
  readonly value: number;
  /** The level that was crossed: `max`, `warn` or `clear`. */
  readonly limit: number;
  /** As given. */
  readonly at: string | number;
  /** Alerts of this kind that the cooldown held back since the last one. */
  readonly suppressed: number;
  /** For a breach of a measure that core knows, with `riskTolerance`; otherwise `null`. */
  readonly event: DomainEvent<"RiskThresholdExceeded", RiskThresholdExceeded> | null;
}

/** An order before it is sent. */
export interface ProposedOrder {
  /** Change of weight by asset, as fractions of the portfolio: 0.02 buys 2 %. */
  readonly changes: Readonly<Record<string, number>>;
}

/** What an order would do to the limits. */
export interface PreTradeCheck {
  /** Whether a limit would be above `max` that the order doesn't lower. */
  readonly breach: boolean;
  /** Both sides revalue the same history; `null` while there are too few returns. */
  readonly limits: readonly {
    readonly metric: MonitorMetric;
    readonly before: number | null;
    readonly after: number | null;
    readonly max: number;
    readonly level: "clear" | "warn" | "breach";
  }[];
}

/** A running monitor. */
export interface RiskMonitor {
  /** Takes in one period and returns the alerts it gives. A refused update changes nothing. */
  readonly update: (update: MonitorUpdate) => readonly RiskAlert[];
  /** Values after the last update; `null` while there are too few returns. */
  readonly metrics: () => Readonly<Record<string, number | null>>;
  /** Where each limit stands. */
  readonly levels: () => Readonly<Record<string, LimitState["level"]>>;
  /** Revalues the portfolio with an order over the window, before it is sent. */
  readonly wouldBreach: (order: ProposedOrder) => PreTradeCheck;
  /** Everything, as JSON: `resumeRiskMonitor` goes on with identical output. */
  readonly checkpoint: () => RiskMonitorCheckpoint;
}

/**
 * Watches the risk of a portfolio period by period, with limits that warn, breach and clear.
 *
 * VaR, ES and volatility come from the last `window` periods, equal to the batch functions on them; drawdown from all periods
 * since the start; exposure, concentration and liquidity from the weights. A metric is `null`, and alerts nothing, until it has
 * its observations (VaR and ES at confidence c: 1 / (1 - c)). O(assets) an update for realised returns, O(window x assets) for
 * historical revaluation. Throws `INVALID_INPUT` for bad limits, NaN, unknown assets and times that don't ascend.
 *
 * @example
 * ```ts
 * import { createRiskMonitor } from "@plimsoll/risk";
 *
 * const monitor = createRiskMonitor({ limits: [{ metric: "drawdown", max: 0.1, warn: 0.05, clear: 0.04 }] });
 * const day = (n: number, stocks: number) => ({ at: `2024-01-0${n}`, weights: { stocks: 1 }, returns: { stocks } });
 * for (const update of [day(1, -0.06), day(2, 0.015), day(3, -0.08), day(4, 0.2)]) {
 *   for (const { kind, value } of monitor.update(update)) console.log(update.at, kind, value.toFixed(3));
 * }
 * // 2024-01-01 warn 0.060
 * // 2024-01-03 breach 0.122
 * // 2024-01-04 clear 0.000
 * ```
 */
export function createRiskMonitor(options: RiskMonitorOptions): RiskMonitor {
  return build(options, null);
}

/**
 * A monitor that goes on from a checkpoint, also one that went through JSON. Throws `INVALID_INPUT` for one it can't read.
 *
 * @example
 * ```ts
 * import { createRiskMonitor, resumeRiskMonitor } from "@plimsoll/risk";
 *
 * const monitor = createRiskMonitor({ limits: [{ metric: "largest-position", max: 0.5 }] });
 * monitor.update({ at: "2024-01-01", weights: { a: 0.6, b: 0.4 }, returns: { a: 0.01, b: 0 } });
 * const resumed = resumeRiskMonitor(JSON.parse(JSON.stringify(monitor.checkpoint())));
 * console.log(resumed.levels()); // { 'largest-position': 'breach' }
 * ```
 */
export function resumeRiskMonitor(checkpoint: unknown): RiskMonitor {
  const parsed = parseCheckpoint(checkpoint);
  return build(parsed.options, parsed);
}

function build(options: RiskMonitorOptions, from: RiskMonitorCheckpoint | null): RiskMonitor {
  const limits = compileLimits(options.limits);
  const { window = 500, revaluation = "realised", periodsPerYear = 252, riskTolerance } = options;
  if (!Number.isInteger(window) || window < 2) {
    throw invalidInput("window", `window: expected a whole number of at least 2, was ${window}`);
  }
  const longest = limits.find(({ metric }) => metric.minimum > window);
  if (longest !== undefined) {
    const { name, minimum } = longest.metric;
    throw invalidInput("window", `window: "${name}" needs ${minimum} periods, the window holds ${window}: lengthen it`);
  }
  checkPositive(periodsPerYear, "periodsPerYear");
  if (riskTolerance !== undefined && !(riskTolerance >= 0 && riskTolerance <= 1)) {
    throw invalidInput("riskTolerance", `riskTolerance: expected a number from 0 to 1, was ${riskTolerance}`);
  }
  const realised = new SortedWindow(window);
  const chronological = new Float64Array(window);
  const revalued = new Float64Array(window);
  const ordered = new Float64Array(window);
  let assets = from?.assets ?? options.assets ?? null;
  let history = assets === null ? null : new ReturnHistory(window, assets.length);
  let weights = new Float64Array(assets?.length ?? 0);
  let capacities: Float64Array | null = null;
  let states: readonly LimitState[] = limits.map(() => initialState);
  let clock = -Infinity;
  let [wealth, peak, maxDrawdown] = [1, 1, 0];
  if (from !== null) {
    for (const value of from.realised) realised.add(value);
    for (const row of from.history) history?.add(Float64Array.from(row));
    weights = Float64Array.from(from.weights);
    capacities = from.capacities === null ? null : Float64Array.from(from.capacities);
    states = from.states;
    clock = from.clock ?? -Infinity;
    ({ wealth, peak, maxDrawdown } = from);
  }

  const inputFor = (held: Float64Array, historical: boolean): MetricInput => {
    const rest = { weights: held, capacities, periodsPerYear, drawdown: 1 - wealth / peak, maxDrawdown };
    if (!historical || history === null) {
      return {
        ...rest,
        sorted: realised.sorted(),
        chronological: realised.chronological(chronological).subarray(0, realised.count),
      };
    }
    const { count } = history;
    const series = history.revalue(held, revalued).subarray(0, count);
    const upwards = ordered.subarray(0, count);
    upwards.set(series);
    upwards.sort();
    return { ...rest, sorted: upwards, chronological: series };
  };
  const evaluate = (held: Float64Array, historical: boolean): readonly (number | null)[] => {
    const input = inputFor(held, historical);
    const available = input.sorted.length;
    return limits.map(({ metric }) =>
      available < metric.minimum || (assets === null && metric.minimum === 0) ? null : metric.value(input),
    );
  };

  const update = (tick: MonitorUpdate): readonly RiskAlert[] => {
    const at = timeOf(tick.at);
    if (!(at > clock)) {
      throw invalidInput("at", `at: expected a time after the last update, was ${tick.at}`, {
        received: String(tick.at),
      });
    }
    const names = assets ?? namesOf(tick.returns);
    const returns = readTick(tick.returns, names, "returns", "required");
    const held = readTick(tick.weights, names, "weights", "zero");
    const sellable = tick.capacities === undefined ? null : readTick(tick.capacities, names, "capacities", "zero");
    if (sellable === null && limits.some(({ metric }) => metric.name === "liquidation-days")) {
      throw invalidInput("capacities", "capacities: the limit on liquidation-days needs them with every update");
    }
    let gain = 0;
    for (let i = 0; i < held.length; i++) gain += held[i]! * returns[i]!;
    assets = names;
    history ??= new ReturnHistory(window, names.length);
    [clock, weights, capacities] = [at, held, sellable];
    history.add(returns);
    realised.add(gain);
    wealth *= 1 + gain;
    peak = Math.max(peak, wealth);
    maxDrawdown = Math.max(maxDrawdown, 1 - wealth / peak);
    const values = evaluate(held, revaluation === "historical");
    const alerts: RiskAlert[] = [];
    states = states.map((state, i) => {
      const value = values[i]!;
      const limit = limits[i]!;
      if (value === null) return state;
      const next = advance(limit, state, value, at);
      if (next.alert !== null) {
        const crossed = next.alert === "escalation" || next.alert === "breach" ? limit.max : limit[next.alert];
        const { measure, name } = limit.metric;
        alerts.push({
          kind: next.alert,
          metric: name,
          value,
          limit: crossed,
          at: tick.at,
          suppressed: next.suppressed,
          event:
            riskTolerance === undefined ||
            measure === null ||
            crossed !== limit.max ||
            next.alert === "clear" ||
            next.alert === "warn"
              ? null
              : {
                  type: "RiskThresholdExceeded",
                  schemaVersion: portfolioSchemaVersions.RiskThresholdExceeded,
                  data: { measure, value, limit: crossed, riskTolerance },
                },
        });
      }
      return next.state;
    });
    return alerts;
  };

  return Object.freeze({
    update,
    metrics: () => {
      const values = evaluate(weights, revaluation === "historical");
      return Object.fromEntries(limits.map(({ metric }, i) => [metric.name, values[i]!]));
    },
    levels: () => Object.fromEntries(limits.map(({ metric }, i) => [metric.name, states[i]!.level])),
    wouldBreach: ({ changes }: ProposedOrder): PreTradeCheck => {
      if (assets === null)
        throw invalidInput("changes", "changes: the monitor has no portfolio before its first update");
      const moved = readTick(changes, assets, "changes", "zero");
      const before = evaluate(weights, true);
      const after = evaluate(
        moved.map((change, i) => change + weights[i]!),
        true,
      );
      const checks = limits.map(({ metric, max, warn }, i) => ({
        metric: metric.name,
        before: before[i]!,
        after: after[i]!,
        max,
        level: levelOf(after[i]!, warn, max),
      }));
      const breach = checks.some(
        (check) => check.level === "breach" && (check.before === null || check.after >= check.before),
      );
      return { breach, limits: checks };
    },
    checkpoint: (): RiskMonitorCheckpoint => ({
      version: 1,
      options,
      assets,
      clock: clock === -Infinity ? null : clock,
      weights: Array.from(weights),
      capacities: capacities === null ? null : Array.from(capacities),
      realised: Array.from(realised.chronological()),
      history: history?.toRows() ?? [],
      states,
      wealth,
      peak,
      maxDrawdown,
    }),
  });
}

function levelOf(value: number | null, warn: number, max: number): "clear" | "warn" | "breach" {
  if (value === null) return "clear";
  return value > max ? "breach" : value > warn ? "warn" : "clear";
}
