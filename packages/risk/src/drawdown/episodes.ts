/** One episode by rows. */
export interface Episode {
  readonly peak: number;
  readonly trough: number;
  readonly recovery: number | null;
  readonly depth: number;
}

/** The episodes of a drawdown series in order of time; `peak` is -1 for the start. */
export function drawdownEpisodes(drawdown: Float64Array): readonly Episode[] {
  const episodes: Episode[] = [];
  let peak = -1;
  let trough = -1;
  for (let t = 0; t <= drawdown.length; t++) {
    const depth = t < drawdown.length ? drawdown[t]! : 0;
    if (depth > 0) {
      if (trough === -1 || depth > drawdown[trough]!) trough = t;
      continue;
    }
    if (trough !== -1) {
      episodes.push({ peak, trough, recovery: t < drawdown.length ? t : null, depth: drawdown[trough]! });
      trough = -1;
    }
    peak = t;
  }
  return episodes;
}
