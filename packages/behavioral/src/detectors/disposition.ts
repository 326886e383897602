import { choleskyFactor, choleskySolve, normalCdf } from "@plimsoll/numeric";
import { type SaleChoice, type SaleDay, tie } from "../choice-set/sale-days.ts";
import { type ChoiceSet, conditionalLikelihood, fitConditionalLogit, restrict } from "../estimate/conditional-logit.ts";
import { mantelHaenszel, type Stratum } from "../estimate/mantel-haenszel.ts";
import { type Population, severity } from "../score/severity.ts";
import type { BiasResult } from "./bias-result.ts";

/** Covariates of a choice, in the order of the model's columns. */
const covariates: readonly {
  readonly name: string;
  readonly value: (choice: SaleChoice, december: boolean, size: number) => number;
}[] = [
  { name: "gain", value: (choice) => (choice.return > 0 ? 1 : 0) },
  { name: "weight", value: (choice, _december, size) => choice.weight * size },
  { name: "absolute-return", value: (choice) => Math.abs(choice.return) },
  { name: "december-loss", value: (choice, december) => (december && choice.return < 0 ? 1 : 0) },
];

/**
 * Log odds ratios of investors. Mean: Odean (1998, Table I), realised and paper gains 13883 and 79658, losses 11930 and
 * 110348, odds ratio 1.612. About one investor in five is reversed (Dhar & Zhu 2006), which puts the standard deviation
 * at mean / .8416.
 */
const meanLogOddsRatio = Math.log((13883 * 110348) / (79658 * 11930));
const dispositionPopulation: Population = {
  mean: meanLogOddsRatio,
  standardDeviation: meanLogOddsRatio / 0.8416212335729143,
};

/** Prior standard deviation: the population's root mean square, so that the prior is as wide as investors differ from none. */
const dispositionPrior: number = Math.hypot(dispositionPopulation.mean, dispositionPopulation.standardDeviation);

const minimumSampleSize = 10;
const firthBelow = 50;

/** Options of the disposition detector. */
export interface DispositionOptions {
  /**
   * Standard deviation of the prior on the log odds ratio.
   * @defaultValue 0.74, the root mean square of the published population
   */
  readonly priorStandardDeviation?: number;
}

/**
 * The disposition effect: the readiness to sell gains rather than losses, as the gain coefficient of a conditional logit
 * over the positions held on each sale day, controlled for weight, absolute return and December losses (definition 44).
 * Odean's proportions and the stratified odds ratio stand beside it in `counts`; they flag rebalancers, the score does not.
 */
export function disposition(days: readonly SaleDay[], options: DispositionOptions = {}): BiasResult {
  const untied = days.map(({ day, choices }) => ({
    day,
    choices: choices.filter((choice) => Math.abs(choice.return) > tie),
  }));
  const strata = untied.map(({ choices }) => stratumOf(choices));
  const counts = countsOf(strata);
  // a day informs only if something was sold and kept, and gains and losses were both there
  const informative = untied.filter(
    (_, index) =>
      strata[index]!.gainsSold + strata[index]!.lossesSold > 0 &&
      strata[index]!.gainsKept + strata[index]!.lossesKept > 0 &&
      strata[index]!.gainsSold + strata[index]!.gainsKept > 0 &&
      strata[index]!.lossesSold + strata[index]!.lossesKept > 0,
  );
  const base = {
    sampleSize: informative.length,
    minimumSampleSize,
    method: "controlled conditional logit",
    evidence: untied.flatMap(({ choices }) =>
      choices.filter(({ sold, return: rate }) => sold && rate > 0).flatMap(({ trades }) => trades),
    ),
    counts,
  };
  if (informative.length < minimumSampleSize) {
    return {
      ...base,
      status: "insufficient",
      score: null,
      interval: null,
      effect: null,
      standardError: null,
      pValue: null,
      percentile: null,
      confounds: [],
    };
  }

  const sets = untied.map(({ day, choices }) => choiceSetOf(choices, day.slice(5, 7) === "12"));
  const width = covariates.length;
  const free = estimable(sets, width);
  const firth = informative.length < firthBelow;
  let fit = fitConditionalLogit(sets, width, { firth, free });
  if (!fit.converged && !firth) fit = fitConditionalLogit(sets, width, { firth: true, free });
  const effect = fit.beta[0]!;
  const standardError = 1 / Math.sqrt(efficientInformation(fit.information, width, free));
  const z = scoreStatistic(sets, width, free, firth);
  const { score, interval } = severity(
    effect,
    standardError,
    options.priorStandardDeviation ?? dispositionPrior,
    dispositionPopulation,
  );
  const { mean, standardDeviation } = dispositionPopulation;
  return {
    ...base,
    status: "ok",
    score,
    interval,
    effect,
    standardError,
    pValue: 2 * normalCdf(-Math.abs(z)),
    percentile: 100 * normalCdf((effect - mean) / Math.hypot(standardDeviation, standardError)),
    confounds: confoundsOf(fit.beta, fit.information, width, free),
  };
}

