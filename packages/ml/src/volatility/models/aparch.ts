import { laggedParameters, type LaggedParameters, total } from "./lagged-parameters.ts";
import { boundedSlope, fromBounded, toBounded } from "./bounded.ts";
import { fromShares, pullBackShares, toShares } from "./shares.ts";
import {
  anyLags,
  laggedNames,
  type VarianceModel,
  type VarianceRun,
  type GarchVarianceSettings,
} from "./variance-model.ts";

interface Parts extends LaggedParameters {
  readonly delta: number;
}

function unpack(settings: GarchVarianceSettings, parameters: Float64Array): Parts {
  const { p, o, q, power } = settings;
  return { ...laggedParameters(settings, parameters), delta: power ?? parameters[1 + p + o + q]! };
}
const leastPower = 0.05;
const mostPower = 4;
/** Estimates stay above: with a lesser power the likelihood has peaks where a residual is 0. */
const leastEstimate = 0.5;

/**
 * APARCH (Ding, Granger & Engle 1993): s^delta = omega + sum alpha (|e| - gamma e)^delta + sum beta s^delta, s the root of
 * the variance; delta between 0.05 and 4 where it is given, estimated from 0.5 on. Betas sum below 1.
 */
export const aparchModel: VarianceModel = {
  kind: "aparch",
  orders: { p: { ...anyLags, least: 1 }, o: anyLags, q: anyLags },
  usesAbsoluteMoment: false,
  parameterNames: ({ p, o, q, power }) => [
    "omega",
    ...laggedNames("alpha", p),
    ...laggedNames("gamma", o),
    ...laggedNames("beta", q),
    ...(power === null ? ["delta"] : []),
  ],
  starts(settings) {
    const { p, o, q, power } = settings;
    const found: Float64Array[] = [];
    for (const delta of power === null ? [1, 1.5, 2] : [power]) {
      for (const reaction of [0.05, 0.12]) {
        for (const asymmetry of o > 0 ? [0, 0.5] : [0]) {
          for (const persistence of [0.95, 0.99]) {
            const start = new Float64Array(1 + p + o + q + (power === null ? 1 : 0));
            start[0] = 1 - (q > 0 ? persistence : reaction);
            start.fill(reaction / p, 1, 1 + p);
            start.fill(asymmetry, 1 + p, 1 + p + o);
            start.fill((persistence - reaction) / Math.max(q, 1), 1 + p + o);
            if (power === null) start[1 + p + o + q] = delta;
            found.push(start);
          }
        }
      }
    }
    return found;
  },
  // free: ln omega, ln alpha, logits of gamma and delta between their ends, shares of beta
  constrain(settings, free, parameters) {
    const { p, o, q, power } = settings;
    for (let i = 0; i <= p; i++) parameters[i] = Math.exp(free[i]!);
    for (let i = 1 + p; i < 1 + p + o; i++) parameters[i] = toBounded(free[i]!, -1, 1);
    toShares(free, parameters, 1 + p + o, q);
    const last = 1 + p + o + q;
    if (power === null) parameters[last] = toBounded(free[last]!, leastEstimate, mostPower);
  },
  unconstrain(settings, parameters, free) {
    const { p, o, q, power } = settings;
    for (let i = 0; i <= p; i++) free[i] = Math.log(Math.max(parameters[i]!, 1e-8));
    for (let i = 1 + p; i < 1 + p + o; i++) free[i] = fromBounded(parameters[i]!, -1, 1);
    fromShares(parameters, free, 1 + p + o, q);
    const last = 1 + p + o + q;
    if (power === null) free[last] = fromBounded(parameters[last]!, leastEstimate, mostPower);
  },
  pullBack(settings, _free, parameters, byParameter, byFree) {
    const { p, o, q, power } = settings;
    for (let i = 0; i <= p; i++) byFree[i] = byParameter[i]! * parameters[i]!;
    for (let i = 1 + p; i < 1 + p + o; i++) byFree[i] = byParameter[i]! * boundedSlope(parameters[i]!, -1, 1);
    pullBackShares(parameters, byParameter, byFree, 1 + p + o, q);
    const last = 1 + p + o + q;
    if (power === null) {
      byFree[last] = byParameter[last]! * boundedSlope(parameters[last]!, leastEstimate, mostPower);
    }
  },
  recursion(settings, parameters) {
    const { p, o, q, power } = settings;
    const { omega, alpha, gamma, beta, delta } = unpack(settings, parameters);
    const last = 1 + p + o + q;
    const asymmetry = (i: number): number => (i < o ? gamma[i]! : 0);
    const sizeOf = (e: number, i: number): number => Math.abs(e) - asymmetry(i) * e;
    const powerOf = (size: number): number => (size === 0 ? 0 : Math.exp(delta * Math.log(size)));
    let presampleShocks = new Float64Array(p);
    const prepare = ({ rows, residuals, presample, presampleMoves }: VarianceRun): void => {
      presampleShocks = new Float64Array(p).fill(powerOf(Math.sqrt(presample)));
      if (!presampleMoves) return;
      for (let i = 0; i < p; i++) {
        let sum = 0;
        for (let t = 0; t < rows; t++) sum += powerOf(sizeOf(residuals[t]!, i));
        presampleShocks[i] = sum / rows;
      }
    };
    const levelFrom = (
      { residuals, levels, presample }: VarianceRun,
      t: number,
      powers: readonly Float64Array[] | null,
    ): number => {
      let sum = omega;
      for (let i = 0; i < p; i++) {
        const s = t - 1 - i;
        if (s < 0) sum += alpha[i]! * presampleShocks[i]!;
        else sum += alpha[i]! * (powers === null ? powerOf(sizeOf(residuals[s]!, i)) : powers[i]![s]!);
      }
      for (let j = 0; j < q; j++) {
        sum += beta[j]! * (t - 1 - j < 0 ? powerOf(Math.sqrt(presample)) : levels[t - 1 - j]!);
      }
      return sum;
    };
    let powers: readonly Float64Array[] = [];
    return {
      level(run, t) {
        if (t < p) prepare(run);
        return levelFrom(run, t, null);
      },
      variance: (level) => Math.exp((2 / delta) * Math.log(level)),
      levelOf: (variance) => powerOf(Math.sqrt(variance)),
      forward(run) {
        const { rows, residuals, levels, variances, coupling } = run;
        prepare(run);
        powers = Array.from({ length: p }, () => new Float64Array(rows));
        for (let t = 0; t < rows; t++) {
          const level = levelFrom(run, t, powers);
          const h = Math.exp((2 / delta) * Math.log(level));
          levels[t] = level;
          variances[t] = h;
          if (coupling !== null) residuals[t] = coupling.residual(t, h);
          for (let i = 0; i < p; i++) powers[i]![t] = powerOf(sizeOf(residuals[t]!, i));
        }
      },
      backward(run, byParameter) {
        const { rows, residuals, levels, variances, byResidual, byVariance, coupling, presample } = run;
        const presampleLevel = powerOf(Math.sqrt(presample));
        // by the variance of each row directly; byVariance itself collects what later rows add by the level
        const byOwnVariance = byVariance.slice(0, rows);
        byVariance.fill(0, 0, rows);
        const byPresampleShock = new Float64Array(p);
        let byDelta = 0;
        /** Passes the derivative by a shock's power on to residual, gamma and delta. */
        const through = (s: number, i: number, slope: number): void => {
          const e = residuals[s]!;
          if (e === 0) return;
          const size = sizeOf(e, i);
          const shock = powers[i]![s]!;
          const bySize = (slope * delta * shock) / size;
          byResidual[s]! += bySize * (Math.sign(e) - asymmetry(i));
          if (i < o) byParameter[1 + p + i]! -= bySize * e;
          byDelta += slope * shock * Math.log(size);
        };
        for (let t = rows - 1; t >= 0; t--) {
          const h = variances[t]!;
          const direct = byOwnVariance[t]! + (coupling === null ? 0 : coupling.adjoint(t));
          byDelta -= (direct * h * Math.log(h)) / delta;
          const slope = byVariance[t]! + (direct * 2 * h) / (delta * levels[t]!);
          byParameter[0]! += slope;
          for (let i = 0; i < p; i++) {
            const s = t - 1 - i;
            byParameter[1 + i]! += slope * (s < 0 ? presampleShocks[i]! : powers[i]![s]!);
            if (s < 0) byPresampleShock[i]! += slope * alpha[i]!;
            else through(s, i, slope * alpha[i]!);
          }
          for (let j = 0; j < q; j++) {
            const s = t - 1 - j;
            byParameter[1 + p + o + j]! += slope * (s < 0 ? presampleLevel : levels[s]!);
            if (s >= 0) byVariance[s]! += slope * beta[j]!;
            else {
              run.byPresample += (slope * beta[j]! * presampleLevel * delta) / (2 * presample);
              byDelta += 0.5 * slope * beta[j]! * presampleLevel * Math.log(presample);
            }
          }
        }
        byPresampleShock.forEach((slope, i) => {
          if (slope === 0) return;
          if (run.presampleMoves) for (let t = 0; t < rows; t++) through(t, i, slope / rows);
          else {
            run.byPresample += (slope * presampleLevel * delta) / (2 * presample);
            byDelta += 0.5 * slope * presampleLevel * Math.log(presample);
          }
        });
        if (power === null) byParameter[last]! += byDelta;
      },
    };
  },
  rescale(settings, parameters, factor, jacobian) {
    const { p, o, q, power } = settings;
    const growth = Math.pow(factor, unpack(settings, parameters).delta);
    const scaled = parameters.slice();
    scaled[0]! *= growth;
    if (jacobian !== undefined) {
      const { values, stride, offset } = jacobian;
      values[offset * stride + offset] = growth;
      if (power === null) values[offset * stride + offset + 1 + p + o + q] = scaled[0]! * Math.log(factor);
    }
    return scaled;
  },
  persistence(settings, parameters, moments) {
    const { alpha, gamma, beta, delta } = unpack(settings, parameters);
    let sum = total(beta);
    alpha.forEach((a, i) => {
      sum += a * moments.expectation((z) => Math.pow(Math.abs(z) - (gamma[i] ?? 0) * z, delta));
    });
    return sum;
  },
  unconditionalVariance(settings, parameters, moments) {
    const { omega, delta } = unpack(settings, parameters);
    const persistence = this.persistence(settings, parameters, moments);
    return persistence < 1 ? Math.pow(omega / (1 - persistence), 2 / delta) : Infinity;
  },
  forecast(settings, parameters, run, horizon) {
    // E s^delta has a recursion, the expected variance has none
    if (horizon > 1) return null;
    const recursion = this.recursion(settings, parameters);
    return Float64Array.of(recursion.variance(recursion.level(run, run.rows)));
  },
  domain(settings, parameters) {
    const { omega, alpha, gamma, beta, delta } = unpack(settings, parameters);
    const positive = omega > 0 && alpha.every((a) => a >= 0) && beta.every((b) => b >= 0) && total(beta) < 1;
    return positive && gamma.every((g) => Math.abs(g) < 1) && delta > leastPower && delta < mostPower
      ? null
      : "omega > 0, alpha >= 0, gamma between -1 and 1, beta >= 0 and below 1 in all, delta between 0.05 and 4";
  },
};
