import { laggedParameters, type LaggedParameters, total } from "./lagged-parameters.ts";
import { fromStationary, isStationary, pullBackStationary, toStationary } from "./stationary.ts";
import {
  anyLags,
  type InnovationMoments,
  laggedNames,
  type VarianceModel,
  type VarianceRun,
} from "./variance-model.ts";

/** What a shock adds to ln h, `lag` rows later: weights of |z| - E|z| and of z. */
function* impulses({ alpha, gamma, beta }: LaggedParameters): Generator<readonly [size: number, sign: number]> {
  const size: number[] = [];
  const sign: number[] = [];
  for (let lag = 1; ; lag++) {
    let a = alpha[lag - 1] ?? 0;
    let g = gamma[lag - 1] ?? 0;
    beta.forEach((weight, j) => {
      a += weight * (size[lag - 2 - j] ?? 0);
      g += weight * (sign[lag - 2 - j] ?? 0);
    });
    size.push(a);
    sign.push(g);
    yield [a, g];
  }
}

const SMALL = 1e-4;

/** ln E exp(a (|z| - E|z|) + g z); by its variance where the weights are small. */
function logGrowth(a: number, g: number, moments: InnovationMoments, spread: readonly [number, number]): number {
  if (Math.abs(a) + Math.abs(g) < SMALL) return 0.5 * (a * a * spread[0] + 2 * a * g * spread[1] + g * g);
  return Math.log(moments.expectation((z) => Math.exp(a * (Math.abs(z) - moments.absolute) + g * z)));
}

/** Variance of |z|, and its covariance with z: E z|z| = 1 - 2 E[z^2; z < 0]. */
const spreadOf = ({ absolute, negativeSquare }: InnovationMoments): readonly [number, number] => [
  1 - absolute * absolute,
  1 - 2 * negativeSquare,
];

/**
 * EGARCH (Nelson 1991): ln h = omega + sum alpha (|z| - E|z|) + sum gamma z + sum beta ln h, E|z| of the law of innovations.
 * Before the first row shocks add nothing. A single alpha is fitted above 0: below it the recursion is not invertible, and
 * its likelihood has maxima that mean nothing (Wintenberger 2013).
 */
