import type { Highs, ModelData } from "highs";
import type { TailProgram, TailScenario } from "./tail-program.ts";
import type { TailColumn, TailState } from "./tail-state.ts";

type Model = ReturnType<Highs["createModel"]>;
type ColumnData = Parameters<Model["addCols"]>[0];
type RowData = Parameters<Model["addRows"]>[0];

/**
 * The restricted dual: its rows are the tails with a total and the held columns of the polyhedron; its columns are the
 * multipliers of the polyhedron's rows, those of upper bounds, and active scenarios with the share of their largest
 * weight. Scenarios in full enter the right-hand sides. Row duals are the portfolio.
 */
export function tailModel(program: TailProgram, state: TailState): ModelData {
  const { polyhedron, multipliers, base, totals } = program;
  const { rows, columns } = polyhedron;
  const fixed = multipliers.length;
  const numRows = totals + state.held.length;
  const added = columnsOf(program, state, state.order);
  const colCost = new Float64Array(fixed + state.order.length);
  const colLower = new Float64Array(colCost.length);
  const colUpper = new Float64Array(colCost.length);
  const starts = new Int32Array(colCost.length + 1);
  const indices: number[] = [];
  const values: number[] = [];
  multipliers.forEach(({ row, side }, position) => {
    let offset = 0;
    for (let j = 0; j < columns; j += 1) offset += rows.matrix[row * columns + j]! * base[j]!;
    state.held.forEach((j, at) => {
      const value = rows.matrix[row * columns + j]! * program.flips[j]!;
      if (value === 0) return;
      indices.push(totals + at);
      values.push(value);
    });
    starts[position + 1] = indices.length;
    colCost[position] = offset - (side === "upper" ? rows.upper[row]! : rows.lower[row]!);
    colLower[position] = side === "lower" ? 0 : -Infinity;
    colUpper[position] = side === "upper" ? 0 : Infinity;
  });
  colCost.set(added.cost, fixed);
  colLower.set(added.lower, fixed);
  colUpper.set(added.upper, fixed);
  const { matrix } = added;
  for (let at = 1; at <= state.order.length; at += 1) starts[fixed + at] = indices.length + matrix.starts[at]!;
  const allIndices = new Int32Array(indices.length + matrix.indices.length);
  const allValues = new Float64Array(allIndices.length);
  allIndices.set(indices);
  allIndices.set(matrix.indices, indices.length);
  allValues.set(values);
  allValues.set(matrix.values, indices.length);
  return {
    numCols: colCost.length,
    numRows,
    colCost,
    colLower,
    colUpper,
    ...limitsOf(program, state),
    matrix: { format: "csc", numRows, numCols: colCost.length, starts, indices: allIndices, values: allValues },
  };
}

/** Columns of the model for scenarios and upper bounds, over all its rows. */
export function columnsOf(program: TailProgram, state: TailState, order: readonly TailColumn[]): ColumnData {
  const numRows = program.totals + state.held.length;
  const cost = new Float64Array(order.length);
  const upper = new Float64Array(order.length).fill(1);
  const starts = new Int32Array(order.length + 1);
  const scenarios = order.reduce((sum, entry) => sum + (entry < 0 ? 0 : 1), 0);
  const indices = new Int32Array(order.length - scenarios + scenarios * numRows);
  const values = new Float64Array(indices.length);
  const rowOf = rowsOfColumns(program, state);
  const entries = new Float64Array(numRows);
  let at = 0;
  order.forEach((entry, position) => {
    if (entry < 0) {
      const j = -1 - entry;
      cost[position] = program.polyhedron.upper[j]! - program.polyhedron.lower[j]!;
      upper[position] = Infinity;
      indices[at] = rowOf[j]!;
      values[at] = -1;
      at += 1;
    } else {
      const [k, s] = program.placeOf(entry);
      cost[position] = (-program.shareOf(k) * program.baseLosses[k]![s]!) / program.unit;
      fillColumn(program, state.held, entry, entries);
      for (let row = 0; row < numRows; row += 1) {
        if (entries[row] === 0) continue;
        indices[at] = row;
        values[at] = entries[row]!;
        at += 1;
      }
    }
    starts[position + 1] = at;
  });
  return {
    cost,
    lower: new Float64Array(order.length),
    upper,
    matrix: {
      format: "csc",
      numRows,
      numCols: order.length,
      starts,
      indices: indices.subarray(0, at),
      values: values.subarray(0, at),
    },
  };
}

