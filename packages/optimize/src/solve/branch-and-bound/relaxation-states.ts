/** Where a variable is in the relaxation: at 0, */
export const ZERO = 0;
/** 0 < z < 1 and x / z between its bounds. */
export const SHARED = 1;
/** 0 < z < 1 and x / z at the near bound. */
export const NEAR = 2;
/** 0 < z < 1 and x / z at the far bound. */
export const FAR = 3;
/** z = 1 between the bounds. */
export const WHOLE = 4;
export const AT_NEAR = 5;
export const AT_FAR = 6;

/** The states of a relaxation, handed from a node to its children. */
export interface RelaxationStates {
  readonly variables: Int8Array;
  readonly signs: Int8Array;
  readonly rows: Int8Array;
  theta: number;
}

/** A copy to change. */
export function copyStates(states: RelaxationStates): RelaxationStates {
  return {
    variables: states.variables.slice(),
    signs: states.signs.slice(),
    rows: states.rows.slice(),
    theta: states.theta,
  };
}
