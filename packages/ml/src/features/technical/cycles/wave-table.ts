const longest = 51;
let waves: Float64Array | undefined;

/** Sines and cosines of whole turns in n steps, for every cycle length n up to 51: a cycle needs a hundred of them a bar. */
export function waveTable(): Float64Array {
  if (waves !== undefined) return waves;
  const table = new Float64Array((longest + 1) * longest * 2);
  for (let n = 1; n <= longest; n++) {
    for (let i = 0; i < n; i++) {
      table[(n * longest + i) * 2] = Math.sin((i * 2 * Math.PI) / n);
      table[(n * longest + i) * 2 + 1] = Math.cos((i * 2 * Math.PI) / n);
    }
  }
  waves = table;
  return table;
}

/** Where the waves of cycle length n begin in the table: sine and cosine of step 0, of step 1, .... */
export function waveOffset(n: number): number {
  return n * longest * 2;
}