export const egarchModel: VarianceModel = {
  kind: "egarch",
  orders: { p: anyLags, o: anyLags, q: anyLags },
  usesAbsoluteMoment: true,
  parameterNames: ({ p, o, q }) => [
    "omega",
    ...laggedNames("alpha", p),
    ...laggedNames("gamma", o),
    ...laggedNames("beta", q),
  ],
  starts(settings) {
    const { p, o, q } = settings;
    const found: Float64Array[] = [];
    for (const reaction of [0.05, 0.12, 0.25]) {
      for (const asymmetry of o > 0 ? [-0.08, 0] : [0]) {
        for (const persistence of q > 0 ? [0.9, 0.97, 0.99] : [0]) {
          const start = new Float64Array(1 + p + o + q);
          start.fill(reaction / Math.max(p, 1), 1, 1 + p);
          start.fill(asymmetry / Math.max(o, 1), 1 + p, 1 + p + o);
          start.fill(persistence / Math.max(q, 1), 1 + p + o);
          found.push(start);
        }
      }
    }
    return found;
  },
  constrain(settings, free, parameters) {
    const { p, o, q } = settings;
    parameters.set(free.subarray(0, 1 + p + o + q));
    if (p === 1) parameters[1] = Math.exp(free[1]!);
    toStationary(free, parameters, 1 + p + o, q);
  },
  unconstrain({ p, o, q }, parameters, free) {
    free.set(parameters.subarray(0, 1 + p + o + q));
    if (p === 1) free[1] = Math.log(Math.max(parameters[1]!, 1e-8));
    fromStationary(parameters, free, 1 + p + o, q);
  },
  pullBack({ p, o, q }, free, parameters, byParameter, byFree) {
    byFree.set(byParameter.subarray(0, 1 + p + o + q));
    if (p === 1) byFree[1] = byParameter[1]! * parameters[1]!;
    pullBackStationary(free, byParameter, byFree, 1 + p + o, q);
  },
  recursion(settings, parameters) {
    const { p, o, q } = settings;
    const { omega, alpha, gamma, beta } = laggedParameters(settings, parameters);
    const news = Math.max(p, o);
    const level = ({ residuals, levels, variances, presample, absoluteMoment }: VarianceRun, t: number): number => {
      let sum = omega;
      for (let i = 0; i < news && t - 1 - i >= 0; i++) {
        // a shock still unknown adds nothing to the expected level
        if (Number.isNaN(residuals[t - 1 - i]!)) continue;
        const z = residuals[t - 1 - i]! / Math.sqrt(variances[t - 1 - i]!);
        if (i < p) sum += alpha[i]! * (Math.abs(z) - absoluteMoment);
        if (i < o) sum += gamma[i]! * z;
      }
      for (let j = 0; j < q; j++) sum += beta[j]! * (t - 1 - j < 0 ? Math.log(presample) : levels[t - 1 - j]!);
      return sum;
    };
    return {
      level,
      variance: Math.exp,
      levelOf: Math.log,
      forward(run) {
        const { rows, residuals, levels, variances, coupling } = run;
        for (let t = 0; t < rows; t++) {
          const logarithm = level(run, t);
          const h = Math.exp(logarithm);
          levels[t] = logarithm;
          variances[t] = h;
          if (coupling !== null) residuals[t] = coupling.residual(t, h);
        }
      },
      backward(run, byParameter) {
        const { rows, residuals, levels, variances, byResidual, byVariance, coupling, presample, absoluteMoment } = run;
        // derivatives by ln h take the place of those by h, row by row
        for (let t = rows - 1; t >= 0; t--) byVariance[t]! *= variances[t]!;
        for (let t = rows - 1; t >= 0; t--) {
          if (coupling !== null) byVariance[t]! += coupling.adjoint(t) * variances[t]!;
          const slope = byVariance[t]!;
          byParameter[0]! += slope;
          for (let i = 0; i < news && t - 1 - i >= 0; i++) {
            const s = t - 1 - i;
            const deviation = Math.sqrt(variances[s]!);
            const z = residuals[s]! / deviation;
            const a = i < p ? alpha[i]! : 0;
            const g = i < o ? gamma[i]! : 0;
            if (i < p) {
              byParameter[1 + i]! += slope * (Math.abs(z) - absoluteMoment);
              run.byAbsoluteMoment -= slope * a;
            }
            if (i < o) byParameter[1 + p + i]! += slope * z;
            const byShock = slope * (a * Math.sign(z) + g);
            byResidual[s]! += byShock / deviation;
            byVariance[s]! -= 0.5 * byShock * z;
          }
          for (let j = 0; j < q; j++) {
            const s = t - 1 - j;
            byParameter[1 + p + o + j]! += slope * (s < 0 ? Math.log(presample) : levels[s]!);
            if (s < 0) run.byPresample += (slope * beta[j]!) / presample;
            else byVariance[s]! += slope * beta[j]!;
          }
        }
      },
    };
  },
  rescale(settings, parameters, factor, jacobian) {
    const { p, o, q } = settings;
    const scaled = parameters.slice();
    const shift = 2 * Math.log(factor);
    scaled[0]! += shift * (1 - total(laggedParameters(settings, parameters).beta));
    if (jacobian !== undefined) {
      const { values, stride, offset } = jacobian;
      for (let j = 0; j < q; j++) values[offset * stride + offset + 1 + p + o + j] = -shift;
    }
    return scaled;
  },
  persistence: (settings, parameters) => total(laggedParameters(settings, parameters).beta),
  unconditionalVariance(settings, parameters, moments) {
    const parts = laggedParameters(settings, parameters);
    if (!isStationary(parts.beta)) return Infinity;
    const spread = spreadOf(moments);
    let logarithm = parts.omega / (1 - total(parts.beta));
    let quiet = 0;
    for (const [a, g] of impulses(parts)) {
      if (!moments.exponential && (a > 0 || g !== 0)) return Infinity;
      logarithm += logGrowth(a, g, moments, spread);
      quiet = Math.abs(a) + Math.abs(g) < 1e-9 ? quiet + 1 : 0;
      if (quiet > parts.beta.length + parts.alpha.length + parts.gamma.length) break;
    }
    return Math.exp(logarithm);
  },
  forecast(settings, parameters, run, horizon, moments) {
    // with tails of a power E h is infinite two rows ahead
    if (horizon > 1 && !moments.exponential) return null;
    const parts = laggedParameters(settings, parameters);
    const recursion = this.recursion(settings, parameters);
    const length = run.rows + horizon;
    const extended = {
      ...run,
      rows: length,
      residuals: new Float64Array(length).fill(Number.NaN),
      variances: new Float64Array(length),
      levels: new Float64Array(length),
    };
    for (const name of ["residuals", "variances", "levels"] as const)
      extended[name].set(run[name].subarray(0, run.rows));
    const spread = spreadOf(moments);
    const growth: number[] = [0];
    for (const [a, g] of impulses(parts)) {
      if (growth.length >= horizon) break;
      growth.push(growth.at(-1)! + logGrowth(a, g, moments, spread));
    }
    return Float64Array.from({ length: horizon }, (_, k) => {
      const t = run.rows + k;
      const expected = recursion.level(extended, t);
      extended.levels[t] = expected;
      return Math.exp(expected + growth[k]!);
    });
  },
  domain: (settings, parameters) =>
    isStationary(laggedParameters(settings, parameters).beta)
      ? null
      : "beta of a stationary autoregression (below 1 in size)",
};
