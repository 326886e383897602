import { arenaFor } from "../wasm/arena.ts";
import { argsort } from "./selection.ts";

/** Doubles of bits, one for each pair of rows of each column, up to which comparing bits beats counting inversions. */
const BITS = 2 ** 22;
/** Columns whose bits are compared with all others while they stay near the processor. */
const TILE = 8;

/**
 * Kendall's tau-b between every two columns, a symmetric row-major `columns` x `columns` matrix with ones on its diagonal.
 *
 * `x` is row-major `rows` x `columns`. One sort a column; then for each pair of columns without
 * ties a comparison of rows^2 / 2 bits, 64 at a time, or one count of inversions, O(rows log(rows / 32)) (Knight 1966). NaN
 * gives NaN for the pairs it touches, as does a constant column. Throws `RangeError` when `x` is too short or has fewer than
 * two rows.
 *
 * @example
 * ```ts
 * import { kendallMatrix } from "@plimsoll/numeric";
 *
 * const x = Float64Array.of(1, 1, 2, 3, 3, 2); // columns 1 2 3 and 1 3 2
 * console.log(kendallMatrix(x, 3, 2)[1]!.toFixed(4)); // 0.3333
 * ```
 */
export function kendallMatrix(x: Float64Array, rows: number, columns: number): Float64Array {
  if (rows < 2 || x.length < rows * columns) {
    throw new RangeError(`expected at least 2 rows and ${rows * columns} values, there are ${x.length}`);
  }
  const orders: Int32Array[] = [];
  /** Dense ranks: ties share one. */
  const ranks: Int32Array[] = [];
  const tied: number[] = [];
  for (let j = 0; j < columns; j++) {
    const column = Float64Array.from({ length: rows }, (_, t) => x[t * columns + j]!);
    const order = argsort(column);
    const rank = new Int32Array(rows);
    let ties = column.some(Number.isNaN) ? Number.NaN : 0;
    let start = 0;
    for (let i = 1; i <= rows; i++) {
      if (i < rows && column[order[i]!] === column[order[start]!]) continue;
      for (let k = start; k < i; k++) rank[order[k]!] = start;
      ties += ((i - start) * (i - start - 1)) / 2;
      start = i;
    }
    orders.push(order);
    ranks.push(rank);
    tied.push(ties);
  }
  const all = (rows * (rows - 1)) / 2;
  const out = new Float64Array(columns * columns);
  const sequence = new Int32Array(rows);
  const set = seenSet(rows);
  const untied = tied.flatMap((ties, j) => (ties === 0 ? [j] : []));
  const compared = rows > 32 && pairWords(rows) * untied.length <= BITS;
  if (compared) {
    discordantPairs(orders, rows, untied, (a, b, discordant) => {
      const tau = (all - 2 * discordant) / all;
      out[a * columns + b] = tau;
      out[b * columns + a] = tau;
    });
  }
  for (let a = 0; a < columns; a++) {
    out[a * columns + a] = tied[a]! < all ? 1 : Number.NaN;
    for (let b = 0; b < a; b++) {
      if (compared && tied[a] === 0 && tied[b] === 0) continue;
      const both = orderPair(orders[a]!, ranks[a]!, ranks[b]!, sequence, tied[a]! > 0);
      const discordant = inversions(sequence, set, tied[b]! > 0);
      const concordant = all - tied[a]! - tied[b]! + both - discordant;
      const tau = (concordant - discordant) / Math.sqrt((all - tied[a]!) * (all - tied[b]!));
      out[a * columns + b] = tau;
      out[b * columns + a] = tau;
    }
  }
  return out;
}

/** Doubles that hold a bit for each pair of rows s < t: those of t begin a new double. */
function pairWords(rows: number): number {
  let words = 0;
  for (let t = 0; t < rows; t++) words += (t + 63) >>> 6;
  return words;
}

