import type { Counts } from "./counts.ts";
import type { Incumbent } from "./incumbent.ts";
import { type Domains, IN, OUT } from "./program.ts";

const rounds = 6;
const entrants = 24;

/**
 * Swaps of one variable of the incumbent for one that is out, the most promising of those in `order` first, the
 * smallest holdings leaving first, for as long as a round of them helps. A swap that helps is kept at once.
 *
 * @yields after each quadratic program.
 */
export function* exchange(
  incumbent: Incumbent,
  counts: Counts,
  domains: Domains,
  order: readonly number[],
): Generator<undefined, void> {
  const n = domains.counted.length;
  for (let round = 0; round < rounds; round++) {
    const before = incumbent.value;
    const x = incumbent.x!;
    const inside: number[] = [];
    for (let j = 0; j < n; j++) if (x[j] !== 0 && domains.counted[j] !== 0) inside.push(j);
    inside.sort((a, b) => Math.abs(x[a]!) - Math.abs(x[b]!));
    const outside = order.filter((j) => x[j] === 0).slice(0, entrants);
    const base = new Int8Array(n).fill(OUT);
    for (let j = 0; j < n; j++) if (domains.counted[j] === 0) base[j] = IN;
    for (const j of inside) base[j] = IN;
    for (const leaving of inside) {
      for (const entering of outside) {
        if (base[entering] === IN) continue;
        base[leaving] = OUT;
        base[entering] = IN;
        const improved = counts.satisfied(base) && incumbent.trySupport(base, incumbent.x!);
        yield;
        if (improved) break;
        base[leaving] = IN;
        base[entering] = OUT;
      }
    }
    if (!(incumbent.value < before)) return;
  }
}
