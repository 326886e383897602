import { invalidInput } from "../errors.ts";
import { parseDate } from "./axis.ts";
import type { PanelFrame } from "./frame.ts";
import { type PricePanel, pricePanelFrom } from "./price-panel.ts";
import type { ReturnPanel } from "./return-panel.ts";

/** How returns are turned into prices. */
export interface CumulateOptions {
  /**
   * The price before the first return, for all assets or by asset.
   * @defaultValue 1
   */
  readonly initial?: number | Readonly<Record<string, number>>;
  /**
   * A date before the first return, for a first row with the initial prices.
   * @defaultValue no such row: the first row is the first return's
   */
  readonly initialDate?: string;
  /**
   * A return missing after the first one of its asset makes all later prices missing (`propagate`), or is passed over:
   * its own price is missing, the next return builds on the last known price (`skip`). Missing returns before the first
   * one are missing prices either way.
   * @defaultValue "propagate"
   */
  readonly missing?: "propagate" | "skip";
}

/**
 * The prices that have these returns: the initial price times (1 + r1)(1 + r2)..., or times exp(r1 + r2 + ...) for log
 * returns. It undoes {@link PricePanel.simpleReturns} up to rounding.
 *
 * Throws `INVALID_INPUT` for an initial price that is not positive, an asset without one, or an initial date that is not
 * before the first return.
 *
 * @example
 * ```ts
 * import { cumulateReturns, ReturnPanel } from "@plimsoll/core";
 *
 * const returns = ReturnPanel.of({ dates: ["2024-01-03", "2024-01-04"], assets: ["A"], values: [[0.5], [-0.5]] });
 * const prices = cumulateReturns(returns, { initial: 100, initialDate: "2024-01-02" });
 * console.log([...prices.column("A")]); // [ 100, 150, 75 ]
 * ```
 */
export function cumulateReturns(returns: ReturnPanel, options: CumulateOptions = {}): PricePanel {
  const { assets, columns, axis, method } = returns;
  const initial = assets.map((asset) => initialPrice(options.initial ?? 1, asset));
  const head = options.initialDate === undefined ? 0 : 1;
  const rows = returns.rows + head;
  const values = new Float64Array(rows * columns);
  if (head === 1) values.set(initial);
  for (let column = 0; column < columns; column += 1) {
    let price = initial[column]!;
    let started = false;
    for (let row = 0; row < returns.rows; row += 1) {
      const value = returns.values[row * columns + column]!;
      const isMissing = Number.isNaN(value);
      if (!isMissing) {
        price *= method === "simple" ? 1 + value : Math.exp(value);
        started = true;
      } else if (started && options.missing !== "skip") price = Number.NaN;
      values[(row + head) * columns + column] = isMissing ? Number.NaN : price;
    }
  }
  return pricePanelFrom({ axis, index: indexWith(returns, options.initialDate), assets, values });
}

function initialPrice(initial: number | Readonly<Record<string, number>>, asset: string): number {
  const price = typeof initial === "number" ? initial : initial[asset];
  if (price !== undefined && price > 0 && price < Infinity) return price;
  throw invalidInput(
    "initial",
    `initial: expected a positive price for "${asset}", was ${price}: give one number for all, or one for each asset`,
    { expected: "a number > 0", received: String(price) },
  );
}

function indexWith(frame: PanelFrame, initialDate: string | undefined): Float64Array {
  if (initialDate === undefined) return frame.index;
  const date = parseDate(initialDate, "initialDate");
  if (date.axis !== frame.axis || date.value >= (frame.index[0] ?? Infinity)) {
    throw invalidInput(
      "initialDate",
      `initialDate: expected ${frame.axis === "day" ? "a day" : "an instant"} before the first return, was ${initialDate}`,
      { expected: "a date before the first return", received: initialDate },
    );
  }
  const index = new Float64Array(frame.index.length + 1);
  index[0] = date.value;
  index.set(frame.index, 1);
  return index;
}
