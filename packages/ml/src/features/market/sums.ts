import type { Window } from "./over-window.ts";

/** Mean of number `place` of the entries. */
export function meanOf({ values, size, width }: Window, place = 0): number {
  let sum = 0;
  for (let i = place; i < values.length; i += width) sum += values[i]!;
  return sum / size;
}

/** Mean of the deviations of number `place` to a whole power. */
export function centralMoment(window: Window, power: number, place = 0): number {
  const { values, size, width } = window;
  const centre = meanOf(window, place);
  let sum = 0;
  for (let i = place; i < values.length; i += width) {
    const deviation = values[i]! - centre;
    let product = deviation;
    for (let k = 1; k < power; k++) product *= deviation;
    sum += product;
  }
  return sum / size;
}

/** Variance with ddof 1; 0 for entries that are all equal. */
export function varianceOf(window: Window, place = 0): number {
  const { values, size, width } = window;
  let isFlat = true;
  for (let i = place; i < values.length && isFlat; i += width) isFlat = values[i] === values[place];
  return isFlat ? 0 : (centralMoment(window, 2, place) * size) / (size - 1);
}
