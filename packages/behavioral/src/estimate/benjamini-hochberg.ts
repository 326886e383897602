/**
 * p-values adjusted for the number of tests (Benjamini & Hochberg 1995): the smallest false discovery rate at which each
 * would be rejected. `null` stays `null` and counts as no test.
 */
export function benjaminiHochberg(pValues: readonly (number | null)[]): (number | null)[] {
  const order = pValues
    .flatMap((value, index) => (value === null ? [] : [{ value, index }]))
    .sort((a, b) => b.value - a.value);
  const adjusted: (number | null)[] = pValues.map(() => null);
  let smallest = 1;
  order.forEach(({ value, index }, above) => {
    smallest = Math.min(smallest, (value * order.length) / (order.length - above));
    adjusted[index] = smallest;
  });
  return adjusted;
}
