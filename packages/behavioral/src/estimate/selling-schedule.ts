import type { SaleChoice, SaleDay } from "../choice-set/sale-days.ts";
import { withinRegression } from "./within-regression.ts";

/** How the chance of a sale goes with the return, for positions held so many calendar days. */
export interface ScheduleBin {
  readonly name: "upTo20Days" | "upTo250Days" | "over250Days";
  /** Change of the chance of a sale per unit of gain and per unit of loss (both >= 0), and its jump at zero. */
  readonly gainSlope: number;
  readonly lossSlope: number;
  readonly jump: number;
  readonly jumpStandardError: number;
  readonly positions: number;
}

const bins = [
  { name: "upTo20Days", from: 0, until: 20 },
  { name: "upTo250Days", from: 21, until: 250 },
  { name: "over250Days", from: 251, until: Infinity },
] as const;

/** Fewer positions than this tell nothing of four coefficients. */
const fewest = 50;

/**
 * The selling schedule of Ben-David & Hirshleifer (2012): a linear probability of a sale on gain, loss, their sign and
 * the root of the days held, by holding period, with a level for each sale day and errors clustered by it. A V shape
 * (both slopes up) without a jump at zero is no loss aversion. Bins without enough positions are left out.
 */
export function sellingSchedule(saleDays: readonly SaleDay[]): ScheduleBin[] {
  return bins.flatMap(({ name, from, until }) => {
    const groups = saleDays.map(({ choices }) =>
      choices.filter(({ daysHeld }) => daysHeld >= from && daysHeld <= until),
    );
    const positions = groups.reduce((sum, { length }) => sum + length, 0);
    if (positions < fewest) return [];
    const regression = (width: number): ReturnType<typeof withinRegression> =>
      withinRegression(
        groups.map((choices) => ({
          response: soldOf(choices),
          covariates: Float64Array.from(choices.flatMap((choice) => describe(choice).slice(0, width))),
        })),
        width,
      );
    // where all are held as long, the time is in the level of the day
    const fit = regression(4) ?? regression(3);
    if (fit === null) return [];
    const [gainSlope, lossSlope, jump] = fit.coefficients as unknown as [number, number, number];
    return [{ name, gainSlope, lossSlope, jump, jumpStandardError: fit.standardErrors[2]!, positions }];
  });
}

function describe({ return: rate, daysHeld }: SaleChoice): number[] {
  return [Math.max(0, rate), Math.max(0, -rate), rate > 0 ? 1 : 0, Math.sqrt(daysHeld)];
}

/** How much likelier the best and the worst position of a day are sold, others of their return held equal. */
export interface RankEffect {
  readonly best: number;
  readonly bestStandardError: number;
  readonly worst: number;
  readonly worstStandardError: number;
  readonly saleDays: number;
}

/** Positions a day must have to have a middle. */
const fewestRanked = 5;

/**
 * The rank effect (Hartzmark 2015): a linear probability of a sale on being the best and the worst of the positions by
 * return, with gain, loss and their sign beside it, on days with at least five positions. `null` where days are few.
 */
export function rankEffect(saleDays: readonly SaleDay[]): RankEffect | null {
  const groups = saleDays.filter(({ choices }) => choices.length >= fewestRanked);
  const fit = withinRegression(
    groups.map(({ choices }) => {
      const returns = choices.map(({ return: rate }) => rate);
      const [best, worst] = [Math.max(...returns), Math.min(...returns)];
      return {
        response: soldOf(choices),
        covariates: Float64Array.from(
          returns.flatMap((rate) => [
            rate === best ? 1 : 0,
            rate === worst ? 1 : 0,
            Math.max(0, rate),
            Math.max(0, -rate),
            rate > 0 ? 1 : 0,
          ]),
        ),
      };
    }),
    5,
  );
  if (fit === null) return null;
  return {
    best: fit.coefficients[0]!,
    bestStandardError: fit.standardErrors[0]!,
    worst: fit.coefficients[1]!,
    worstStandardError: fit.standardErrors[1]!,
    saleDays: fit.groups,
  };
}

function soldOf(choices: readonly SaleChoice[]): Float64Array {
  return Float64Array.from(choices, ({ sold }) => (sold ? 1 : 0));
}
