/** Preferences of cumulative prospect theory; what is left out is Tversky and Kahneman's (1992) median. */
export interface ProspectParameters {
  /** Curvature of gains, v(y) = y^alpha; > 0.
   * @defaultValue 0.88 */
  readonly alpha?: number;
  /** Curvature of losses, v(y) = -lambda (-y)^beta; > 0.
   * @defaultValue 0.88 */
  readonly beta?: number;
  /** Loss aversion, > 0.
   * @defaultValue 2.25 */
  readonly lambda?: number;
  /** Probability weighting of gains, at least .279204; 1 is none.
   * @defaultValue 0.61 */
  readonly gamma?: number;
  /** Probability weighting of losses, at least .279204; 1 is none.
   * @defaultValue 0.69 */
  readonly delta?: number;
  /** Outcome that is neither gain nor loss, in the outcomes' unit.
   * @defaultValue 0 */
  readonly reference?: number;
}

/** The median subject of Tversky & Kahneman (1992), around a reference of zero. */
export const tverskyKahneman1992: Required<ProspectParameters> = Object.freeze({
  alpha: 0.88,
  beta: 0.88,
  lambda: 2.25,
  gamma: 0.61,
  delta: 0.69,
  reference: 0,
});
