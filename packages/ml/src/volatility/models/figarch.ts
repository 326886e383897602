import { boundedSlope, fromBounded, toBounded } from "./bounded.ts";
import { LongMemory, longMemoryAdjoint } from "./long-memory.ts";
import { noLags, type VarianceModel, type VarianceRun, type GarchVarianceSettings } from "./variance-model.ts";

interface Parts {
  readonly omega: number;
  readonly phi: number;
  readonly d: number;
  readonly beta: number;
}

function unpack({ p, q }: GarchVarianceSettings, parameters: Float64Array): Parts {
  return {
    omega: parameters[0]!,
    phi: p > 0 ? parameters[1]! : 0,
    d: parameters[1 + p]!,
    beta: q > 0 ? parameters[2 + p]! : 0,
  };
}

/** Weights of squared shocks, 1 - (1 - phi L)(1 - L)^d / (1 - beta L). */
function weightsOf({ phi, d, beta }: Parts, count: number): Float64Array {
  const weights = new Float64Array(count);
  let fractional = d;
  weights[0] = phi - beta + d;
  for (let i = 1; i < count; i++) {
    const next = (fractional * (i - d)) / (i + 1);
    weights[i] = beta * weights[i - 1]! + next - phi * fractional;
    fractional = next;
  }
  return weights;
}

/** The derivative of sum by_i weight_i by phi, d and beta. */
function throughWeights(
  { phi, d, beta }: Parts,
  weights: Float64Array,
  by: Float64Array,
): readonly [byPhi: number, byD: number, byBeta: number] {
  let [fractional, fractionalSlope] = [d, 1];
  let [slopePhi, slopeD, slopeBeta] = [1, 1, -1];
  let [byPhi, byD, byBeta] = [by[0]!, by[0]!, -by[0]!];
  for (let i = 1; i < by.length; i++) {
    const next = (fractional * (i - d)) / (i + 1);
    const nextSlope = (fractionalSlope * (i - d) - fractional) / (i + 1);
    slopePhi = beta * slopePhi - fractional;
    slopeD = beta * slopeD + nextSlope - phi * fractionalSlope;
    slopeBeta = beta * slopeBeta + weights[i - 1]!;
    byPhi += by[i]! * slopePhi;
    byD += by[i]! * slopeD;
    byBeta += by[i]! * slopeBeta;
    [fractional, fractionalSlope] = [next, nextSlope];
  }
  return [byPhi, byD, byBeta];
}

/** Sums of the weights from each position on. */
function tailSums(weights: Float64Array): Float64Array {
  const sums = new Float64Array(weights.length + 1);
  for (let i = weights.length - 1; i >= 0; i--) sums[i] = sums[i + 1]! + weights[i]!;
  return sums;
}

/**
 * FIGARCH (Baillie, Bollerslev & Mikkelsen 1996), orders 0 or 1: h = omega / (1 - beta) + sum lambda_i e^2, the weights
 * those of 1 - (1 - phi L)(1 - L)^d / (1 - beta L), cut off after `truncation` lags. 0 < d < 1, 0 <= phi <= (1 - d) / 2,
 * 0 <= beta <= phi + d keep them positive (Conrad & Haag 2006). Before the first row squared shocks are the presample one.
 */
