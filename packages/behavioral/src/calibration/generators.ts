import type { BiasKey } from "../detectors/bias-key.ts";
import type { SimulateInvestorOptions } from "../simulate/options.ts";
import type { SimulatedInput } from "../simulate/policies/policy.ts";

/** A row of the calibration matrix: an investor drawn again and again, and what each detector should make of it. */
export interface Generator {
  readonly name: string;
  readonly investor: Omit<SimulateInvestorOptions, "seed">;
  /**
   * Biases planted, with the power that the golden table asks for where it has one. Every detector that is neither here nor
   * in `notIdentifiable` faces a true null.
   */
  readonly alternative?: Readonly<Partial<Record<BiasKey, number | null>>>;
  /** Detectors to which the planted trait and the bias look the same, or which see it in part, each with the reason. */
  readonly notIdentifiable?: Readonly<Partial<Record<BiasKey, string>>>;
  /** Nulls in which a rate below the band is right, each with the reason. */
  readonly conservative?: Readonly<Partial<Record<BiasKey, string>>>;
}

const everyInput: readonly SimulatedInput[] = [
  "benchmark",
  "universe",
  "peerFlow",
  "volumes",
  "news",
  "readingLog",
  "gambles",
  "riskyShares",
];

const sellsGains = "sales favour gains, and gains stand nearer to the 52-week high";
const sameTrades = "a rule on past returns buys the same assets: the trades cannot tell a strategy from a belief";