/** Rows of the model for columns of the polyhedron, over the columns that the model has. */
export function rowsOf(
  program: TailProgram,
  state: TailState,
  added: readonly number[],
  order: readonly TailColumn[],
): RowData {
  const { polyhedron, multipliers, flips } = program;
  const { rows, columns } = polyhedron;
  const numCols = multipliers.length + order.length;
  const entries = new Float64Array(added.length * numCols);
  multipliers.forEach(({ row }, position) => {
    added.forEach((j, at) => (entries[at * numCols + position] = rows.matrix[row * columns + j]! * flips[j]!));
  });
  const column = new Float64Array(program.totals + added.length);
  order.forEach((entry, position) => {
    if (entry < 0) return;
    fillColumn(program, added, entry, column);
    for (let at = 0; at < added.length; at += 1)
      entries[at * numCols + multipliers.length + position] = column[program.totals + at]!;
  });
  const indices = new Int32Array(entries.length);
  const values = new Float64Array(entries.length);
  const starts = new Int32Array(added.length + 1);
  let end = 0;
  for (let at = 0; at < added.length; at += 1) {
    for (let column = 0; column < numCols; column += 1) {
      const value = entries[at * numCols + column]!;
      if (value === 0) continue;
      indices[end] = column;
      values[end] = value;
      end += 1;
    }
    starts[at + 1] = end;
  }
  const { rowLower, rowUpper } = limitsOf(program, state);
  return {
    lower: rowLower.subarray(rowLower.length - added.length),
    upper: rowUpper.subarray(rowUpper.length - added.length),
    matrix: {
      format: "csr",
      numRows: added.length,
      numCols,
      starts,
      indices: indices.subarray(0, end),
      values: values.subarray(0, end),
    },
  };
}

/** Limits of the model's rows, with what scenarios in full take off them. */
export function limitsOf(
  program: TailProgram,
  state: TailState,
): { readonly rowLower: Float64Array; readonly rowUpper: Float64Array } {
  const { full, held } = state;
  const { totals, tails, rowOfTail } = program;
  const slopes = program.slopesOf(program.pullOf(full));
  const rowUpper = new Float64Array(totals + held.length);
  tails.forEach((tail, k) => {
    if (tail.total !== undefined) rowUpper[rowOfTail[k]!] = tail.total / tails[0]!.upper;
  });
  for (const scenario of full) {
    const [k] = program.placeOf(scenario);
    const row = rowOfTail[k]!;
    if (row >= 0) rowUpper[row] = rowUpper[row]! - program.shareOf(k);
  }
  const rowLower = rowUpper.slice();
  held.forEach((j, at) => {
    rowUpper[totals + at] = slopes[j]!;
    rowLower[totals + at] = program.isBounded(j) ? -Infinity : slopes[j]!;
  });
  return { rowLower, rowUpper };
}

/** Entries of a scenario's column: totals, then the given columns of the polyhedron. */
function fillColumn(
  program: TailProgram,
  held: readonly number[],
  scenario: TailScenario,
  entries: Float64Array,
): void {
  const { values } = program.scenarios;
  const { owner, size } = program.polyhedron;
  const { totals, flips, rowOfTail } = program;
  const [k, s] = program.placeOf(scenario);
  const from = s * size;
  const { sign, centre } = program.tails[k]!;
  const factor = (sign * program.shareOf(k)) / program.unit;
  entries.fill(0, 0, totals);
  if (rowOfTail[k]! >= 0) entries[rowOfTail[k]!] = program.shareOf(k);
  for (let at = 0; at < held.length; at += 1) {
    const j = held[at]!;
    const i = owner[j]!;
    const value = i < 0 ? 0 : values[from + i]! - (centre === undefined ? 0 : centre[i]!);
    entries[totals + at] = factor * flips[j]! * value;
  }
}

function rowsOfColumns(program: TailProgram, state: TailState): Int32Array {
  const rowOf = new Int32Array(program.polyhedron.columns).fill(-1);
  state.held.forEach((j, at) => (rowOf[j] = program.totals + at));
  return rowOf;
}
