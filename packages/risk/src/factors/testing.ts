import type { ReturnPanelLike } from "../input/return-series.ts";

/** A panel of made-up daily dates, for tests. */
export function panelOf(assets: readonly string[], values: Float64Array, start = 0): ReturnPanelLike {
  const rows = values.length / assets.length;
  const dates = Array.from({ length: rows }, (_, t) => new Date((start + t) * 864e5).toISOString().slice(0, 10));
  return { assets, rows, columns: assets.length, values, dates };
}
