import type { PurchaseChoice } from "../choice-set/purchase-days.ts";
import type { PriceTable } from "../input/price-table.ts";

/** Rows of the price table in a month, and how many months count. */
const monthLength = 21;
const months = 4;
/** Weight of a month's return against that of the next one: Greenwood & Shleifer (2014) find about .56 a quarter. */
const decay = 0.56;

/** Logs of prices and recent returns by row of a table, worked out when a row is first asked for. */
interface PastReturns {
  readonly logs: Map<number, Float64Array>;
  readonly returns: Map<number, Float64Array>;
}

const known = new WeakMap<PriceTable, PastReturns>();

function logsOf({ logs }: PastReturns, table: PriceTable, row: number): Float64Array {
  let own = logs.get(row);
  if (own === undefined) {
    const width = table.assets.length;
    own = table.closes.subarray(row * width, (row + 1) * width).map(Math.log);
    logs.set(row, own);
  }
  return own;
}

/** Recent return of every column up to a row: four monthly log returns, later ones counting more. NaN where prices lack. */
function pastReturns(table: PriceTable, row: number): Float64Array {
  let memory = known.get(table);
  if (memory === undefined) {
    memory = { logs: new Map(), returns: new Map() };
    known.set(table, memory);
  }
  let returns = memory.returns.get(row);
  if (returns === undefined) {
    returns = new Float64Array(table.assets.length);
    if (row < months * monthLength) returns.fill(NaN);
    else {
      let weight = 1;
      for (let month = 0; month < months; month++) {
        const end = logsOf(memory, table, row - month * monthLength);
        const start = logsOf(memory, table, row - (month + 1) * monthLength);
        for (let column = 0; column < returns.length; column++) {
          returns[column]! += weight * (end[column]! - start[column]!);
        }
        weight *= decay;
      }
    }
    memory.returns.set(row, returns);
  }
  return returns;
}

/** Rank of each alternative's recent return among them, 0 the lowest, 1 the highest, ties at their mean; NaN without prices. */
export function pastReturnRanks(table: PriceTable, row: number, choices: readonly PurchaseChoice[]): Float64Array {
  const returns = pastReturns(table, row);
  const own = new Float64Array(choices.length);
  for (let i = 0; i < choices.length; i++) {
    const { column } = choices[i]!;
    own[i] = row < 0 || column < 0 ? NaN : returns[column]!;
  }
  return ranksOf(own);
}

/** Ranks from 0 to 1, ties at their mean, NaN where the value is. */
export function ranksOf(values: Float64Array): Float64Array {
  const order: number[] = [];
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i]!)) order.push(i);
  order.sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length).fill(NaN);
  const top = order.length - 1;
  for (let first = 0; first < order.length;) {
    let end = first;
    while (end < order.length && values[order[end]!] === values[order[first]!]) end++;
    const rank = top === 0 ? 0.5 : (first + end - 1) / 2 / top;
    for (let i = first; i < end; i++) ranks[order[i]!] = rank;
    first = end;
  }
  return ranks;
}