/** Visits every two of the columns with the number of pairs of rows that they order differently. */
function discordantPairs(
  orders: readonly Int32Array[],
  rows: number,
  columns: readonly number[],
  visit: (a: number, b: number, discordant: number) => void,
): void {
  const words = pairWords(rows);
  const { memory, kernels, start } = arenaFor(words * columns.length);
  const starts = new Int32Array(rows);
  for (let t = 1; t < rows; t++) starts[t] = starts[t - 1]! + ((t + 62) >>> 6);
  const below = new Int32Array(2 * ((rows + 63) >>> 6));
  columns.forEach((column, k) => {
    const bits = new Int32Array(memory.buffer, 8 * (start + k * words), 2 * words);
    below.fill(0);
    for (const t of orders[column]!) {
      const at = 2 * starts[t]!;
      const last = t >>> 5;
      for (let i = 0; i < last; i++) bits[at + i] = below[i]!;
      const rest = t & 31;
      if (rest > 0) bits[at + last] = below[last]! & ((1 << rest) - 1);
      // rows of an odd number of 32 bits are filled up to 64
      const filled = last + (rest > 0 ? 1 : 0);
      if (filled % 2 === 1) bits[at + filled] = 0;
      below[last]! |= 1 << rest;
    }
  });
  for (let first = 0; first < columns.length; first += TILE) {
    const end = Math.min(first + TILE, columns.length);
    for (let a = first + 1; a < columns.length; a++) {
      for (let b = first; b < Math.min(a, end); b++) {
        visit(columns[a]!, columns[b]!, kernels.differingBits(words, start + a * words, start + b * words));
      }
    }
  }
}

/** Ranks of b in the order of a, ascending within ties of a; returns the pairs tied in both. */
function orderPair(order: Int32Array, a: Int32Array, b: Int32Array, out: Int32Array, ties: boolean): number {
  for (let i = 0; i < order.length; i++) out[i] = b[order[i]!]!;
  if (!ties) return 0;
  let both = 0;
  let start = 0;
  for (let i = 1; i <= order.length; i++) {
    if (i < order.length && a[order[i]!] === a[order[start]!]) continue;
    if (i - start > 1) {
      const group = out.subarray(start, i).sort();
      let run = 1;
      for (let k = 1; k <= group.length; k++) {
        if (k < group.length && group[k] === group[k - 1]) run++;
        else {
          both += (run * (run - 1)) / 2;
          run = 1;
        }
      }
    }
    start = i;
  }
  return both;
}

/**
 * Number of pairs out of order: a set of the values seen, a bit each, and a tree of counts over its words (Fenwick 1994).
 * Values that repeat count as ascending; `ties` says whether there are any.
 */
function inversions(values: Int32Array, { seen, tree, next }: SeenSet, ties: boolean): number {
  const n = values.length;
  const words = seen.length;
  seen.fill(0);
  tree.fill(0);
  if (ties) next.fill(0);
  let ordered = 0;
  for (let i = 0; i < n; i++) {
    let place = values[i]!;
    // tied values share the first place of their group: each takes the next one
    if (ties) place += next[place]!++;
    const word = place >>> 5;
    const bit = 1 << (place & 31);
    let bits = seen[word]! & (bit - 1);
    seen[word]! |= bit;
    bits -= (bits >>> 1) & 0x55555555;
    bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
    ordered += Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
    for (let k = word; k > 0; k &= k - 1) ordered += tree[k]!;
    for (let k = word + 1; k <= words; k += k & -k) tree[k]!++;
  }
  return (n * (n - 1)) / 2 - ordered;
}

/** What {@link inversions} works with, for values below 32 x words. */
interface SeenSet {
  readonly seen: Int32Array;
  /** `tree[k]` counts the values of the words that end with the k-th. */
  readonly tree: Int32Array;
  /** By value, how many equal ones came before. */
  readonly next: Int32Array;
}

function seenSet(size: number): SeenSet {
  const words = (size + 31) >>> 5;
  return { seen: new Int32Array(words), tree: new Int32Array(words + 1), next: new Int32Array(size) };
}
