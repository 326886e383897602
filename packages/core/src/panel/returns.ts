import type { PanelFrame } from "./frame.ts";

/** How a return is written: `simple` = p1 / p0 - 1, `log` = ln(p1 / p0). */
export type ReturnMethod = "simple" | "log";

/** How returns are taken from prices. */
export interface ReturnOptions {
  /**
   * After a missing price, the next return is missing too (`propagate`), or reaches back to the last known price and so
   * spans several rows (`bridge`).
   * @defaultValue "propagate"
   */
  readonly missing?: "propagate" | "bridge";
}

/** Returns from one row to the next, a row fewer; missing where a price is missing or the earlier one not positive. */
export function returnsOf(frame: PanelFrame, method: ReturnMethod, options: ReturnOptions): PanelFrame {
  const { axis, index, assets, values } = frame;
  const columns = assets.length;
  const returns = new Float64Array(Math.max(0, values.length - columns));
  const compute = method === "simple" ? simpleReturn : logReturn;
  if (options.missing === "bridge") {
    for (let column = 0; column < columns; column += 1) {
      let before = values[column] ?? Number.NaN;
      for (let cell = column; cell < returns.length; cell += columns) {
        const after = values[cell + columns]!;
        returns[cell] = compute(before, after);
        if (!Number.isNaN(after)) before = after;
      }
    }
  } else {
    for (let cell = 0; cell < returns.length; cell += 1)
      returns[cell] = compute(values[cell]!, values[cell + columns]!);
  }
  return { axis, index: index.subarray(1), assets, values: returns };
}

/** p1 / p0 - 1; NaN where a price is missing or p0 is not positive. */
export function simpleReturn(before: number, after: number): number {
  return before > 0 ? finite(after / before - 1) : Number.NaN;
}

/** ln(p1 / p0); NaN where a price is missing or not positive. */
export function logReturn(before: number, after: number): number {
  return before > 0 && after > 0 ? finite(Math.log(after / before)) : Number.NaN;
}

/** Simple returns written as log ones, or the other way round. */
export function convertReturns(frame: PanelFrame, to: ReturnMethod): PanelFrame {
  const values = frame.values.map(
    to === "simple" ? (value) => finite(Math.expm1(value)) : (value) => (value > -1 ? Math.log1p(value) : Number.NaN),
  );
  return { axis: frame.axis, index: frame.index, assets: frame.assets, values };
}

function finite(value: number): number {
  return value - value === 0 ? value : Number.NaN;
}