/** The generators, in the order of the report. */
export const generators: readonly Generator[] = [
  { name: "random, 10 sales", investor: { kind: "random", sales: 10 } },
  { name: "random, 20 sales", investor: { kind: "random", sales: 20 } },
  { name: "random, 50 sales", investor: { kind: "random", sales: 50 } },
  { name: "random, 200 sales", investor: { kind: "random", sales: 200 } },
  { name: "random, every input", investor: { kind: "random", sales: 60, assets: 30, inputs: everyInput } },
  { name: "random, fixed stakes", investor: { kind: "random", sales: 50, sizing: "fixed" } },
  { name: "random, GARCH prices", investor: { kind: "random", sales: 50, market: "garch" } },
  { name: "random, regime shifts", investor: { kind: "random", sales: 50, market: "regime-shift" } },
  { name: "random, 3 positions", investor: { kind: "random", sales: 50, positions: 3 } },
  { name: "random, 15 positions", investor: { kind: "random", sales: 50, positions: 15 } },
  { name: "rebalancer, 50 sales", investor: { kind: "rebalancer", strength: 1.5, sales: 50 } },
  { name: "rebalancer, 200 sales", investor: { kind: "rebalancer", strength: 1.5, sales: 200 } },
  { name: "rebalancer, fixed stakes", investor: { kind: "rebalancer", strength: 1.5, sales: 100, sizing: "fixed" } },
  { name: "band rebalancer", investor: { kind: "band-rebalancer", strength: 0.2, sales: 50 } },
  {
    name: "band rebalancer, no other sales",
    investor: { kind: "band-rebalancer", strength: 0.2, sales: 50, meanGap: 1e9 },
    conservative: { disposition: "weights alone decide every sale, so nothing is left for a test and it stays silent" },
  },
  { name: "calendar rebalancer", investor: { kind: "calendar-rebalancer", strength: 21, sales: 50 } },
  {
    name: "calendar rebalancer, no other sales",
    investor: { kind: "calendar-rebalancer", strength: 21, sales: 50, meanGap: 1e9 },
    conservative: { disposition: "weights alone decide every sale, so nothing is left for a test and it stays silent" },
  },
  {
    name: "V-shape seller",
    investor: { kind: "v-shape-seller", strength: 5, sales: 50 },
    notIdentifiable: { anchoring: "far-moved positions are sold, and those that rose far stand at their highs" },
  },
  {
    name: "tax seller, 50 sales",
    investor: { kind: "tax-seller", strength: 2, sales: 50 },
  },
  { name: "tax seller, 200 sales", investor: { kind: "tax-seller", strength: 2, sales: 200 } },
  {
    name: "momentum investor",
    investor: { kind: "momentum", strength: 3, sales: 100 },
    notIdentifiable: {
      recency: sameTrades,
      gamblersFallacy: sameTrades,
      disposition: "past losers are sold by rule, and most of them are losses: disposition reversed",
      anchoring: "past losers are sold by rule, and they stand far from their highs",
      regretAversion: "past losers are not bought back, whatever they were sold for",
      attention: "past winners had more days of large moves",
    },
  },
  ...[
    [1.6, 50, 0.28],
    [1.6, 100, 0.47],
    [1.6, 200, 0.79],
    [2.5, 20, 0.34],
    [2.5, 50, 0.7],
    [2.5, 100, 0.96],
    [4, 10, 0.36],
    [4, 20, 0.63],
    [4, 50, 0.96],
  ].map(([strength, sales, power]): Generator => ({
    name: `disposition, odds ratio ${strength}, ${sales} sales`,
    investor: { kind: "disposition", strength: strength!, sales: sales! },
    alternative: { disposition: power! },
    notIdentifiable: { anchoring: sellsGains },
  })),
  {
    name: "disposition, odds ratio 2.5, GARCH prices",
    investor: { kind: "disposition", strength: 2.5, sales: 50, market: "garch" },
    alternative: { disposition: null },
    notIdentifiable: { anchoring: sellsGains },
  },
  {
    name: "disposition, odds ratio 2.5, regime shifts",
    investor: { kind: "disposition", strength: 2.5, sales: 50, market: "regime-shift" },
    alternative: { disposition: null },
    notIdentifiable: { anchoring: sellsGains },
  },
  {
    name: "extrapolator",
    investor: { kind: "extrapolator", strength: 1.2, sales: 100 },
    alternative: { recency: null },
    notIdentifiable: {
      gamblersFallacy: "the same test, read in the other direction",
      attention: "past winners had more days of large moves",
      regretAversion: "assets that fell since their sale are recent losers",
    },
  },
  {
    name: "contrarian",
    investor: { kind: "contrarian", strength: 1.2, sales: 100 },
    alternative: { gamblersFallacy: null },
    notIdentifiable: {
      recency: "the same test, read in the other direction",
      attention: "past losers had more days of large moves",
      regretAversion: "assets that fell since their sale are recent losers",
    },
  },
  ...[0.1, 0.2, 0.4].map((strength): Generator => ({
    name: `herder, copies ${100 * strength} %`,
    investor: { kind: "herder", strength, sales: 100 },
    alternative: { herding: null },
  })),
  {
    name: "attention buyer",
    investor: { kind: "attention-buyer", strength: 10, sales: 60, assets: 30 },
    alternative: { attention: null },
  },
  {
    name: "regret",
    investor: { kind: "regret", strength: 3, sales: 100, assets: 30 },
    alternative: { regretAversion: null },
    notIdentifiable: {
      recency: "what fell since its sale is bought back: recent losers",
      gamblersFallacy: "what fell since its sale is bought back: recent losers",
    },
  },
  {
    name: "anchoring",
    investor: { kind: "anchoring", strength: 4, sales: 100 },
    alternative: { anchoring: null },
    notIdentifiable: { disposition: "positions at their 52-week high are gains" },
  },
  {
    name: "confirmation seeker",
    investor: { kind: "confirmation-seeker", strength: 3, sales: 60 },
    alternative: { confirmation: null },
  },
  {
    name: "loss averse in gambles",
    investor: { kind: "loss-averse", strength: 2.25, sales: 20 },
    alternative: { lossAversion: null },
  },
  {
    name: "inert",
    investor: { kind: "inert", strength: 0.5, sales: 20 },
    alternative: { statusQuo: null },
  },
  { name: "overtrader", investor: { kind: "overtrader", strength: 5, sales: 100 } },
  { name: "panic seller", investor: { kind: "panic-seller", strength: 0.2, sales: 50 } },
  {
    name: "lottery player",
    investor: { kind: "lottery-player", strength: 6, sales: 50 },
    notIdentifiable: {
      recency: "cheap assets are past losers, and assets that jumped are past winners",
      gamblersFallacy: "cheap assets are past losers, and assets that jumped are past winners",
      attention: "volatile assets have more days of extreme returns",
    },
  },
  { name: "under-diversified", investor: { kind: "under-diversified", strength: 3, sales: 50 } },
  {
    name: "mixed: disposition 2.5, extrapolator, herder",
    investor: { kind: "mixed", traits: { disposition: 2.5, extrapolator: 1.2, herder: 0.4 }, sales: 100 },
    alternative: { disposition: null, recency: null, herding: null },
    notIdentifiable: {
      anchoring: sellsGains,
      gamblersFallacy: "the same test, read in the other direction",
      attention: "past winners had more days of large moves",
      regretAversion: "assets that fell since their sale are recent losers",
    },
  },
  { name: "day trader", investor: { kind: "day-trader", sales: 360 } },
  {
    name: "bad-day trader",
    investor: { kind: "bad-day-trader", strength: 1.5, sales: 360 },
    notIdentifiable: {
      lossAversion: "on bad days both the morning's loss and the afternoon's size come from the day",
    },
  },
  ...[30, 60, 120].map((sales): Generator => ({
    name: `revenge trader, ${(sales * 5) / 6} pairs`,
    investor: { kind: "revenge-trader", strength: 1.5, sales },
    alternative: { revengeTrading: { 30: 0.51, 60: 0.8, 120: 0.97 }[sales] ?? null },
    notIdentifiable: {
      lossAversion: "larger trades after each loss add up to larger afternoons after losing mornings",
    },
  })),
  {
    name: "house-money trader",
    investor: { kind: "house-money-trader", strength: 1.5, sales: 360 },
    alternative: { houseMoney: null },
    notIdentifiable: {
      revengeTrading: "a day's last trade has the sign of its profit so far more often than not",
      breakEven: "more risk while ahead is less risk while behind",
      lossAversion: "afternoons after winning mornings are larger: loss aversion reversed",
    },
  },
  {
    name: "break-even trader",
    investor: { kind: "break-even-trader", strength: 1.5, sales: 360 },
    alternative: { breakEven: null },
    notIdentifiable: {
      revengeTrading: "a day's last trade has the sign of its profit so far more often than not",
      houseMoney: "more risk while behind is less risk while ahead",
      lossAversion: "afternoons after losing mornings are larger, which is what the regression looks for",
    },
  },
];

/** What a detector should make of a generator. */
export type Expectation = "null" | "alternative" | "not-identifiable";

export function expectationOf(generator: Generator, bias: BiasKey): Expectation {
  if (generator.alternative !== undefined && bias in generator.alternative) return "alternative";
  return generator.notIdentifiable !== undefined && bias in generator.notIdentifiable ? "not-identifiable" : "null";
}
