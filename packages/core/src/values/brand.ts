/** Marks the instances of one value class, so that a copy of the package recognises the instances of another. */
export interface Brand {
  /** Marks `value` and freezes it: the last statement of a constructor. */
  seal(value: object): void;
  /** Whether `value` was sealed by this brand in any copy of the package. */
  owns(value: unknown): boolean;
}

/** The brand called `name`; bare `instanceof` would be false across two copies of the package. */
export function brandOf(name: string): Brand {
  const symbol = Symbol.for(`plimsoll.${name}`);
  return {
    seal(value: object): void {
      Object.defineProperty(value, symbol, { value: true });
      Object.freeze(value);
    },
    owns(value: unknown): boolean {
      return typeof value === "object" && value !== null && symbol in value;
    },
  };
}
