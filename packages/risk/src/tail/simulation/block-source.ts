import { log, log1p, optimalBlockLength, type RandomStream } from "@plimsoll/numeric";
import type { AssetHistory, AssetSource } from "./asset-source.ts";

/** Mean block length by Politis & White (2004) on the returns of the portfolio, at least 1; 1 below ten observations. */
export function automaticBlock(series: Float64Array): number {
  return series.length < 10 ? 1 : Math.max(optimalBlockLength(series).stationary, 1);
}

/** Rows of the history, whole, in blocks of geometric length that go on through the periods of a path (Politis & Romano 1994). */
export function blockSource({ rows, columns, values }: AssetHistory, block: number, stream: RandomStream): AssetSource {
  let at = new Int32Array(0);
  let left = new Float64Array(0);
  const rate = block <= 1 ? -Infinity : log1p(-1 / block);
  return {
    core: (out, count, continued) => {
      if (at.length < count) {
        at = new Int32Array(count);
        left = new Float64Array(count);
      }
      for (let row = 0; row < count; row++) {
        if (continued && left[row]! > 0) at[row] = (at[row]! + 1) % rows;
        else {
          at[row] = stream.integer(rows);
          left[row] = 1 + Math.floor(log(stream.uniformOpen()) / rate);
        }
        left[row]!--;
        const from = at[row]! * columns;
        for (let j = 0; j < columns; j++) out[j * count + row] = values[from + j]!;
      }
    },
    finish: () => undefined,
    conventions: { dependence: "whole rows", meanBlock: block },
  };
}
