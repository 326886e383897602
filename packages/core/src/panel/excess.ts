import { invalidInput } from "../errors.ts";
import { formatDate } from "./axis.ts";
import type { PanelFrame } from "./frame.ts";
import type { Panel } from "./panel.ts";
import type { ReturnMethod } from "./returns.ts";

/** How a constant annual rate is converted. */
export interface ExcessOptions {
  /**
   * Rows a year.
   * @defaultValue 252
   */
  readonly periodsPerYear?: number;
}

/** A panel of one column with the risk-free return of each period. */
export type RiskFreeSeries = Panel & { readonly kind: "return"; readonly method: ReturnMethod };

/** Subtracts the risk-free return of each row; `method` says how the returns of the frame are written. */
export function excessFrame(
  frame: PanelFrame,
  method: ReturnMethod,
  riskFree: number | RiskFreeSeries,
  options: ExcessOptions,
): PanelFrame {
  const rate =
    typeof riskFree === "number"
      ? constantRate(riskFree, method, options.periodsPerYear ?? 252)
      : matchedRate(frame, method, riskFree);
  const columns = frame.assets.length;
  const values = new Float64Array(frame.values.length);
  for (let row = 0, cell = 0; row < frame.index.length; row += 1) {
    const riskFreeReturn = rate(row);
    for (const end = (row + 1) * columns; cell < end; cell += 1) values[cell] = frame.values[cell]! - riskFreeReturn;
  }
  return { axis: frame.axis, index: frame.index, assets: frame.assets, values };
}

function constantRate(annual: number, method: ReturnMethod, periodsPerYear: number): (row: number) => number {
  if (!(annual > -1 && annual < Infinity)) {
    throw invalidInput("riskFree", `riskFree: expected an annual rate above -1, such as 0.03, was ${annual}`, {
      expected: "a number > -1",
      received: String(annual),
    });
  }
  if (!(periodsPerYear > 0 && periodsPerYear < Infinity)) {
    throw invalidInput("periodsPerYear", `periodsPerYear: expected a positive number, was ${periodsPerYear}`, {
      expected: "> 0",
      received: String(periodsPerYear),
    });
  }
  const logRate = Math.log1p(annual) / periodsPerYear;
  const rate = method === "log" ? logRate : Math.expm1(logRate);
  return () => rate;
}

function matchedRate(frame: PanelFrame, method: ReturnMethod, riskFree: RiskFreeSeries): (row: number) => number {
  if (riskFree.columns !== 1 || riskFree.method !== method || riskFree.axis !== frame.axis) {
    throw invalidInput(
      "riskFree",
      `riskFree: expected one column of ${method} returns by ${frame.axis}, was ${riskFree.columns} of ${riskFree.method} returns by ${riskFree.axis}`,
      { expected: `one column of ${method} returns`, received: `${riskFree.columns} of ${riskFree.method} returns` },
    );
  }
  const rowByDate = new Map(Array.from(riskFree.index, (value, row) => [value, row]));
  return (row) => {
    const source = rowByDate.get(frame.index[row]!);
    if (source !== undefined) return riskFree.values[source]!;
    const date = formatDate(frame.axis, frame.index[row]!);
    throw invalidInput("riskFree", `riskFree: no return on ${date}: align it with the panel first`, {
      expected: "a return on every date of the panel",
      received: `none on ${date}`,
    });
  };
}
