import type { LaggedParameters } from "./lagged-parameters.ts";
import type { VarianceRecursion, VarianceRun } from "./variance-model.ts";

/** h_t = omega + sum (alpha_i + gamma_i [e_(t-i) < 0]) e_(t-i)^2 + sum beta_j h_(t-j). */
export type SquaredShocks = LaggedParameters;

/** Where the derivatives by omega, alpha, gamma and beta are added up: positions in one array. */
export interface SquaredShockPositions {
  readonly omega: number;
  readonly alpha: number;
  readonly gamma: number;
  readonly beta: number;
}

/**
 * The recursion of GARCH, GJR and EWMA. Before the first row a squared shock and a variance are the presample one, and half
 * of shocks are negative.
 */
export function squaredShocks(parameters: SquaredShocks, at: SquaredShockPositions): VarianceRecursion {
  const { omega, alpha, gamma, beta } = parameters;
  const [p, o, q] = [alpha.length, gamma.length, beta.length];
  const single = p === 1 && o <= 1 && q === 1;
  const alpha1 = alpha[0] ?? 0;
  const gamma1 = gamma[0] ?? 0;
  const beta1 = beta[0] ?? 0;

  function level({ residuals, levels, presample }: VarianceRun, t: number): number {
    let sum = omega;
    for (let i = 0; i < p; i++) {
      const e = t - 1 - i < 0 ? 0 : residuals[t - 1 - i]!;
      sum += alpha[i]! * (t - 1 - i < 0 ? presample : e * e);
    }
    for (let i = 0; i < o; i++) {
      const e = t - 1 - i < 0 ? 0 : residuals[t - 1 - i]!;
      sum += gamma[i]! * (t - 1 - i < 0 ? 0.5 * presample : e < 0 ? e * e : 0);
    }
    for (let j = 0; j < q; j++) sum += beta[j]! * (t - 1 - j < 0 ? presample : levels[t - 1 - j]!);
    return sum;
  }

  function forward(run: VarianceRun): void {
    const { rows, residuals, levels, variances, coupling } = run;
    if (single && coupling === null) {
      let h = level(run, 0);
      levels[0] = h;
      variances[0] = h;
      for (let t = 1; t < rows; t++) {
        const e = residuals[t - 1]!;
        // without a branch, which the signs of returns would mislead half of the time
        const fall = Math.min(e, 0);
        h = omega + alpha1 * e * e + gamma1 * fall * fall + beta1 * h;
        levels[t] = h;
        variances[t] = h;
      }
      return;
    }
    for (let t = 0; t < rows; t++) {
      const h = level(run, t);
      levels[t] = h;
      variances[t] = h;
      if (coupling !== null) residuals[t] = coupling.residual(t, h);
    }
  }

  function backward(run: VarianceRun, byParameter: Float64Array): void {
    const { rows, residuals, levels, byResidual, byVariance, coupling, presample } = run;
    let start = rows - 1;
    if (single && coupling === null) {
      let [byOmega, byAlpha, byGamma, byBeta, carried] = [0, 0, 0, 0, 0];
      for (let t = rows - 1; t > 0; t--) {
        carried = byVariance[t]! + beta1 * carried;
        const e = residuals[t - 1]!;
        const fall = Math.min(e, 0);
        byOmega += carried;
        byAlpha += carried * e * e;
        byGamma += carried * fall * fall;
        byBeta += carried * levels[t - 1]!;
        byResidual[t - 1]! += 2 * carried * (alpha1 * e + gamma1 * fall);
      }
      byVariance[0]! += beta1 * carried;
      byParameter[at.omega]! += byOmega;
      byParameter[at.alpha]! += byAlpha;
      if (o > 0) byParameter[at.gamma]! += byGamma;
      byParameter[at.beta]! += byBeta;
      start = 0;
    }
    for (let t = start; t >= 0; t--) {
      if (coupling !== null) byVariance[t]! += coupling.adjoint(t);
      const slope = byVariance[t]!;
      byParameter[at.omega]! += slope;
      for (let i = 0; i < Math.max(p, o); i++) {
        const s = t - 1 - i;
        const a = i < p ? alpha[i]! : 0;
        const g = i < o ? gamma[i]! : 0;
        if (s < 0) {
          if (i < p) byParameter[at.alpha + i]! += slope * presample;
          if (i < o) byParameter[at.gamma + i]! += 0.5 * slope * presample;
          run.byPresample += slope * (a + 0.5 * g);
          continue;
        }
        const e = residuals[s]!;
        if (i < p) byParameter[at.alpha + i]! += slope * e * e;
        if (i < o && e < 0) byParameter[at.gamma + i]! += slope * e * e;
        byResidual[s]! += 2 * slope * (e < 0 ? a + g : a) * e;
      }
      for (let j = 0; j < q; j++) {
        const s = t - 1 - j;
        byParameter[at.beta + j]! += slope * (s < 0 ? presample : levels[s]!);
        if (s < 0) run.byPresample += slope * beta[j]!;
        else byVariance[s]! += slope * beta[j]!;
      }
    }
  }

  return { forward, backward, level, variance: (value) => value, levelOf: (value) => value };
}

/** Expected variances after the run: beyond it e^2 has the mean h, of which the share `negativeSquare` is negative. */
export function forecastSquares(
  { omega, alpha, gamma, beta }: SquaredShocks,
  { rows, residuals, variances, presample }: VarianceRun,
  horizon: number,
  negativeSquare: number,
): Float64Array {
  const ahead = new Float64Array(horizon);
  const before = (s: number): { readonly h: number; readonly square: number; readonly negative: number } => {
    if (s >= rows)
      return { h: ahead[s - rows]!, square: ahead[s - rows]!, negative: negativeSquare * ahead[s - rows]! };
    if (s < 0) return { h: presample, square: presample, negative: 0.5 * presample };
    const e = residuals[s]!;
    return { h: variances[s]!, square: e * e, negative: e < 0 ? e * e : 0 };
  };
  for (let k = 0; k < horizon; k++) {
    let sum = omega;
    alpha.forEach((weight, i) => (sum += weight * before(rows + k - 1 - i).square));
    gamma.forEach((weight, i) => (sum += weight * before(rows + k - 1 - i).negative));
    beta.forEach((weight, j) => (sum += weight * before(rows + k - 1 - j).h));
    ahead[k] = sum;
  }
  return ahead;
}
