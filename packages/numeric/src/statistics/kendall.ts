import { argsort } from "./selection.ts";

/**
 * Kendall's tau-b between every two columns, a symmetric row-major `columns` x `columns` matrix with ones on its diagonal.
 *
 * `x` is row-major `rows` x `columns`. One sort a column and one count of inversions a pair, O(columns^2 rows log(rows / 32)) (Knight 1966). NaN
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
  for (let a = 0; a < columns; a++) {
    out[a * columns + a] = tied[a]! < all ? 1 : Number.NaN;
    for (let b = 0; b < a; b++) {
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
