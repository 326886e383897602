import { invalidInput, PlimsollError } from "@plimsoll/core";
import { findMinimum, findRoot } from "@plimsoll/numeric";
import { checkFinite, checkPositive } from "../input/checks.ts";

/** A payment of the investor: in is negative, out (and the final value) positive. */
export interface CashFlow {
  /** An ISO date, or a time in years. */
  readonly at: string | number;
  readonly amount: number;
}

/** Options of {@link moneyWeightedReturn}. */
export interface MoneyWeightedOptions {
  /**
   * Days of a year between ISO dates: 365 is what spreadsheets' XIRR counts.
   * @defaultValue 365
   */
  readonly daysPerYear?: number;
}

/** The rates at which the flows are worth nothing. */
export interface MoneyWeightedReturn {
  /** Annual: the root nearest to 0. */
  readonly rate: number;
  /** All roots between -99.995 % and about 2 million per cent, ascending. */
  readonly roots: readonly number[];
  /** Whether `rate` is the only one, so that it means something by itself. */
  readonly unique: boolean;
  /** Years from the first flow to the last. */
  readonly years: number;
  /** (1 + rate)^years - 1: the return of the whole time. */
  readonly total: number;
}

/** Logarithmic rates that are searched. */
const range = 10;
const steps = 800;

function yearsOf(at: string | number, argument: string, daysPerYear: number): number {
  if (typeof at === "number") return checkFinite(at, argument);
  const day = Date.parse(`${at}T00:00:00Z`) / 86_400_000;
  if (Number.isNaN(day)) {
    throw invalidInput(argument, `${argument}: expected an ISO date (2024-01-31) or years, was "${at}"`, {
      received: at,
    });
  }
  return day / daysPerYear;
}

/**
 * Money-weighted return: the annual rate r with sum c_i (1 + r)^(-t_i) = 0, the internal rate of return. Every root is found
 * between wide limits, roots that only touch zero included; flows that change sign more than once can have several or none.
 *
 * Throws `INVALID_INPUT` when all flows have one sign or lie on one day, or no rate balances them.
 *
 * @example
 * ```ts
 * import { moneyWeightedReturn } from "@plimsoll/risk";
 *
 * const { rate, unique } = moneyWeightedReturn([
 *   { at: "2023-01-01", amount: -100 },
 *   { at: "2023-07-02", amount: -50 },
 *   { at: "2024-01-01", amount: 165 },
 * ]);
 * console.log(rate.toFixed(4), unique); // 0.1206 true
 * ```
 */
export function moneyWeightedReturn(
  flows: readonly CashFlow[],
  options: MoneyWeightedOptions = {},
): MoneyWeightedReturn {
  const daysPerYear = checkPositive(options.daysPerYear ?? 365, "daysPerYear");
  if (flows.length < 2) {
    throw new PlimsollError("NOT_ENOUGH_DATA", `flows: at least 2 are needed, there are ${flows.length}`, {
      required: 2,
      available: flows.length,
      argument: "flows",
    });
  }
  const amounts = flows.map(({ amount }, i) => checkFinite(amount, `flows[${i}].amount`));
  const dates = flows.map(({ at }, i) => yearsOf(at, `flows[${i}].at`, daysPerYear));
  const first = Math.min(...dates);
  const times = dates.map((date) => date - first);
  const years = Math.max(...times);
  const positive = amounts.some((amount) => amount > 0);
  const negative = amounts.some((amount) => amount < 0);
  if (!positive || !negative || years === 0) {
    throw invalidInput(
      "flows",
      positive && negative
        ? "flows: all lie on one day: add the value at a later one"
        : "flows: expected money in (negative) and money or value out (positive): add the final value",
    );
  }
  // scaled by the largest present value, so that far ends neither overflow nor vanish
  const value = (x: number): number => {
    const largest = Math.max(...times.map((time) => -x * time));
    return amounts.reduce((sum, amount, i) => sum + amount * Math.exp(-x * times[i]! - largest), 0);
  };
  const roots = rootsOf(
    value,
    amounts.reduce((most, amount) => Math.max(most, Math.abs(amount)), 0),
  );
  if (roots.length === 0) {
    throw invalidInput("flows", "flows: no annual rate balances them: check their signs and order");
  }
  const rates = roots.map(Math.expm1);
  const nearest = roots.reduce((best, root) => (Math.abs(root) < Math.abs(best) ? root : best));
  return {
    rate: Math.expm1(nearest),
    roots: rates,
    unique: rates.length === 1,
    years,
    total: Math.expm1(nearest * years),
  };
}

/** Zeros of a smooth function of the logarithmic rate: sign changes on a grid, and extremes that touch zero between them. */
function rootsOf(value: (x: number) => number, size: number): number[] {
  const grid = Array.from({ length: steps + 1 }, (_, k) => -range + (2 * range * k) / steps);
  const values = grid.map(value);
  const roots: number[] = [];
  for (let k = 1; k <= steps; k++) {
    const [before, here] = [values[k - 1]!, values[k]!];
    if (before === 0) roots.push(grid[k - 1]!);
    else if (before * here < 0) roots.push(findRoot(value, grid[k - 1]!, grid[k]!));
    const after = values[k + 1];
    if (after === undefined || before * here <= 0 || here * after <= 0) continue;
    if (Math.abs(here) > Math.abs(before) || Math.abs(here) > Math.abs(after)) continue;
    const sign = Math.sign(here);
    const low = findMinimum((x) => sign * value(x), grid[k - 1]!, grid[k + 1]!, { tolerance: 1e-10 });
    if (Math.abs(low.value) <= 1e-13 * size) roots.push(low.x);
    else if (low.value < 0) {
      roots.push(findRoot(value, grid[k - 1]!, low.x), findRoot(value, low.x, grid[k + 1]!));
    }
  }
  if (values[steps] === 0) roots.push(grid[steps]!);
  return roots.sort((a, b) => a - b);
}
