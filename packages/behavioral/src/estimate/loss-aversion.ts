import { invalidInput } from "@plimsoll/core";
import { minimizeSmooth, normalCdf } from "@plimsoll/numeric";
import type { GambleRecord } from "../input/behavior-input.ts";

/** Options of {@link estimateLossAversion}. */
export interface LossAversionOptions {
  /**
   * Exponent of the value of gains and losses, in (0, 2].
   * @defaultValue 0.88, Tversky & Kahneman (1992)
   */
  readonly curvature?: number;
}

/** Loss aversion elicited by mixed gambles. */
export interface LossAversion {
  /** How many times a loss weighs as much as an equal gain. */
  readonly lambda: number;
  /** Natural logarithm of lambda: 0 is loss neutral. */
  readonly logLambda: number;
  /** Of the logarithm. */
  readonly standardError: number;
  /** 80 % interval of lambda. */
  readonly interval: readonly [number, number];
  /** How sharply choices follow value, per unit of the average stake's value. */
  readonly sharpness: number;
  /** Two-sided, of lambda = 1. */
  readonly pValue: number;
  /** Whether the penalty of Jeffreys' prior was in the likelihood. */
  readonly penalized: boolean;
}

const z90 = 1.2815515655446004;
const penaltyBelow = 50;

/**
 * Lambda by maximum likelihood from mixed gambles taken or refused: P(accept) = logistic(theta (p G^a - lambda (1 - p) L^a)),
 * p one half unless given.
 *
 * Below 50 gambles, or when some lambda explains every choice (the likelihood has no maximum then), half the
 * log-determinant of the information of (log theta, log lambda) is added: Jeffreys' prior, the penalty of Firth (1993), so
 * that the estimate is always finite. The p-value is that of the score test of lambda = 1, theta fitted under it (with its
 * own penalty). Stakes in any one currency: only ratios count.
 *
 * @throws `INVALID_INPUT` naming the row: a gain or loss that is not positive and finite, a probability outside (0, 1); no
 * gamble; a curvature outside (0, 2].
 *
 * @example
 * ```ts
 * import { estimateLossAversion } from "@plimsoll/behavioral";
 *
 * // takes what pays more than twice the loss
 * const gambles = [10, 15, 20, 25, 30, 35, 40].flatMap((gain) =>
 *   [5, 10, 15, 20].map((loss) => ({ gain, loss, accepted: gain > 2 * loss })),
 * );
 * const { lambda, interval } = estimateLossAversion(gambles);
 * console.log(lambda.toFixed(1), interval.map((end) => end.toFixed(1)).join(" to ")); // 2.1 2.0 to 2.2
 * ```
 */
export function estimateLossAversion(
  gambles: readonly GambleRecord[],
  options: LossAversionOptions = {},
): LossAversion {
  const { curvature = 0.88 } = options;
  if (!(curvature > 0 && curvature <= 2)) {
    throw invalidInput("curvature", `expected a curvature above 0 and at most 2, was ${curvature}`);
  }
  const data = valuesOf(gambles, curvature);
  const penalized = gambles.length < penaltyBelow || separated(data);
  const [logTheta, logLambda] = minimize((x, y) => {
    const value = minusLogLikelihood(data, x, y);
    return penalized ? value - 0.5 * Math.log(determinant(informationAt(data, x, y))) : value;
  });
  const information = informationAt(data, logTheta, logLambda);
  const standardError = Math.sqrt(information.theta / determinant(information));
  return {
    lambda: Math.exp(logLambda),
    logLambda,
    standardError,
    interval: [Math.exp(logLambda - z90 * standardError), Math.exp(logLambda + z90 * standardError)],
    sharpness: Math.exp(logTheta),
    pValue: 2 * normalCdf(-Math.abs(neutralScore(data))),
    penalized,
  };
}

/** Expected values of gain and loss by gamble, the average of both scaled to 1. */
interface Values {
  readonly gain: Float64Array;
  readonly loss: Float64Array;
  readonly accepted: readonly boolean[];
}

function valuesOf(gambles: readonly GambleRecord[], curvature: number): Values {
  if (gambles.length === 0) throw invalidInput("gambles", "there are no gambles: pass at least one");
  gambles.forEach(({ gain, loss, probability = 0.5 }, row) => {
    for (const [field, value] of Object.entries({ gain, loss })) {
      if (!(value > 0 && Number.isFinite(value))) {
        const message = `row ${row + 1} of gambles, ${field}: expected an amount above 0, was ${value}`;
        throw invalidInput(`gambles[${row}].${field}`, message);
      }
    }
    if (!(probability > 0 && probability < 1)) {
      const message = `row ${row + 1} of gambles, probability: expected a chance between 0 and 1, was ${probability}`;
      throw invalidInput(`gambles[${row}].probability`, message);
    }
  });
  // stakes are brought to ordinary numbers first, or powers of large ones would overflow
  const stake = gambles.reduce((sum, { gain, loss }) => sum + (gain / 2 + loss / 2) / gambles.length, 0);
  const gain = Float64Array.from(gambles, ({ gain: g, probability = 0.5 }) => probability * (g / stake) ** curvature);
  const loss = Float64Array.from(
    gambles,
    ({ loss: l, probability = 0.5 }) => (1 - probability) * (l / stake) ** curvature,
  );
  return { gain, loss, accepted: gambles.map(({ accepted }) => accepted) };
}

