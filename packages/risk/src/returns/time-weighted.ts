import { invalidInput, PlimsollError } from "@plimsoll/core";
import { checkFinite, checkPositive } from "../input/checks.ts";

/** Options of {@link timeWeightedReturn}. */
export interface TimeWeightedOptions {
  /**
   * `flows[t]` comes in (negative: goes out) during period t, as long as the periods.
   * @defaultValue none
   */
  readonly flows?: readonly number[] | Float64Array;
  /**
   * Whether a flow is there from the start of its period or only at its end.
   * @defaultValue "end"
   */
  readonly timing?: "start" | "end";
  /**
   * For `annual`.
   * @defaultValue no annual figure
   */
  readonly periodsPerYear?: number;
}

/** Growth of one unit that flows don't touch. */
export interface TimeWeightedReturn {
  /** Product of 1 + the period returns, less 1. */
  readonly total: number;
  /** (1 + total)^(P / periods) - 1; `null` without `periodsPerYear`. */
  readonly annual: number | null;
  readonly periods: Float64Array;
}

function link(periods: Float64Array, periodsPerYear: number | undefined): TimeWeightedReturn {
  let wealth = 1;
  for (let t = 0; t < periods.length; t++) wealth *= 1 + periods[t]!;
  const annual =
    periodsPerYear === undefined
      ? null
      : Math.max(wealth, 0) ** (checkPositive(periodsPerYear, "periodsPerYear") / periods.length) - 1;
  return { total: wealth - 1, annual, periods };
}

/**
 * Time-weighted return of valuations with flows between them: r_t = (V_t - F_t) / V_(t-1) - 1 for a flow at the end of its
 * period, V_t / (V_(t-1) + F_t) - 1 at its start (Bacon 2008, section 2).
 *
 * `values` are the n + 1 values of the portfolio around n periods. Throws `NOT_ENOUGH_DATA` for fewer than two values and
 * `INVALID_INPUT` for one that isn't finite, flows of another length and a period that starts with nothing.
 *
 * @example
 * ```ts
 * import { timeWeightedReturn } from "@plimsoll/risk";
 *
 * const { total, periods } = timeWeightedReturn([100, 160, 176], { flows: [50, 0] });
 * console.log(total.toFixed(2), Array.from(periods, (r) => r.toFixed(2)).join(" ")); // 0.21 0.10 0.10
 * ```
 */
export function timeWeightedReturn(
  values: readonly number[] | Float64Array,
  options: TimeWeightedOptions = {},
): TimeWeightedReturn {
  const { flows, timing = "end", periodsPerYear } = options;
  if (values.length < 2) {
    throw new PlimsollError("NOT_ENOUGH_DATA", `values: at least 2 are needed, there are ${values.length}`, {
      required: 2,
      available: values.length,
      argument: "values",
    });
  }
  const count = values.length - 1;
  if (flows !== undefined && flows.length !== count) {
    throw invalidInput("flows", `flows: expected ${count}, one for each period, was ${flows.length}`, {
      expected: String(count),
      received: String(flows.length),
    });
  }
  const periods = Float64Array.from({ length: count }, (_, t) => {
    const before = checkFinite(values[t]!, `values[${t}]`);
    const after = checkFinite(values[t + 1]!, `values[${t + 1}]`);
    const flow = flows === undefined ? 0 : checkFinite(flows[t]!, `flows[${t}]`);
    const base = timing === "start" ? before + flow : before;
    if (!(base > 0)) {
      throw invalidInput(
        `values[${t}]`,
        `values[${t}]: period ${t} starts with ${base}, which has no return: begin where money is invested`,
        { received: String(base) },
      );
    }
    return (timing === "start" ? after : after - flow) / base - 1;
  });
  return link(periods, periodsPerYear);
}

/** One period of {@link modifiedDietz}. */
export interface DietzPeriod {
  readonly start: number;
  readonly end: number;
  /** `at` is the fraction of the period that has passed, 0 to 1; an amount that comes in is positive. */
  readonly flows?: readonly { readonly at: number; readonly amount: number }[];
}

/**
 * Modified Dietz return of one period, (E - B - F) / (B + sum w_i F_i), w_i the fraction of it that is left after flow i
 * (Dietz 1966; GIPS), or of several, linked.
 *
 * Throws `INVALID_INPUT` for numbers that aren't finite, `at` outside 0 to 1, and average capital that isn't positive.
 *
 * @example
 * ```ts
 * import { modifiedDietz } from "@plimsoll/risk";
 *
 * const { total } = modifiedDietz([{ start: 100, end: 160, flows: [{ at: 0.5, amount: 50 }] }]);
 * console.log(total.toFixed(4)); // 0.0800
 * ```
 */
export function modifiedDietz(
  periods: readonly DietzPeriod[],
  options: Pick<TimeWeightedOptions, "periodsPerYear"> = {},
): TimeWeightedReturn {
  if (periods.length === 0) {
    throw new PlimsollError("NOT_ENOUGH_DATA", "periods: at least 1 is needed, there are 0", {
      required: 1,
      available: 0,
      argument: "periods",
    });
  }
  const returns = Float64Array.from(periods, ({ start, end, flows = [] }, t) => {
    let capital = checkFinite(start, `periods[${t}].start`);
    let gain = checkFinite(end, `periods[${t}].end`) - start;
    flows.forEach(({ at, amount }, i) => {
      if (!(at >= 0 && at <= 1)) {
        throw invalidInput(`periods[${t}].flows[${i}].at`, `periods[${t}].flows[${i}].at: expected 0 to 1, was ${at}`);
      }
      capital += (1 - at) * checkFinite(amount, `periods[${t}].flows[${i}].amount`);
      gain -= amount;
    });
    if (!(capital > 0)) {
      throw invalidInput(
        `periods[${t}]`,
        `periods[${t}]: the average capital is ${capital}, which has no return: split the period at the large flow`,
      );
    }
    return gain / capital;
  });
  return link(returns, options.periodsPerYear);
}
