/** The return below which a period counts as a loss. */
export interface TargetOptions {
  /**
   * Return of one period.
   * @defaultValue 0
   */
  readonly target?: number;
}

/** Throws unless `target` is finite. */
export function checkTarget(target: number): void {
  if (!Number.isFinite(target)) throw new RangeError(`expected a finite target, was ${target}`);
}
