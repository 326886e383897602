import type { PurchaseChoice } from "../choice-set/purchase-days.ts";
import type { PriceTable } from "../input/price-table.ts";

/** Rows of the price table in a month, and how many months count. */
const monthLength = 21;
const months = 4;
/** Weight of a month's return against that of the next one: Greenwood & Shleifer (2014) find about .56 a quarter. */
const decay = 0.56;

/** Recent return of a column up to a row: four monthly log returns, later ones counting more. NaN where prices lack. */
function pastReturn(table: PriceTable, row: number, column: number): number {
  let sum = 0;
  let weight = 1;
  for (let month = 0; month < months; month++) {
    const end = row - month * monthLength;
    sum += weight * Math.log(table.close(end, column) / table.close(end - monthLength, column));
    weight *= decay;
  }
  return sum;
}

/** Rank of each alternative's recent return among them, 0 the lowest, 1 the highest, ties at their mean; NaN without prices. */
export function pastReturnRanks(table: PriceTable, row: number, choices: readonly PurchaseChoice[]): Float64Array {
  return ranksOf(Float64Array.from(choices, ({ column }) => pastReturn(table, row, column)));
}

/** Ranks from 0 to 1, ties at their mean, NaN where the value is. */
export function ranksOf(values: Float64Array): Float64Array {
  const known: number[] = [];
  values.forEach((value, index) => {
    if (!Number.isNaN(value)) known.push(index);
  });
  known.sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length).fill(NaN);
  const top = known.length - 1;
  for (let first = 0; first < known.length;) {
    let end = first;
    while (end < known.length && values[known[end]!] === values[known[first]!]) end++;
    const rank = top === 0 ? 0.5 : (first + end - 1) / 2 / top;
    for (let i = first; i < end; i++) ranks[known[i]!] = rank;
    first = end;
  }
  return ranks;
}
