import { laggedParameters, type LaggedParameters, total } from "./lagged-parameters.ts";
import { fromShares, pullBackShares, toShares } from "./shares.ts";
import {
  anyLags,
  laggedNames,
  type InnovationMoments,
  type VarianceModel,
  type VarianceRun,
  type GarchVarianceSettings,
} from "./variance-model.ts";

/** Mean and mean square of alpha|z| + gamma|z|[z < 0] + beta, where there is one lag of each. */
function growth({ alpha, gamma, beta }: LaggedParameters, moments: InnovationMoments): readonly [number, number] {
  const [a, g, b] = [alpha[0] ?? 0, gamma[0] ?? 0, beta[0] ?? 0];
  const reaction = (a + 0.5 * g) * moments.absolute;
  const square = a * a * (1 - moments.negativeSquare) + (a + g) * (a + g) * moments.negativeSquare;
  return [reaction + b, square + 2 * b * reaction + b * b];
}

const single = ({ p, o, q }: GarchVarianceSettings): boolean => p <= 1 && o <= 1 && q <= 1;

/**
 * TARCH (Zakoian 1994): s = omega + sum alpha|e| + sum gamma|e|[e < 0] + sum beta s, s the root of the variance. Kept
 * positive; betas sum below 1, which keeps s finite; whether the model is stationary shows in its persistence.
 */
