import { invalidInput } from "../errors.ts";
import type { PanelFrame } from "./frame.ts";

/** How missing prices are filled. */
export interface ForwardFillOptions {
  /** The most missing rows in succession that one price fills, an integer >= 1; the rest of a longer run stays missing. */
  readonly limit: number;
}

/** One cell that a forward fill would set. */
export type FillVisitor = (cell: number, price: number) => void;

/** Calls `visit` for every missing cell within `limit` rows after a price of its asset, column by column. */
export function visitFills(frame: PanelFrame, limit: number, visit: FillVisitor): void {
  if (!Number.isInteger(limit) || limit < 1) {
    throw invalidInput("limit", `limit: expected a whole number of rows >= 1, was ${limit}`, {
      expected: "an integer >= 1",
      received: String(limit),
    });
  }
  const columns = frame.assets.length;
  for (let column = 0; column < columns; column += 1) {
    let price = Number.NaN;
    let run = 0;
    for (let cell = column; cell < frame.values.length; cell += columns) {
      const value = frame.values[cell]!;
      if (!Number.isNaN(value)) {
        price = value;
        run = 0;
      } else {
        run += 1;
        if (run <= limit && !Number.isNaN(price)) visit(cell, price);
      }
    }
  }
}

/** Fills missing values from the last one before; the frame itself when there is nothing to fill. */
export function forwardFillFrame(frame: PanelFrame, limit: number): PanelFrame {
  let values: Float64Array | undefined;
  visitFills(frame, limit, (cell, price) => {
    values ??= frame.values.slice();
    values[cell] = price;
  });
  return values === undefined ? frame : { ...frameParts(frame), values };
}

function frameParts(frame: PanelFrame): Omit<PanelFrame, "values"> {
  return { axis: frame.axis, index: frame.index, assets: frame.assets };
}
