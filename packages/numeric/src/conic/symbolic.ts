import { minimumDegreeOrder } from "./ordering.ts";
import type { SparseMatrix } from "./sparse-matrix.ts";

/** Where everything of a factorisation goes: found once, used for every set of values. */
export interface Symbolic {
  readonly size: number;
  /** Node at each place of the elimination order. */
  readonly order: Int32Array;
  /** Upper triangle of the reordered matrix: rows of each column, the diagonal last. */
  readonly starts: Int32Array;
  readonly indices: Int32Array;
  /** Place in the reordered matrix of each entry of the given one. */
  readonly places: Int32Array;
  /** Elimination tree; -1 at roots. */
  readonly parent: Int32Array;
  /** From this place on the factor is dense. */
  readonly head: number;
  /** Places from `head` on whose pivots are positive; they come first. */
  readonly positiveTail: number;
  /** Starts of the factor's columns before `head`: of their rows before `head`, and of the rows after. */
  readonly headStarts: Int32Array;
  readonly tailStarts: Int32Array;
}

/** Least size, and share of entries that are not 0, of a trailing block that is worth treating as dense. */
const SMALLEST_TAIL = 12;
const TAIL_DENSITY = 0.9;

/**
 * Orders and analyses a quasi-definite matrix of which the upper triangle with its whole diagonal is given: any order
 * has a factorisation L D L' then (Vanderbei 1995). `signs` are those of the pivots.
 */
export function analyse(upper: SparseMatrix, signs: Int8Array): Symbolic {
  const size = upper.columns;
  const first = minimumDegreeOrder(size, ...neighboursOf(upper));
  const trial = reorder(upper, first);
  const counts = new Int32Array(size);
  const tree = eliminationTree(size, trial.starts, trial.indices, counts);
  const head = denseFrom(size, counts);
  if (head === size) {
    const headStarts = cumulate(counts, size);
    return {
      ...trial,
      size,
      order: first,
      parent: tree,
      head,
      positiveTail: 0,
      headStarts,
      tailStarts: new Int32Array(size + 1),
    };
  }
  // within the dense block positive pivots first, so that two Cholesky factors make it up
  const tail = Array.from(first.subarray(head));
  const positive = tail.filter((node) => signs[node]! > 0);
  const order = Int32Array.from([...first.subarray(0, head), ...positive, ...tail.filter((node) => signs[node]! < 0)]);
  const final = reorder(upper, order);
  const parent = eliminationTree(size, final.starts, final.indices, counts);
  const { inHead, inTail } = splitCounts(size, head, parent, final.starts, final.indices);
  return {
    ...final,
    size,
    order,
    parent,
    head,
    positiveTail: positive.length,
    headStarts: cumulate(inHead, head),
    tailStarts: cumulate(inTail, head),
  };
}

function neighboursOf({ columns, starts, indices }: SparseMatrix): [Int32Array, Int32Array] {
  const begin = new Int32Array(columns + 1);
  const visit = (each: (i: number, j: number) => void): void => {
    for (let j = 0; j < columns; j++)
      for (let p = starts[j]!; p < starts[j + 1]!; p++) if (indices[p] !== j) each(indices[p]!, j);
  };
  visit((i, j) => {
    begin[i + 1]!++;
    begin[j + 1]!++;
  });
  for (let j = 0; j < columns; j++) begin[j + 1]! += begin[j]!;
  const next = begin.slice();
  const neighbours = new Int32Array(begin[columns]!);
  visit((i, j) => {
    neighbours[next[i]!++] = j;
    neighbours[next[j]!++] = i;
  });
  return [begin, neighbours];
}

function reorder(upper: SparseMatrix, order: Int32Array): Pick<Symbolic, "starts" | "indices" | "places"> {
  const size = upper.columns;
  const position = new Int32Array(size);
  order.forEach((node, at) => (position[node] = at));
  const starts = new Int32Array(size + 1);
  const column = (i: number, j: number): number => Math.max(position[i]!, position[j]!);
  for (let j = 0; j < size; j++)
    for (let p = upper.starts[j]!; p < upper.starts[j + 1]!; p++) starts[column(upper.indices[p]!, j) + 1]!++;
  for (let j = 0; j < size; j++) starts[j + 1]! += starts[j]!;
  const next = starts.slice(0, size);
  const indices = new Int32Array(upper.indices.length);
  const places = new Int32Array(upper.indices.length);
  for (let j = 0; j < size; j++) {
    for (let p = upper.starts[j]!; p < upper.starts[j + 1]!; p++) {
      const i = upper.indices[p]!;
      const to = column(i, j);
      // the diagonal is the last entry of its column
      const place = i === j ? starts[to + 1]! - 1 : next[to]!++;
      indices[place] = Math.min(position[i]!, position[j]!);
      places[p] = place;
    }
  }
  return { starts, indices, places };
}

/** Elimination tree and column counts of the factor (Liu 1990). */
function eliminationTree(size: number, starts: Int32Array, indices: Int32Array, counts: Int32Array): Int32Array {
  const parent = new Int32Array(size).fill(-1);
  const seen = new Int32Array(size).fill(-1);
  counts.fill(0);
  for (let k = 0; k < size; k++) {
    seen[k] = k;
    for (let p = starts[k]!; p < starts[k + 1]!; p++) {
      for (let i = indices[p]!; seen[i] !== k; i = parent[i]!) {
        if (parent[i] === -1) parent[i] = k;
        counts[i]!++;
        seen[i] = k;
      }
    }
  }
  return parent;
}

function denseFrom(size: number, counts: Int32Array): number {
  let head = size;
  let entries = 0;
  for (let k = size - 1; k >= 0; k--) {
    entries += counts[k]!;
    const width = size - k;
    if (entries >= (TAIL_DENSITY * width * (width - 1)) / 2) head = k;
    else if (width > 2 * (size - head) + 64) break;
  }
  return size - head >= SMALLEST_TAIL ? head : size;
}

function splitCounts(
  size: number,
  head: number,
  parent: Int32Array,
  starts: Int32Array,
  indices: Int32Array,
): { readonly inHead: Int32Array; readonly inTail: Int32Array } {
  const inHead = new Int32Array(head);
  const inTail = new Int32Array(head);
  const seen = new Int32Array(size).fill(-1);
  for (let k = 0; k < size; k++) {
    seen[k] = k;
    const counts = k < head ? inHead : inTail;
    for (let p = starts[k]!; p < starts[k + 1]!; p++) {
      for (let i = indices[p]!; i < head && seen[i] !== k; i = parent[i]!) {
        counts[i]!++;
        seen[i] = k;
      }
    }
  }
  return { inHead, inTail };
}

function cumulate(counts: Int32Array, length: number): Int32Array {
  const starts = new Int32Array(length + 1);
  for (let k = 0; k < length; k++) starts[k + 1] = starts[k]! + counts[k]!;
  return starts;
}
