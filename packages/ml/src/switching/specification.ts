/** What a Markov-switching model is made of, as plain data. */
export interface SwitchingSpecification {
  /** Number of states, 2 to 6. */
  readonly states: number;
  /** Lags of the series itself. */
  readonly order: number;
  /**
   * `mean`: the series is autoregressive around the mean of each state, which depends on the states of the last `order` rows
   * too (Hamilton 1989). `intercept`: the lags are regressors and the state moves the intercept.
   */
  readonly form: "mean" | "intercept";
  readonly intercept: "switching" | "common" | "none";
  /** Number of outside regressors. */
  readonly regressors: number;
  readonly coefficients: "switching" | "common";
  readonly autoregression: "switching" | "common";
  readonly variance: "switching" | "common";
  /** Number of outside variables that drive the transition probabilities. */
  readonly transitionRegressors: number;
}

/**
 * Where each free parameter stands in the flat vector of the likelihood: logits of transitions, then coefficients, then
 * autoregression of the `mean` form, then logarithms of variances. `x[column * states + state]` and so on are positions.
 */
export interface ParameterLayout {
  readonly specification: SwitchingSpecification;
  readonly size: number;
  /** Variables of a transition logit, the constant among them. */
  readonly transitionWidth: number;
  /** Columns of the regression: intercept, outside regressors, lags of the `intercept` form. */
  readonly columns: number;
  readonly x: Int32Array;
  /** Lags of the `mean` form. */
  readonly lags: number;
  readonly ar: Int32Array;
  readonly variance: Int32Array;
}

/** The layout of a specification. */
export function parameterLayout(specification: SwitchingSpecification): ParameterLayout {
  const { states, order, form, intercept, regressors, transitionRegressors } = specification;
  const transitionWidth = 1 + transitionRegressors;
  let size = states * (states - 1) * transitionWidth;
  const places = (groups: readonly ("switching" | "common")[]): Int32Array => {
    const out = new Int32Array(groups.length * states);
    groups.forEach((group, column) => {
      for (let state = 0; state < states; state++)
        out[column * states + state] = size + (group === "common" ? 0 : state);
      size += group === "common" ? 1 : states;
    });
    return out;
  };
  const lags = form === "mean" ? order : 0;
  const columns: ("switching" | "common")[] = [
    ...(intercept === "none" ? [] : [intercept]),
    ...Array.from({ length: regressors }, () => specification.coefficients),
    ...Array.from({ length: order - lags }, () => specification.autoregression),
  ];
  const x = places(columns);
  const ar = places(Array.from({ length: lags }, () => specification.autoregression));
  const variance = places([specification.variance]);
  return { specification, size, transitionWidth, columns: columns.length, x, lags, ar, variance };
}

/** The place of the coefficient of variable `column` in the logit of going from `from` to `to` (not the last state). */
export function transitionPlace(layout: ParameterLayout, from: number, to: number, column: number): number {
  return (from * (layout.specification.states - 1) + to) * layout.transitionWidth + column;
}
