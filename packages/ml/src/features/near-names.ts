/** Number of letters to insert, delete, replace or swap with their neighbour to turn `a` into `b` (Damerau 1964, restricted). */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      let distance = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        distance = Math.min(distance, beforeLast[j - 2]! + 1);
      }
      row.push(distance);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}

/** The names most like `name`, best first: those that contain it or are contained in it, then by edit distance. */
export function nearNames(name: string, names: readonly string[], most = 3): readonly string[] {
  const scored = names.map((candidate) => {
    const within = candidate.includes(name) || (candidate.length > 2 && name.includes(candidate));
    return { candidate, score: editDistance(name, candidate) - (within ? Math.max(name.length, candidate.length) : 0) };
  });
  return scored
    .sort((a, b) => a.score - b.score || a.candidate.localeCompare(b.candidate, "en"))
    .slice(0, most)
    .map(({ candidate }) => candidate);
}
