import { invalidInput } from "@plimsoll/core";
import type { Program } from "./program.ts";

/** Throws where a rule about holdings has no meaning under the program's bounds. */
export function requireSoundRules({ assets, lower, floors, implications, largeIssuers }: Program): void {
  const least = new Float64Array(assets.length);
  for (const { asset, floor } of floors) least[asset] = Math.max(least[asset]!, floor);
  for (const { constraint, asked } of implications) {
    if (least[asked]! > 0 || lower[asked]! > 0) continue;
    const asset = assets[asked]!;
    throw invalidInput(
      constraint,
      `constraint "${constraint}" asks for a holding of "${asset}" that may be as small as one likes, so there is no best portfolio: give "${asset}" a smallest holding, by a threshold or by minWeight of a cardinality`,
      { expected: "a smallest holding above 0", received: "none" },
    );
  }
  for (const { constraint, issuers } of largeIssuers) {
    for (const asset of issuers.flatMap((members) => [...members])) {
      if (lower[asset]! >= 0) continue;
      throw invalidInput(
        constraint,
        `constraint "${constraint}" is for portfolios without short positions, but "${assets[asset]}" may go down to ${lower[asset]}: give it a lower bound of 0`,
        { expected: "lower bounds of at least 0", received: String(lower[asset]) },
      );
    }
  }
}