export const tarchModel: VarianceModel = {
  kind: "tarch",
  orders: { p: anyLags, o: anyLags, q: anyLags },
  usesAbsoluteMoment: false,
  parameterNames: ({ p, o, q }) => [
    "omega",
    ...laggedNames("alpha", p),
    ...laggedNames("gamma", o),
    ...laggedNames("beta", q),
  ],
  starts(settings) {
    const { p, o, q } = settings;
    const found: Float64Array[] = [];
    for (const reaction of [0.04, 0.08, 0.16]) {
      for (const persistence of [0.9, 0.97, 0.99]) {
        const start = new Float64Array(1 + p + o + q);
        const size = reaction / 0.8;
        start[0] = 1 - (q > 0 ? persistence : reaction);
        const weight = size / (p > 0 && o > 0 ? 2 : 1);
        start.fill(weight / Math.max(p, 1), 1, 1 + p);
        start.fill((2 * weight) / Math.max(o, 1), 1 + p, 1 + p + o);
        start.fill((persistence - reaction) / Math.max(q, 1), 1 + p + o);
        found.push(start);
      }
    }
    return found;
  },
  // free: ln omega, ln alpha, ln(alpha + gamma) (or ln gamma), shares of beta
  constrain(settings, free, parameters) {
    const { p, o, q } = settings;
    for (let i = 0; i <= p + o; i++) parameters[i] = Math.exp(free[i]!);
    for (let i = 0; i < Math.min(p, o); i++) parameters[1 + p + i]! -= parameters[1 + i]!;
    toShares(free, parameters, 1 + p + o, q);
  },
  unconstrain(settings, parameters, free) {
    const { p, o, q } = settings;
    const least = 1e-8;
    for (let i = 0; i <= p; i++) free[i] = Math.log(Math.max(parameters[i]!, least));
    for (let i = 0; i < o; i++) {
      const reaction = parameters[1 + p + i]! + (i < p ? parameters[1 + i]! : 0);
      free[1 + p + i] = Math.log(Math.max(reaction, least));
    }
    fromShares(parameters, free, 1 + p + o, q);
  },
  pullBack(settings, free, parameters, byParameter, byFree) {
    const { p, o, q } = settings;
    for (let i = 0; i <= p + o; i++) {
      const paired = i >= 1 && i <= Math.min(p, o) ? byParameter[p + i]! : 0;
      byFree[i] = (byParameter[i]! - paired) * Math.exp(free[i]!);
    }
    pullBackShares(parameters, byParameter, byFree, 1 + p + o, q);
  },
  recursion(settings, parameters) {
    const { p, o, q } = settings;
    const { omega, alpha, gamma, beta } = laggedParameters(settings, parameters);
    const news = Math.max(p, o);
    const level = ({ residuals, levels, presample }: VarianceRun, t: number): number => {
      let sum = omega;
      for (let i = 0; i < news; i++) {
        const s = t - 1 - i;
        const a = i < p ? alpha[i]! : 0;
        const g = i < o ? gamma[i]! : 0;
        if (s < 0) sum += (a + 0.5 * g) * Math.sqrt(presample);
        else sum += residuals[s]! < 0 ? -(a + g) * residuals[s]! : a * residuals[s]!;
      }
      for (let j = 0; j < q; j++) sum += beta[j]! * (t - 1 - j < 0 ? Math.sqrt(presample) : levels[t - 1 - j]!);
      return sum;
    };
    return {
      level,
      variance: (value) => value * value,
      levelOf: Math.sqrt,
      forward(run) {
        const { rows, residuals, levels, variances, coupling } = run;
        for (let t = 0; t < rows; t++) {
          const deviation = level(run, t);
          levels[t] = deviation;
          variances[t] = deviation * deviation;
          if (coupling !== null) residuals[t] = coupling.residual(t, variances[t]!);
        }
      },
      backward(run, byParameter) {
        const { rows, residuals, levels, byResidual, byVariance, coupling, presample } = run;
        const root = Math.sqrt(presample);
        for (let t = 0; t < rows; t++) byVariance[t]! *= 2 * levels[t]!;
        for (let t = rows - 1; t >= 0; t--) {
          if (coupling !== null) byVariance[t]! += 2 * levels[t]! * coupling.adjoint(t);
          const slope = byVariance[t]!;
          byParameter[0]! += slope;
          for (let i = 0; i < news; i++) {
            const s = t - 1 - i;
            const a = i < p ? alpha[i]! : 0;
            const g = i < o ? gamma[i]! : 0;
            if (s < 0) {
              if (i < p) byParameter[1 + i]! += slope * root;
              if (i < o) byParameter[1 + p + i]! += 0.5 * slope * root;
              run.byPresample += (slope * (a + 0.5 * g)) / (2 * root);
              continue;
            }
            const e = residuals[s]!;
            if (i < p) byParameter[1 + i]! += slope * Math.abs(e);
            if (i < o && e < 0) byParameter[1 + p + i]! -= slope * e;
            byResidual[s]! += slope * (e < 0 ? -(a + g) : a);
          }
          for (let j = 0; j < q; j++) {
            const s = t - 1 - j;
            byParameter[1 + p + o + j]! += slope * (s < 0 ? root : levels[s]!);
            if (s < 0) run.byPresample += (slope * beta[j]!) / (2 * root);
            else byVariance[s]! += slope * beta[j]!;
          }
        }
      },
    };
  },
  rescale(_settings, parameters, factor, jacobian) {
    const scaled = parameters.slice();
    scaled[0]! *= factor;
    if (jacobian !== undefined) jacobian.values[jacobian.offset * jacobian.stride + jacobian.offset] = factor;
    return scaled;
  },
  persistence(settings, parameters, { absolute }) {
    const { alpha, gamma, beta } = laggedParameters(settings, parameters);
    return absolute * (total(alpha) + 0.5 * total(gamma)) + total(beta);
  },
  unconditionalVariance(settings, parameters, moments) {
    if (!single(settings)) return Number.NaN;
    const parts = laggedParameters(settings, parameters);
    const [mean, square] = growth(parts, moments);
    if (!(square < 1)) return Infinity;
    return (parts.omega * parts.omega * (1 + mean)) / ((1 - mean) * (1 - square));
  },
  forecast(settings, parameters, run, horizon, moments) {
    if (!single(settings) && horizon > 1) return null;
    const parts = laggedParameters(settings, parameters);
    const { omega } = parts;
    const [mean, square] = growth(parts, moments);
    let deviation = this.recursion(settings, parameters).level(run, run.rows);
    let variance = deviation * deviation;
    return Float64Array.from({ length: horizon }, () => {
      const expected = variance;
      variance = omega * omega + 2 * omega * mean * deviation + square * variance;
      deviation = omega + mean * deviation;
      return expected;
    });
  },
  domain(settings, parameters) {
    const { omega, alpha, gamma, beta } = laggedParameters(settings, parameters);
    const positive = omega > 0 && alpha.every((a) => a >= 0) && beta.every((b) => b >= 0);
    const reacting = gamma.every((g, i) => g + (alpha[i] ?? 0) >= 0);
    return positive && reacting && total(beta) < 1
      ? null
      : "omega > 0, alpha >= 0, alpha + gamma >= 0, beta >= 0 and below 1 in all";
  },
};
