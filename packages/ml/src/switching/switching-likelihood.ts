import { stationaryLaw } from "../regimes/markov-chain.ts";
import type { ParameterLayout } from "./specification.ts";
import type { SwitchingSample } from "./switching-sample.ts";
import { addTransitionScore, stationaryScoreWeights, transitionMatrix } from "./transition-law.ts";

const LOG_TWO_PI = Math.log(2 * Math.PI);

/**
 * The likelihood of a Markov-switching model given the first `order` rows (Hamilton 1989), its filter over histories of
 * states, its smoother and its exact gradient.
 *
 * A history is (s_t, ..., s_(t-w)), w = max(1, lags), as the number s_t + K s_(t-1) + ...; the margin without its oldest
 * state, (s_t, ..., s_(t-w+1)), is all that the future depends on, so that smoothing over it is exact. The first state of
 * the first row follows the stationary law of the transition matrix there.
 */
export class SwitchingLikelihood {
  readonly layout: ParameterLayout;
  readonly sample: SwitchingSample;
  readonly states: number;
  /** Rows with a likelihood: those after the first `order`. */
  readonly rows: number;
  readonly first: number;
  readonly histories: number;
  readonly margins: number;
  /** Log-likelihood of each row given those before. */
  readonly logLikelihoods: Float64Array;
  /** P(history | past), rows x histories, and P(history | past and row). */
  readonly predicted: Float64Array;
  readonly filtered: Float64Array;
  readonly smoothed: Float64Array;
  readonly #lags: number;
  readonly #constantLaw: boolean;
  /** P(margin | past and row), one more in front for the start. */
  readonly #margin: Float64Array;
  /** Transition into each row of the series; one for all when it is constant. */
  readonly #transitions: Float64Array;
  /** Series less its mean in each state; rows of the series x states. */
  readonly #deviations: Float64Array;
  /** Errors that differ within a row: one a history, or one a state without lags. */
  readonly #distinct: number;
  readonly #errors: Float64Array;
  readonly #start: Float64Array;
  /** State of each lag in a margin; margins x window. */
  readonly #digits: Int32Array;

  constructor(layout: ParameterLayout, sample: SwitchingSample) {
    const { states, order } = layout.specification;
    this.layout = layout;
    this.sample = sample;
    this.states = states;
    this.first = order;
    this.rows = sample.rows - order;
    this.#lags = layout.lags;
    const window = Math.max(1, layout.lags);
    this.margins = states ** window;
    this.histories = this.margins * states;
    this.#constantLaw = layout.transitionWidth === 1;
    this.logLikelihoods = new Float64Array(this.rows);
    this.predicted = new Float64Array(this.rows * this.histories);
    this.filtered = new Float64Array(this.rows * this.histories);
    this.smoothed = new Float64Array(this.rows * this.histories);
    this.#margin = new Float64Array((this.rows + 1) * this.margins);
    this.#transitions = new Float64Array((this.#constantLaw ? 1 : sample.rows) * states * states);
    this.#deviations = new Float64Array(sample.rows * states);
    this.#distinct = layout.lags === 0 ? states : this.histories;
    this.#errors = new Float64Array(this.rows * this.#distinct);
    this.#start = new Float64Array(states);
    this.#digits = new Int32Array(this.margins * window);
    for (let margin = 0; margin < this.margins; margin++) {
      for (let lag = 0; lag < window; lag++) {
        this.#digits[margin * window + lag] = Math.floor(margin / states ** lag) % states;
      }
    }
  }

  /** The transition matrix into `row` of the series, after {@link SwitchingLikelihood.filter}. */
  transitionInto(row: number): Float64Array {
    const at = this.#placeOf(row);
    return this.#transitions.subarray(at, at + this.states * this.states);
  }

  /** Mean of the series at `row` in `state`: without the autoregression of the `mean` form. */
  stateMean(theta: Float64Array, row: number, state: number): number {
    const { columns, x } = this.layout;
    let mean = 0;
    for (let j = 0; j < columns; j++) mean += this.sample.x[row * columns + j]! * theta[x[j * this.states + state]!]!;
    return mean;
  }

