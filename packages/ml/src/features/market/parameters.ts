import { count, type CountParameter, real, type RealParameter } from "../parameter.ts";

/** The parameter of features over a window of rows. */
export interface Windowed {
  /** In rows. */
  readonly window: number;
}

/** The parameters of volatilities: annualised by the root of `periodsPerYear`. */
export interface Annualised extends Windowed {
  /** @defaultValue 252 */
  readonly periodsPerYear: number;
}

/** The parameters of momentum: the return over `window` rows, without the last `skip`. */
export interface Skipped extends Windowed {
  /** In rows. */
  readonly skip: number;
}

/** Declares a window and the periods of a year. */
export function annualised(
  window: number,
  minimum: number,
): { readonly window: CountParameter; readonly periodsPerYear: RealParameter } {
  return { window: count(window, minimum), periodsPerYear: real(252, 1) };
}

/** Declares a window and the rows left out at its end. */
export function skipped(
  window: number,
  skip: number,
): { readonly window: CountParameter; readonly skip: CountParameter } {
  return { window: count(window, 1), skip: count(skip, 0) };
}

/** What {@link skipped} must hold. */
export function checkSkip({ window, skip }: Skipped): string | undefined {
  return skip < window ? undefined : "skip must be below window";
}
