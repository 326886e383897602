import type { PanelFrame } from "./frame.ts";

/** How a return is written: `simple` = p1 / p0 - 1, `log` = ln(p1 / p0). */
export type ReturnMethod = "simple" | "log";

/** Returns from one row to the next, a row fewer; missing where a price is missing or not positive enough to divide by. */
export function returnsOf(frame: PanelFrame, method: ReturnMethod): PanelFrame {
  const { axis, index, assets, values } = frame;
  const columns = assets.length;
  const rows = Math.max(0, index.length - 1);
  const returns = new Float64Array(rows * columns);
  for (let cell = 0; cell < returns.length; cell += 1) {
    returns[cell] = returnOf(values[cell]!, values[cell + columns]!, method);
  }
  return { axis, index: index.subarray(1), assets, values: returns };
}

/** One return; NaN where it is not defined. */
export function returnOf(before: number, after: number, method: ReturnMethod): number {
  if (!(before > 0)) return Number.NaN;
  if (method === "simple") return finite(after / before - 1);
  return after > 0 ? finite(Math.log(after / before)) : Number.NaN;
}

function finite(value: number): number {
  return value - value === 0 ? value : Number.NaN;
}