  /** Deviation of the series from the mean of `state` at `row`, after {@link SwitchingLikelihood.filter}. */
  deviation(row: number, state: number): number {
    return this.#deviations[row * this.states + state]!;
  }

  /** The Hamilton filter: fills predictions and filtered probabilities of histories, and returns the log-likelihood. */
  filter(theta: Float64Array): number {
    this.#prepare(theta);
    this.#begin();
    const { states, histories, margins, rows } = this;
    const inverses = new Float64Array(states);
    const logs = new Float64Array(states);
    for (let s = 0; s < states; s++) {
      const logVariance = theta[this.layout.variance[s]!]!;
      inverses[s] = Math.exp(-logVariance);
      logs[s] = -0.5 * (LOG_TWO_PI + logVariance);
    }
    const { predicted, filtered } = this;
    const [errors, margin, transition] = [this.#errors, this.#margin, this.#transitions];
    const distinct = this.#distinct;
    // without lags the error depends on the state alone
    const stride = distinct === histories ? states : 0;
    const densities = new Float64Array(distinct);
    let sum = 0;
    for (let t = 0; t < rows; t++) {
      const into = this.#placeOf(this.first + t);
      const at = t * histories;
      this.#fillErrors(theta, t);
      for (let m = 0, from = into; m < margins; m++, from += states) {
        const weight = margin[t * margins + m]!;
        // the newest state of a margin is its lowest digit
        if (from === into + states * states) from = into;
        for (let s = 0; s < states; s++) predicted[at + m * states + s] = weight * transition[from + s]!;
      }
      let [largest, total] = [-Infinity, 0];
      for (let attempt = 0; attempt < 2 && !(total > 1e-250); attempt++) {
        largest = -Infinity;
        for (let d = 0; d < distinct; d += states) {
          for (let s = 0; s < states; s++) {
            const error = errors[t * distinct + d + s]!;
            const logDensity = logs[s]! - 0.5 * error * error * inverses[s]!;
            densities[d + s] = logDensity;
            // a state that can't be reached must not set the scale: the others could underflow to a likelihood of zero
            if (logDensity > largest && (attempt === 0 || this.#reachable(at, d + s))) largest = logDensity;
          }
        }
        for (let d = 0; d < distinct; d++) densities[d] = Math.exp(densities[d]! - largest);
        total = 0;
        for (let m = 0; m < margins; m++) {
          for (let s = 0; s < states; s++) {
            const prior = predicted[at + m * states + s]!;
            const joint = prior > 0 ? prior * densities[m * stride + s]! : 0;
            filtered[at + m * states + s] = joint;
            total += joint;
          }
        }
      }
      const next = (t + 1) * margins;
      for (let m = next; m < next + margins; m++) margin[m] = 0;
      const factor = 1 / total;
      for (let oldest = at; oldest < at + histories; oldest += margins) {
        for (let m = 0; m < margins; m++) {
          const probability = filtered[oldest + m]! * factor;
          filtered[oldest + m] = probability;
          margin[next + m]! += probability;
        }
      }
      sum += this.logLikelihoods[t] = Math.log(total) + largest;
    }
    return sum;
  }

  /** Whether any history with that error has a positive probability before row `at`. */
  #reachable(at: number, error: number): boolean {
    for (let h = error; h < this.histories; h += this.#distinct) if (this.predicted[at + h]! > 0) return true;
    return false;
  }

  #prepare(theta: Float64Array): void {
    const { layout, sample, states } = this;
    const width = layout.transitionWidth;
    const size = states * states;
    for (let row = 0; row < (this.#constantLaw ? 1 : sample.rows); row++) {
      const z = sample.z.subarray(row * width, (row + 1) * width);
      transitionMatrix(layout, theta, z, this.#transitions.subarray(row * size, (row + 1) * size));
    }
    for (let row = this.first - this.#lags; row < sample.rows; row++) {
      for (let s = 0; s < states; s++) {
        this.#deviations[row * states + s] = sample.y[row]! - this.stateMean(theta, row, s);
      }
    }
  }

  /** The law of the margin before the first row with a likelihood. */
  #begin(): void {
    const { states, margins } = this;
    const window = Math.max(1, this.#lags);
    const origin = this.first - this.#lags;
    this.#start.set(stationaryLaw(this.transitionInto(origin), states));
    for (let margin = 0; margin < margins; margin++) {
      const oldest = this.#digits[margin * window + window - 1]!;
      let probability = this.#start[oldest]!;
      for (let lag = window - 1; lag > 0; lag--) {
        const [from, to] = [this.#digits[margin * window + lag]!, this.#digits[margin * window + lag - 1]!];
        probability *= this.transitionInto(origin + window - lag)[from * states + to]!;
      }
      this.#margin[margin] = probability;
    }
  }

  /** Where the transition matrix into a row of the series begins. */
  #placeOf(row: number): number {
    return this.#constantLaw ? 0 : row * this.states * this.states;
  }

  /** Errors of each history at row `t`: the deviation in its state less the autoregression on those of its past states. */
  #fillErrors(theta: Float64Array, t: number): void {
    const { states } = this;
    const { ar } = this.layout;
    const [lags, deviations, errors] = [this.#lags, this.#deviations, this.#errors];
    const now = (this.first + t) * states;
    const at = t * this.#distinct;
    for (let s = 0; s < states; s++) errors[at + s] = deviations[now + s]!;
    // lag by lag: each error so far branches into one for each state of the next lag
    for (let lag = 0, block = states; lag < lags; lag++, block *= states) {
      const past = now - (1 + lag) * states;
      for (let digit = states - 1; digit >= 0; digit--) {
        for (let s = 0; s < states; s++) {
          const effect = theta[ar[lag * states + s]!]! * deviations[past + digit]!;
          for (let h = s; h < block; h += states) errors[at + digit * block + h] = errors[at + h]! - effect;
        }
      }
    }
  }

  /** Smoothed probabilities of histories, after {@link SwitchingLikelihood.filter} (Kim 1994, exact over histories). */
  smooth(): void {
    const { rows, histories, margins, filtered, smoothed } = this;
    const last = (rows - 1) * histories;
    smoothed.set(filtered.subarray(last), last);
    const ratios = new Float64Array(margins);
    for (let t = rows - 2; t >= 0; t--) {
      this.#marginRatios(t + 1, ratios);
      for (let oldest = t * histories; oldest < (t + 1) * histories; oldest += margins) {
        for (let m = 0; m < margins; m++) smoothed[oldest + m] = filtered[oldest + m]! * ratios[m]!;
      }
    }
  }

  /** P(margin before row t | all) / P(margin before row t | past), from the smoothed histories of row t. */
  #marginRatios(t: number, out: Float64Array): void {
    const { states, histories, margins } = this;
    for (let margin = 0; margin < margins; margin++) {
      let smoothed = 0;
      for (let s = 0; s < states; s++) smoothed += this.smoothed[t * histories + margin * states + s]!;
      const filtered = this.#margin[t * margins + margin]!;
      out[margin] = filtered > 0 ? smoothed / filtered : 0;
    }
  }

  /** Log-likelihood with its exact gradient by Fisher's identity: the expected score of states and series given all rows. */
  valueAndGradient(theta: Float64Array, gradient: Float64Array): number {
    const value = this.filter(theta);
    gradient.fill(0);
    if (!Number.isFinite(value)) return value;
    this.smooth();
    const moves = new Float64Array((this.#constantLaw ? 1 : this.sample.rows) * this.states ** 2);
    this.#addStartMoves(moves);
    this.#addRows(theta, moves, gradient);
    const width = this.layout.transitionWidth;
    const size = this.states ** 2;
    for (let row = 0; row * size < moves.length; row++) {
      const transition = this.#transitions.subarray(row * size, (row + 1) * size);
      const z = this.sample.z.subarray(row * width, (row + 1) * width);
      addTransitionScore(this.layout, transition, moves.subarray(row * size, (row + 1) * size), z, gradient);
    }
    return value;
  }

  #movesInto(moves: Float64Array, row: number): Float64Array {
    const at = this.#placeOf(row);
    return moves.subarray(at, at + this.states * this.states);
  }

  #addStartMoves(moves: Float64Array): void {
    const { states, margins } = this;
    const window = Math.max(1, this.#lags);
    const origin = this.first - this.#lags;
    const ratios = new Float64Array(margins);
    this.#marginRatios(0, ratios);
    const starts = new Float64Array(states);
    for (let margin = 0; margin < margins; margin++) {
      const probability = ratios[margin]! * this.#margin[margin]!;
      starts[this.#digits[margin * window + window - 1]!]! += probability;
      for (let lag = window - 1; lag > 0; lag--) {
        const [from, to] = [this.#digits[margin * window + lag]!, this.#digits[margin * window + lag - 1]!];
        this.#movesInto(moves, origin + window - lag)[from * states + to]! += probability;
      }
    }
    const weights = stationaryScoreWeights(this.transitionInto(origin), this.#start, starts);
    const into = this.#movesInto(moves, origin);
    for (let i = 0; i < weights.length; i++) into[i]! += weights[i]!;
  }

  #addRows(theta: Float64Array, moves: Float64Array, gradient: Float64Array): void {
    const { states, margins, histories, rows, layout, sample } = this;
    const lags = this.#lags;
    const { ar, variance, x, columns } = layout;
    const slopes = new Float64Array(sample.rows * states);
    const [smoothed, errors, deviations] = [this.smoothed, this.#errors, this.#deviations];
    const inverses = Float64Array.from({ length: states }, (_, s) => Math.exp(-theta[variance[s]!]!));
    const scaled = new Float64Array(histories);
    const distinct = this.#distinct;
    const stride = distinct === histories ? states : 0;
    for (let t = 0; t < rows; t++) {
      const now = (this.first + t) * states;
      const into = this.#placeOf(this.first + t);
      for (let m = 0, from = into; m < margins; m++, from += states) {
        if (from === into + states * states) from = into;
        for (let s = 0; s < states; s++) {
          const h = m * states + s;
          const probability = smoothed[t * histories + h]!;
          moves[from + s]! += probability;
          const error = errors[t * distinct + m * stride + s]!;
          scaled[h] = probability * error * inverses[s]!;
          gradient[variance[s]!]! += 0.5 * (error * scaled[h] - probability);
        }
      }
      // lag by lag from the oldest: sums over its states, then the history without it
      for (let lag = lags - 1, block = histories / states; lag >= 0; lag--, block /= states) {
        for (let digit = 0; digit < states; digit++) {
          const past = now - (1 + lag) * states + digit;
          for (let s = 0; s < states; s++) {
            let sum = 0;
            for (let h = s; h < block; h += states) sum += scaled[digit * block + h]!;
            const at = ar[lag * states + s]!;
            gradient[at]! += sum * deviations[past]!;
            slopes[past]! += sum * theta[at]!;
          }
          if (digit > 0) for (let h = 0; h < block; h++) scaled[h]! += scaled[digit * block + h]!;
        }
      }
      // what is left is a value a state, or without lags one for each state before it too
      const left = lags === 0 ? histories : states;
      for (let h = 0; h < left; h += states) for (let s = 0; s < states; s++) slopes[now + s]! -= scaled[h + s]!;
    }
    // deviations fall as coefficients rise
    for (let row = this.first - lags; row < sample.rows; row++) {
      for (let j = 0; j < columns; j++) {
        const regressor = sample.x[row * columns + j]!;
        for (let s = 0; s < states; s++) gradient[x[j * states + s]!]! -= slopes[row * states + s]! * regressor;
      }
    }
  }

  /** Sums of history probabilities by the state of the row: rows x states. */
  marginal(histories: Float64Array): Float64Array {
    const out = new Float64Array(this.rows * this.states);
    for (let i = 0; i < histories.length; i++) {
      out[Math.floor(i / this.histories) * this.states + (i % this.states)]! += histories[i]!;
    }
    return out;
  }

  /** The expectation of the series given the past: sum over histories of their probability times their mean. */
  predictions(): Float64Array {
    const out = new Float64Array(this.rows);
    for (let i = 0; i < this.predicted.length; i++) {
      const t = Math.floor(i / this.histories);
      const error = this.#errors[t * this.#distinct + (i % this.#distinct)]!;
      out[t]! += this.predicted[i]! * (this.sample.y[this.first + t]! - error);
    }
    return out;
  }
}
