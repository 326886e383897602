import { invalidInput, type PlimsollError } from "@plimsoll/core";
import type { ResolvedSpec } from "../engine/specification.ts";

/** Target weights in asset order; throws `INVALID_INPUT` for what the specification excludes, naming strategy and date. */
export function alignTargets(
  targets: Readonly<Record<string, number>>,
  assets: readonly string[],
  spec: ResolvedSpec,
  origin: string,
): Float64Array {
  const positions = new Map(assets.map((asset, column) => [asset, column]));
  const aligned = new Float64Array(assets.length);
  let total = 0;
  for (const [asset, weight] of Object.entries(targets)) {
    const column = positions.get(asset);
    if (column === undefined) throw refused(asset, `${origin}: "${asset}" is not among the assets of the prices`);
    if (!Number.isFinite(weight)) throw refused(asset, `${origin}: the weight of "${asset}" is ${weight}`);
    if (weight < 0 && spec.shorts === "forbidden") {
      throw refused(asset, `${origin}: the weight of "${asset}" is ${weight}, but shorts are forbidden (spec.shorts)`);
    }
    aligned[column] = weight;
    total += weight;
  }
  if (total > 1 + 1e-9 && spec.borrowing === "forbidden") {
    throw refused("*", `${origin}: weights sum to ${total}, but borrowing is forbidden (spec.borrowing)`);
  }
  // a sum of 1 + rounding must not borrow
  if (total > 1 && spec.borrowing === "forbidden") for (let i = 0; i < aligned.length; i++) aligned[i]! /= total;
  return aligned;
}

function refused(asset: string, message: string): PlimsollError<"INVALID_INPUT"> {
  return invalidInput(`targets.${asset}`, message);
}
