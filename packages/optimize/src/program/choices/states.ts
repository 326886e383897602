/**
 * What is still possible for a choice is a set of states, one bit each. A search starts with all states that a choice can
 * have and splits the sets; rules take out what can't be any more.
 */

/** A weight of 0. */
export const OUT = 1;
/** A holding above 0, or of at least its smallest size. */
export const LONG = 2;
/** A holding below 0. */
export const SHORT = 4;

/** The weights of an issuer sum to at most the small limit. */
export const SMALL = 1;
/** They sum to at least that, and count. */
export const LARGE = 2;

/** A weight is not traded. */
export const KEPT = 1;
/** It is, and its ticket is paid. */
export const TRADED = 2;

/** Whether a set holds more than one state. */
export function isOpen(states: number): boolean {
  return (states & (states - 1)) !== 0;
}
