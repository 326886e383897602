/** The law of a chain `steps` steps after `law`; `transition` is states x states, row by row. */
export function propagate(law: Float64Array, transition: Float64Array, steps: number): Float64Array {
  const states = law.length;
  let current: Float64Array = law.slice();
  for (let step = 0; step < steps; step++) {
    const next = new Float64Array(states);
    for (let i = 0; i < states; i++) {
      for (let j = 0; j < states; j++) next[j]! += current[i]! * transition[i * states + j]!;
    }
    current = next;
  }
  return current;
}

/**
 * The stationary law of an irreducible chain by state reduction (Grassmann, Taksar & Heyman 1985), which has no
 * subtraction and so no cancellation.
 */
export function stationaryLaw(transition: Float64Array, states: number): Float64Array {
  const work = transition.slice();
  for (let k = states - 1; k > 0; k--) {
    let leaving = 0;
    for (let j = 0; j < k; j++) leaving += work[k * states + j]!;
    for (let i = 0; i < k; i++) work[i * states + k]! /= leaving;
    for (let i = 0; i < k; i++) {
      for (let j = 0; j < k; j++) work[i * states + j]! += work[i * states + k]! * work[k * states + j]!;
    }
  }
  const law = new Float64Array(states);
  law[0] = 1;
  let total = 1;
  for (let k = 1; k < states; k++) {
    for (let i = 0; i < k; i++) law[k]! += law[i]! * work[i * states + k]!;
    total += law[k]!;
  }
  return law.map((value) => value / total);
}
