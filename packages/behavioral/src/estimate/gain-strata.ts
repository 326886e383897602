import { type SaleChoice, type SaleDay, tie } from "../choice-set/sale-days.ts";
import type { Stratum } from "./mantel-haenszel.ts";

/** Gains and losses, sold and kept, by sale day; ties are neither. */
export function gainStrata(saleDays: readonly SaleDay[]): Stratum[] {
  return saleDays.map(({ choices }) => stratumOf(choices));
}

function stratumOf(choices: readonly SaleChoice[]): Stratum {
  const table = { gainsSold: 0, lossesSold: 0, gainsKept: 0, lossesKept: 0 };
  for (const { sold, return: rate } of choices) {
    if (Math.abs(rate) <= tie) continue;
    if (rate > 0) table[sold ? "gainsSold" : "gainsKept"] += 1;
    else table[sold ? "lossesSold" : "lossesKept"] += 1;
  }
  return table;
}
