import { invalidInput } from "@plimsoll/core";
import * as z from "zod";
import { parseAs } from "../input/parse.ts";
import { compileMetric, type CompiledMetric, type MonitorMetric } from "./monitor-metric.ts";

/** A limit with hysteresis: `clear` <= `warn` <= `max`. */
export interface RiskLimit {
  readonly metric: MonitorMetric;
  /** Above it the limit is breached. */
  readonly max: number;
  /** Above it comes a warning. @defaultValue none */
  readonly warn?: number;
  /** Not above it a warning or breach is over. @defaultValue `warn`, else `max` */
  readonly clear?: number;
  /** Milliseconds in which the same kind of alert isn't repeated. @defaultValue 0 */
  readonly cooldown?: number;
  /** Updates in breach, one after the other, until an alert of kind `escalation`. @defaultValue never */
  readonly escalateAfter?: number;
}

/** Where a limit stands. */
export type LimitLevel = "clear" | "warn" | "breach";

/** What a limit remembers between updates. Plain JSON. */
export interface LimitState {
  readonly level: LimitLevel;
  /** Updates in breach so far. */
  readonly breached: number;
  /** Last time of each kind of alert, epoch milliseconds. */
  readonly alerted: Readonly<Partial<Record<AlertKind, number>>>;
  /** Alerts that cooldown held back since the last one of the kind. */
  readonly suppressed: Readonly<Partial<Record<AlertKind, number>>>;
}

/** What an alert says happened. */
export type AlertKind = "warn" | "breach" | "escalation" | "clear";

/** A limit that is ready to be checked. */
export interface CompiledLimit {
  readonly metric: CompiledMetric;
  readonly max: number;
  readonly warn: number;
  readonly clear: number;
  readonly cooldown: number;
  readonly escalateAfter: number;
}

export const RiskLimitSchema: z.ZodType<RiskLimit> = z.strictObject({
  metric: z.string() as unknown as z.ZodType<MonitorMetric>,
  max: z.number(),
  warn: z.exactOptional(z.number()),
  clear: z.exactOptional(z.number()),
  cooldown: z.exactOptional(z.number().min(0)),
  escalateAfter: z.exactOptional(z.int().min(1)),
});

/** Checks limits; throws `INVALID_INPUT` naming the one that is wrong. */
export function compileLimits(limits: readonly RiskLimit[]): readonly CompiledLimit[] {
  if (limits.length === 0) throw invalidInput("limits", "limits: expected at least one");
  const repeated = limits.findIndex(({ metric }, i) => limits.findIndex((other) => other.metric === metric) < i);
  if (repeated !== -1) {
    const { metric } = limits[repeated]!;
    throw invalidInput(`limits[${repeated}].metric`, `limits[${repeated}].metric: "${metric}" has a limit already`);
  }
  return limits.map((limit, i) => {
    const name = `limits[${i}]`;
    const { metric, max, warn, clear, cooldown = 0, escalateAfter = Infinity } = parseAs(RiskLimitSchema, limit, name);
    const lower = clear ?? warn ?? max;
    if (warn !== undefined && warn > max) {
      throw invalidInput(`${name}.warn`, `${name}.warn: expected at most max ${max}, was ${warn}`);
    }
    if (lower > (warn ?? max)) {
      throw invalidInput(`${name}.clear`, `${name}.clear: expected at most ${warn ?? max}, was ${lower}`);
    }
    return {
      metric: compileMetric(metric, `${name}.metric`),
      max,
      warn: warn ?? max,
      clear: lower,
      cooldown,
      escalateAfter,
    };
  });
}

export const initialState: LimitState = { level: "clear", breached: 0, alerted: {}, suppressed: {} };

/**
 * The next state of a limit and the alert it gives, if any. Up at once, down only at `clear`: a value between `clear` and `max`
 * keeps a breach open, so that noise around a level doesn't alert again and again.
 */
export function advance(
  limit: CompiledLimit,
  state: LimitState,
  value: number,
  at: number,
): { readonly state: LimitState; readonly alert: AlertKind | null; readonly suppressed: number } {
  const level: LimitLevel =
    value > limit.max
      ? "breach"
      : value <= limit.clear
        ? "clear"
        : state.level === "clear" && value > limit.warn
          ? "warn"
          : state.level;
  const breached = level === "breach" ? state.breached + 1 : 0;
  const kind: AlertKind | null =
    level !== state.level ? level : level === "breach" && breached === limit.escalateAfter ? "escalation" : null;
  if (kind === null) {
    const same = level === state.level && breached === state.breached;
    return { state: same ? state : { ...state, level, breached }, alert: null, suppressed: 0 };
  }
  const last = state.alerted[kind];
  const held = state.suppressed[kind] ?? 0;
  if (last !== undefined && at - last < limit.cooldown) {
    const suppressed = { ...state.suppressed, [kind]: held + 1 };
    return { state: { ...state, level, breached, suppressed }, alert: null, suppressed: 0 };
  }
  return {
    state: {
      level,
      breached,
      alerted: { ...state.alerted, [kind]: at },
      suppressed: { ...state.suppressed, [kind]: 0 },
    },
    alert: kind,
    suppressed: held,
  };
}
