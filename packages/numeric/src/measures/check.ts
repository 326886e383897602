/** Throws unless `series` holds at least `minimum` numbers and no NaN or infinity. */
export function checkSeries(series: Float64Array, minimum = 1): void {
  if (series.length < minimum) {
    throw new RangeError(`expected a series of at least ${minimum} returns, was ${series.length}`);
  }
  for (let i = 0; i < series.length; i++) {
    if (!Number.isFinite(series[i]!)) throw new RangeError(`expected finite returns, series[${i}] was ${series[i]}`);
  }
}

/** 1 - confidence, free of the rounding of the subtraction: 0.95 gives 0.05, so that n times it is whole where it should be. */
export function tailProbability(confidence: number): number {
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`expected a confidence strictly between 0 and 1, was ${confidence}`);
  }
  const decimal = Math.round((1 - confidence) * 1e15) / 1e15;
  return decimal > 0 ? decimal : 1 - confidence;
}

/** Throws unless n - ddof is positive. */
export function checkDegrees(length: number, ddof: number): void {
  if (!(ddof >= 0 && ddof < length)) {
    throw new RangeError(`expected 0 <= ddof < ${length} (the number of returns), was ${ddof}`);
  }
}