/** Whether one lambda explains every choice. */
function separated({ gain, loss, accepted }: Values): boolean {
  let leastAccepted = Infinity;
  let mostRefused = 0;
  accepted.forEach((taken, i) => {
    const ratio = gain[i]! / loss[i]!;
    if (taken) leastAccepted = Math.min(leastAccepted, ratio);
    else mostRefused = Math.max(mostRefused, ratio);
  });
  return leastAccepted >= mostRefused;
}

function minusLogLikelihood(data: Values, logTheta: number, logLambda: number): number {
  const theta = Math.exp(logTheta);
  const lambda = Math.exp(logLambda);
  let value = 0;
  for (let i = 0; i < data.gain.length; i++) {
    const utility = theta * (data.gain[i]! - lambda * data.loss[i]!);
    const signed = data.accepted[i]! ? utility : -utility;
    value += signed > 0 ? Math.log1p(Math.exp(-signed)) : Math.log1p(Math.exp(signed)) - signed;
  }
  return value;
}

/** Fisher's information of (log theta, log lambda). */
interface Information {
  readonly theta: number;
  readonly cross: number;
  readonly lambda: number;
}

function informationAt({ gain, loss }: Values, logTheta: number, logLambda: number): Information {
  const scale = Math.exp(logTheta);
  const weight = Math.exp(logLambda);
  let theta = 0;
  let cross = 0;
  let lambda = 0;
  for (let i = 0; i < gain.length; i++) {
    const a = scale * (gain[i]! - weight * loss[i]!);
    const b = -scale * weight * loss[i]!;
    const odds = Math.exp(-Math.abs(a));
    const variance = odds / (1 + odds) ** 2;
    theta += variance * a * a;
    cross += variance * a * b;
    lambda += variance * b * b;
  }
  return { theta, cross, lambda };
}

function determinant({ theta, cross, lambda }: Information): number {
  return theta * lambda - cross * cross;
}

/** The standardised score of log lambda at 0; theta is fitted there, always penalised, for a neutral person may never err. */
function neutralScore(data: Values): number {
  const [logTheta] = minimize(
    (x) => minusLogLikelihood(data, x, 0) - 0.5 * Math.log(informationAt(data, x, 0).theta),
    true,
  );
  const theta = Math.exp(logTheta);
  const information = informationAt(data, logTheta, 0);
  let ofTheta = 0;
  let ofLambda = 0;
  for (let i = 0; i < data.gain.length; i++) {
    const utility = theta * (data.gain[i]! - data.loss[i]!);
    const residual = (data.accepted[i]! ? 1 : 0) - 1 / (1 + Math.exp(-utility));
    ofTheta += residual * utility;
    ofLambda -= residual * theta * data.loss[i]!;
  }
  const efficient = ofLambda - (information.cross / information.theta) * ofTheta;
  return efficient / Math.sqrt(determinant(information) / information.theta);
}

/** The lowest point of a function of log theta and, unless `thetaOnly`, log lambda: the best of a coarse grid, then BFGS from there. */
function minimize(at: (logTheta: number, logLambda: number) => number, thetaOnly = false): readonly [number, number] {
  let best = Infinity;
  let start = [0, 0];
  const lambdas = thetaOnly ? [0] : [-1.4, -0.7, 0, 0.35, 0.7, 1.05, 1.4, 2.1];
  for (let logTheta = -3; logTheta <= 5; logTheta++) {
    for (const logLambda of lambdas) {
      const value = at(logTheta, logLambda);
      if (value < best) {
        best = value;
        start = [logTheta, logLambda];
      }
    }
  }
  const size = thetaOnly ? 1 : 2;
  const found = minimizeSmooth(
    {
      size,
      valueAndGradient(x, gradient) {
        const width = 1e-5;
        const point: [number, number] = [x[0]!, thetaOnly ? 0 : x[1]!];
        for (let j = 0; j < size; j++) {
          const [up, down]: [number, number][] = [[...point], [...point]];
          up![j]! += width;
          down![j]! -= width;
          gradient[j] = (at(...up!) - at(...down!)) / (2 * width);
        }
        return at(...point);
      },
    },
    Float64Array.from(start.slice(0, size)),
    { tolerance: 1e-7 },
  );
  return [found.x[0]!, thetaOnly ? 0 : found.x[1]!];
}