export const figarchModel: VarianceModel = {
  kind: "figarch",
  orders: { p: { least: 0, usual: 1, most: 1 }, o: noLags, q: { least: 0, usual: 1, most: 1 } },
  usesAbsoluteMoment: false,
  memory: ({ truncation }) => truncation,
  parameterNames: ({ p, q }) => ["omega", ...(p > 0 ? ["phi"] : []), "d", ...(q > 0 ? ["beta"] : [])],
  starts(settings) {
    const { p, q, truncation } = settings;
    const found: Float64Array[] = [];
    for (const d of [0.25, 0.45, 0.7]) {
      for (const phiShare of p > 0 ? [0.2, 0.7] : [0]) {
        for (const betaShare of q > 0 ? [0.2, 0.6, 0.9] : [0]) {
          const phi = phiShare * ((1 - d) / 2);
          const beta = betaShare * (phi + d);
          const parts = { omega: 0, phi, d, beta };
          const rest = 1 - tailSums(weightsOf(parts, truncation))[0]!;
          const intercept = (1 - beta) * Math.max(rest, 1e-3);
          found.push(Float64Array.of(intercept, ...(p > 0 ? [phi] : []), d, ...(q > 0 ? [beta] : [])));
        }
      }
    }
    return found;
  },
  constrain({ p, q }, free, parameters) {
    const d = toBounded(free[1 + p]!, 0, 1);
    const phi = p > 0 ? ((1 - d) / 2) * toBounded(free[1]!, 0, 1) : 0;
    parameters[0] = Math.exp(free[0]!);
    if (p > 0) parameters[1] = phi;
    parameters[1 + p] = d;
    if (q > 0) parameters[2 + p] = (phi + d) * toBounded(free[2 + p]!, 0, 1);
  },
  unconstrain(settings, parameters, free) {
    const { p, q } = settings;
    const { omega, phi, d, beta } = unpack(settings, parameters);
    free[0] = Math.log(omega);
    if (p > 0) free[1] = fromBounded((2 * phi) / (1 - d), 0, 1);
    free[1 + p] = fromBounded(d, 0, 1);
    if (q > 0) free[2 + p] = fromBounded(beta / (phi + d), 0, 1);
  },
  pullBack(settings, _free, parameters, byParameter, byFree) {
    const { p, q } = settings;
    const { omega, phi, d, beta } = unpack(settings, parameters);
    let byPhi = p > 0 ? byParameter[1]! : 0;
    let byD = byParameter[1 + p]!;
    byFree[0] = byParameter[0]! * omega;
    if (q > 0) {
      const share = beta / (phi + d);
      const byBeta = byParameter[2 + p]!;
      byFree[2 + p] = byBeta * (phi + d) * boundedSlope(share, 0, 1);
      byPhi += byBeta * share;
      byD += byBeta * share;
    }
    if (p > 0) {
      const share = (2 * phi) / (1 - d);
      byFree[1] = (byPhi * (1 - d) * boundedSlope(share, 0, 1)) / 2;
      byD -= (byPhi * share) / 2;
    }
    byFree[1 + p] = byD * boundedSlope(d, 0, 1);
  },
  recursion(settings, parameters) {
    const { p, q, truncation } = settings;
    const parts = unpack(settings, parameters);
    const weights = weightsOf(parts, truncation);
    const tails = tailSums(weights);
    const intercept = parts.omega / (1 - parts.beta);
    return {
      level({ residuals, presample }, t) {
        const known = Math.min(t, truncation);
        let sum = intercept + tails[known]! * presample;
        for (let i = 0; i < known; i++) sum += weights[i]! * residuals[t - 1 - i]! * residuals[t - 1 - i]!;
        return sum;
      },
      variance: (level) => level,
      levelOf: (variance) => variance,
      forward(run) {
        const { rows, residuals, levels, variances, coupling, presample } = run;
        const squares = new Float64Array(rows);
        const memory = new LongMemory(weights, squares);
        for (let t = 0; t < rows; t++) {
          const h = intercept + tails[Math.min(t, truncation)]! * presample + memory.at(t);
          levels[t] = h;
          variances[t] = h;
          if (coupling !== null) residuals[t] = coupling.residual(t, h);
          squares[t] = residuals[t]! * residuals[t]!;
        }
      },
      backward(run, byParameter) {
        const { rows, residuals, byResidual, byVariance, coupling, presample } = run;
        const squares = Float64Array.from(residuals.subarray(0, rows), (e) => e * e);
        const bySquare = new Float64Array(rows);
        const byWeight = new Float64Array(truncation);
        const byTail = new Float64Array(truncation + 1);
        let byIntercept = 0;
        // only where a mean depends on the variance does the slope of a row wait for those of later rows
        if (coupling === null) longMemoryAdjoint(weights, squares, byVariance, rows, bySquare, byWeight);
        for (let t = rows - 1; t >= 0; t--) {
          byResidual[t]! += 2 * residuals[t]! * bySquare[t]!;
          if (coupling !== null) byVariance[t]! += coupling.adjoint(t);
          const slope = byVariance[t]!;
          const known = Math.min(t, truncation);
          byIntercept += slope;
          byTail[known]! += slope * presample;
          run.byPresample += slope * tails[known]!;
          if (coupling === null) continue;
          for (let i = 0, s = t - 1; i < known; i++, s--) {
            byWeight[i]! += slope * squares[s]!;
            bySquare[s]! += slope * weights[i]!;
          }
        }
        // the tail from k on holds every weight from k on
        let fromTails = 0;
        for (let i = 0; i < truncation; i++) {
          fromTails += byTail[i]!;
          byWeight[i]! += fromTails;
        }
        const [byPhi, byD, byBeta] = throughWeights(parts, weights, byWeight);
        byParameter[0]! += byIntercept / (1 - parts.beta);
        if (p > 0) byParameter[1]! += byPhi;
        byParameter[1 + p]! += byD;
        if (q > 0) byParameter[2 + p]! += byBeta + (byIntercept * intercept) / (1 - parts.beta);
      },
    };
  },
  rescale(_settings, parameters, factor, jacobian) {
    const scaled = parameters.slice();
    scaled[0]! *= factor * factor;
    if (jacobian !== undefined) jacobian.values[jacobian.offset * jacobian.stride + jacobian.offset] = factor * factor;
    return scaled;
  },
  persistence: (settings, parameters) => tailSums(weightsOf(unpack(settings, parameters), settings.truncation))[0]!,
  unconditionalVariance(settings, parameters) {
    const parts = unpack(settings, parameters);
    const persistence = tailSums(weightsOf(parts, settings.truncation))[0]!;
    return persistence < 1 ? parts.omega / (1 - parts.beta) / (1 - persistence) : Infinity;
  },
  forecast(settings, parameters, { rows, residuals, presample }: VarianceRun, horizon) {
    const parts = unpack(settings, parameters);
    const weights = weightsOf(parts, settings.truncation);
    const tails = tailSums(weights);
    const squares = new Float64Array(rows + horizon);
    for (let t = 0; t < rows; t++) squares[t] = residuals[t]! ** 2;
    for (let t = rows; t < rows + horizon; t++) {
      const known = Math.min(t, settings.truncation);
      let h = parts.omega / (1 - parts.beta) + tails[known]! * presample;
      for (let i = 0; i < known; i++) h += weights[i]! * squares[t - 1 - i]!;
      squares[t] = h;
    }
    return squares.slice(rows);
  },
  domain(settings, parameters) {
    const { omega, phi, d, beta } = unpack(settings, parameters);
    const inside = omega > 0 && d > 0 && d < 1 && phi >= 0 && phi <= (1 - d) / 2 && beta >= 0 && beta <= phi + d;
    return inside ? null : "omega > 0, 0 < d < 1, 0 <= phi <= (1 - d) / 2, 0 <= beta <= phi + d";
  },
};
