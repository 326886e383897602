/** Form of the covariance matrices: one variance a state, a diagonal a state, one full matrix for all, a full matrix a state. */
export type CovarianceForm = "spherical" | "diagonal" | "tied" | "full";

/** Free parameters of `blocks` covariance matrices of dimension d, `group` of them sharing one if tied (definition 36). */
export function covarianceParameters(form: CovarianceForm, blocks: number, columns: number, group: number): number {
  switch (form) {
    case "spherical":
      return blocks;
    case "diagonal":
      return blocks * columns;
    case "tied":
      return ((blocks / group) * (columns * (columns + 1))) / 2;
    case "full":
      return (blocks * columns * (columns + 1)) / 2;
  }
}

/** Whether matrices of a form have nothing off their diagonal. */
export function isDiagonal(form: CovarianceForm): boolean {
  return form === "diagonal" || form === "spherical";
}

/** Keeps of a scatter matrix in place what its form has: the diagonal, or its average on the diagonal. */
export function restrictCovariance(block: Float64Array, columns: number, form: CovarianceForm): void {
  if (!isDiagonal(form)) return;
  let trace = 0;
  for (let i = 0; i < columns; i++) {
    trace += block[i * columns + i]!;
    for (let j = 0; j < columns; j++) if (i !== j) block[i * columns + j] = 0;
  }
  if (form === "spherical") for (let i = 0; i < columns; i++) block[i * columns + i] = trace / columns;
}
