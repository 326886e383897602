/** One number about an investor, with how sure it is. */
export interface ProfileEstimate {
  readonly value: number;
  /** 80 %; both ends equal the value where it is counted, not estimated. */
  readonly interval: readonly [number, number];
  /** What one of it is, such as `"1 a year"`, `"days"`, `"money a year"`. */
  readonly unit: string;
  readonly method: string;
}

/** A number that is counted from the record and has no error. */
export function counted(value: number, unit: string, method: string): ProfileEstimate {
  return { value, interval: [value, value], unit, method };
}