function stratumOf(choices: readonly SaleChoice[]): Stratum {
  const count = (sold: boolean, gain: boolean): number =>
    choices.filter((choice) => choice.sold === sold && choice.return > 0 === gain).length;
  return {
    gainsSold: count(true, true),
    lossesSold: count(true, false),
    gainsKept: count(false, true),
    lossesKept: count(false, false),
  };
}

function countsOf(strata: readonly Stratum[]): Record<string, number | null> {
  const sum = (key: keyof Stratum): number => strata.reduce((total, stratum) => total + stratum[key], 0);
  const [rg, pg, rl, pl] = [sum("gainsSold"), sum("gainsKept"), sum("lossesSold"), sum("lossesKept")];
  const pooled = mantelHaenszel(strata);
  const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
  return {
    realizedGains: rg,
    paperGains: pg,
    realizedLosses: rl,
    paperLosses: pl,
    ...odeanProportions(rg, pg, rl, pl),
    oddsRatio: finite(pooled.oddsRatio),
    logOddsRatio: finite(pooled.logOddsRatio),
    logOddsRatioStandardError: finite(pooled.standardError),
    saleDays: strata.length,
  };
}

/**
 * Odean's (1998) proportions of gains and losses realised: PGR = RG / (RG + PG), PLR = RL / (RL + PL), the standard
 * error of their difference and z = (PGR - PLR) / standard error; null where a denominator is zero.
 */
export function odeanProportions(
  realizedGains: number,
  paperGains: number,
  realizedLosses: number,
  paperLosses: number,
): Record<"pgr" | "plr" | "proportionStandardError" | "proportionZ", number | null> {
  const gains = realizedGains + paperGains;
  const losses = realizedLosses + paperLosses;
  const pgr = gains === 0 ? null : realizedGains / gains;
  const plr = losses === 0 ? null : realizedLosses / losses;
  if (pgr === null || plr === null) return { pgr, plr, proportionStandardError: null, proportionZ: null };
  const error = Math.sqrt((pgr * (1 - pgr)) / gains + (plr * (1 - plr)) / losses);
  return { pgr, plr, proportionStandardError: error, proportionZ: error === 0 ? null : (pgr - plr) / error };
}

function choiceSetOf(choices: readonly SaleChoice[], december: boolean): ChoiceSet {
  const width = covariates.length;
  const values = new Float64Array(choices.length * width);
  choices.forEach((choice, row) => {
    covariates.forEach(({ value }, column) => {
      values[row * width + column] = value(choice, december, choices.length);
    });
  });
  const taken = Uint8Array.from(choices, ({ sold }) => (sold ? 1 : 0));
  return { size: choices.length, taken, chosen: taken.reduce((sum, sold) => sum + sold, 0), covariates: values };
}

/** Which columns the data can estimate beside the gain: a control without variation, or one that repeats others, is left out. */
function estimable(sets: readonly ChoiceSet[], width: number): boolean[] {
  const { information } = conditionalLikelihood(sets, new Float64Array(width));
  const free = new Array<boolean>(width).fill(false);
  for (let column = 0; column < width; column++) {
    free[column] = true;
    const own = information[column * width + column]!;
    const left = own > 0 ? efficientInformation(information, width, free, column) : 0;
    if (!(left > 1e-8 * own)) free[column] = false;
  }
  return free;
}

/** Information on `column` after the other free columns took theirs: a Schur complement. */
function efficientInformation(information: Float64Array, width: number, free: readonly boolean[], column = 0): number {
  const others = free.flatMap((isFree, index) => (isFree && index !== column ? [index] : []));
  const own = information[column * width + column]!;
  if (others.length === 0) return own;
  const factor = restrict(information, width, others);
  if (choleskyFactor(factor, others.length, factor) < others.length) return 0;
  const cross = Float64Array.from(others, (index) => information[column * width + index]!);
  const solved = choleskySolve(factor, others.length, cross);
  return own - cross.reduce((sum, value, index) => sum + value * solved[index]!, 0);
}

/** The score test of no gain effect: the controls are fitted without it. */
function scoreStatistic(sets: readonly ChoiceSet[], width: number, free: readonly boolean[], firth: boolean): number {
  const controls = free.map((isFree, index) => isFree && index !== 0);
  const beta = controls.some(Boolean)
    ? fitConditionalLogit(sets, width, { firth, free: controls }).beta
    : new Float64Array(width);
  const { score, information } = conditionalLikelihood(sets, beta);
  return score[0]! / Math.sqrt(efficientInformation(information, width, free));
}

/** Controls that matter in this account (|z| > 2): what a plain comparison of gains and losses would have mistaken. */
function confoundsOf(beta: Float64Array, information: Float64Array, width: number, free: readonly boolean[]): string[] {
  const names: Readonly<Record<string, string>> = {
    weight: "rebalancing",
    "absolute-return": "attention-to-large-moves",
    "december-loss": "december-tax-selling",
  };
  return covariates.flatMap(({ name }, column) => {
    if (column === 0 || !free[column]) return [];
    const z = beta[column]! * Math.sqrt(efficientInformation(information, width, free, column));
    return Math.abs(z) > 2 ? [names[name]!] : [];
  });
}
