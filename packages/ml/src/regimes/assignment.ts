/**
 * The assignment of columns to rows of a square cost matrix (row-major) with the least total cost, by shortest augmenting
 * paths with potentials (Kuhn 1955; Jonker & Volgenant 1987). Entry k is the column of row k.
 */
export function assign(cost: Float64Array, size: number): number[] {
  const rowPotential = new Float64Array(size + 1);
  const columnPotential = new Float64Array(size + 1);
  // index 0 stands for "none": rows and columns count from 1
  const rowOf = new Int32Array(size + 1);
  for (let row = 1; row <= size; row++) {
    const slack = new Float64Array(size + 1).fill(Infinity);
    const visited = new Uint8Array(size + 1);
    const before = new Int32Array(size + 1);
    rowOf[0] = row;
    let column = 0;
    while (rowOf[column] !== 0) {
      visited[column] = 1;
      const at = rowOf[column]!;
      let step = Infinity;
      let next = 0;
      for (let j = 1; j <= size; j++) {
        if (visited[j] === 1) continue;
        const reduced = cost[(at - 1) * size + j - 1]! - rowPotential[at]! - columnPotential[j]!;
        if (reduced < slack[j]!) {
          slack[j] = reduced;
          before[j] = column;
        }
        if (slack[j]! < step) {
          step = slack[j]!;
          next = j;
        }
      }
      for (let j = 0; j <= size; j++) {
        if (visited[j] === 1) {
          rowPotential[rowOf[j]!]! += step;
          columnPotential[j]! -= step;
        } else slack[j]! -= step;
      }
      column = next;
    }
    while (column !== 0) {
      rowOf[column] = rowOf[before[column]!]!;
      column = before[column]!;
    }
  }
  const columnOf = new Array<number>(size).fill(0);
  for (let j = 1; j <= size; j++) columnOf[rowOf[j]! - 1] = j - 1;
  return columnOf;
}
