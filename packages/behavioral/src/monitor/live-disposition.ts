import { type SaleChoice, tie } from "../choice-set/sale-days.ts";
import { saleCovariates } from "../detectors/sale-covariates.ts";
import { alwaysValidEvidence } from "../estimate/always-valid.ts";
import { choiceSetOf } from "../estimate/choice-set-of.ts";
import { type ChoiceSet, conditionalLikelihood, fitConditionalLogit } from "../estimate/conditional-logit.ts";
import type { LiveSaleDay } from "./live-account.ts";

const columns = [
  { name: "gain", value: (choice: SaleChoice): number => (choice.return > 0 ? 1 : 0) },
  ...saleCovariates,
];
const width = columns.length;
// as the disposition detector: the root mean square of the published population
const priorStandardDeviation = 0.74;
const fewestDays = 10;

/** Score and information of the model at one parameter vector. */
interface Sums {
  readonly score: Float64Array;
  readonly information: Float64Array;
}

/** Evidence of the disposition effect after each sale. */
export interface LiveEvidence {
  /** Likelihood of the record under an effect over that under none; alert at 1 / alpha. */
  readonly evidence: number;
  readonly effect: number;
  readonly standardError: number;
  readonly days: number;
}

/**
 * The disposition effect, sale by sale: the score of the controlled conditional logit at no effect gives a one-step
 * estimate and its variance, and these the always-valid evidence of definition 46. A sale costs a time proportional to the
 * positions held; the controls are fitted anew whenever the sale days have doubled, which adds as much again on average.
 */
export class LiveDisposition {
  readonly #sets: ChoiceSet[] = [];
  /** Days still open, by account: their sets may change with the next trade. */
  readonly #open = new Map<string, { readonly day: string; readonly set: ChoiceSet }>();
  #beta: Float64Array = new Float64Array(width);
  #sums: Sums = { score: new Float64Array(width), information: new Float64Array(width * width) };
  #refitAt = fewestDays;

  /** Takes the day's choice set as it now stands; `null` where the record says too little. */
  record({ account, day, choices }: LiveSaleDay): LiveEvidence | null {
    const untied = choices.filter((choice) => Math.abs(choice.return) > tie);
    const set = choiceSetOf(untied, columns, ({ sold }) => sold, day);
    const open = this.#open.get(account);
    if (open !== undefined && open.day !== day) this.#close(open.set);
    this.#open.set(account, { day, set });
    return this.#evidence();
  }

  #close(set: ChoiceSet): void {
    if (!informs(set)) return;
    this.#sets.push(set);
    add(this.#sums, [set], this.#beta);
    if (this.#sets.length < this.#refitAt) return;
    this.#refitAt *= 2;
    const free = estimableControls(this.#sets);
    if (!free.some(Boolean)) return;
    const fit = fitConditionalLogit(this.#sets, width, { firth: this.#sets.length < 50, free });
    if (!fit.converged) return;
    this.#beta = fit.beta;
    this.#sums = { score: new Float64Array(width), information: new Float64Array(width * width) };
    add(this.#sums, this.#sets, this.#beta);
  }

  #evidence(): LiveEvidence | null {
    const open = [...this.#open.values()].map(({ set }) => set).filter(informs);
    const days = this.#sets.length + open.length;
    if (days < fewestDays) return null;
    const sums = { score: this.#sums.score.slice(), information: this.#sums.information.slice() };
    add(sums, open, this.#beta);
    const { score, information } = efficient(sums);
    if (!(information > 0)) return null;
    const effect = score / information;
    const variance = 1 / information;
    return {
      evidence: alwaysValidEvidence({ estimate: effect, variance }, priorStandardDeviation),
      effect,
      standardError: Math.sqrt(variance),
      days,
    };
  }
}

/** Whether something was sold and kept, and gains and losses were both there. */
function informs({ size, chosen, covariates }: ChoiceSet): boolean {
  if (chosen === 0 || chosen === size) return false;
  let gains = 0;
  for (let row = 0; row < size; row++) gains += covariates[row * width]!;
  return gains > 0 && gains < size;
}

function add({ score, information }: Sums, sets: readonly ChoiceSet[], beta: Float64Array): void {
  const terms = conditionalLikelihood(sets, beta);
  terms.score.forEach((value, index) => {
    score[index]! += value;
  });
  terms.information.forEach((value, index) => {
    information[index]! += value;
  });
}

/** Controls with variation of their own; the gain stays at zero. */
function estimableControls(sets: readonly ChoiceSet[]): boolean[] {
  const sums: Sums = { score: new Float64Array(width), information: new Float64Array(width * width) };
  add(sums, sets, new Float64Array(width));
  return eliminate(sums).free;
}

/** Score and information on the gain after the controls took theirs. */
function efficient(sums: Sums): { readonly score: number; readonly information: number } {
  const { score, information, own } = eliminate(sums);
  // what rounding leaves of an effect that the controls repeat is nothing
  return { score: score[0]!, information: information[0]! > 1e-8 * own ? information[0]! : 0 };
}

/** Gaussian elimination of the controls, the last column first, passing over those that repeat others. */
function eliminate(sums: Sums): Sums & { readonly free: boolean[]; readonly own: number } {
  const score = sums.score.slice();
  const information = sums.information.slice();
  const free = new Array<boolean>(width).fill(false);
  for (let pivot = width - 1; pivot >= 1; pivot--) {
    const diagonal = information[pivot * width + pivot]!;
    if (!(diagonal > 1e-8 * sums.information[pivot * width + pivot]!)) continue;
    free[pivot] = true;
    for (let row = 0; row < pivot; row++) {
      const factor = information[row * width + pivot]! / diagonal;
      for (let column = 0; column <= pivot; column++) {
        information[row * width + column]! -= factor * information[pivot * width + column]!;
      }
      score[row]! -= factor * score[pivot]!;
    }
  }
  return { score, information, free, own: sums.information[0]! };
}
