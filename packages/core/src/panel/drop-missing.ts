import { invalidInput } from "../errors.ts";
import { type PanelFrame, sliceRows, takeColumns, takeRows } from "./frame.ts";

/** What is dropped; assets first, then rows. */
export interface DropMissingOptions {
  /**
   * Drop rows with any value missing, with all missing, or none.
   * @defaultValue "any"
   */
  readonly rows?: "any" | "all" | "none";
  /**
   * Drop assets with fewer values than this.
   * @defaultValue 0
   */
  readonly minimumObservations?: number;
}

/** Drops assets and rows with missing values; shares memory where the rows that stay are one run. */
export function dropMissingFrame(frame: PanelFrame, options: DropMissingOptions): PanelFrame {
  const minimum = options.minimumObservations ?? 0;
  if (!(minimum >= 0)) {
    throw invalidInput("minimumObservations", `minimumObservations: expected a number >= 0, was ${minimum}`, {
      expected: ">= 0",
      received: String(minimum),
    });
  }
  const counts = countObservations(frame);
  const kept = takeColumns(
    frame,
    [...counts.keys()].filter((column) => counts[column]! >= minimum),
  );
  return dropRows(kept, options.rows ?? "any");
}

/** Number of values that are not missing, by column. */
export function countObservations(frame: PanelFrame): Float64Array {
  const columns = frame.assets.length;
  const counts = new Float64Array(columns);
  for (let cell = 0, column = 0; cell < frame.values.length; cell += 1) {
    if (!Number.isNaN(frame.values[cell]!)) counts[column]! += 1;
    column = column + 1 === columns ? 0 : column + 1;
  }
  return counts;
}

function dropRows(frame: PanelFrame, rule: "any" | "all" | "none"): PanelFrame {
  const columns = frame.assets.length;
  if (rule === "none" || columns === 0) return frame;
  const tolerated = rule === "any" ? 0 : columns - 1;
  const rows: number[] = [];
  for (let row = 0; row < frame.index.length; row += 1) {
    let missing = 0;
    for (let cell = row * columns; cell < (row + 1) * columns; cell += 1) {
      if (Number.isNaN(frame.values[cell]!)) missing += 1;
    }
    if (missing <= tolerated) rows.push(row);
  }
  const first = rows[0] ?? 0;
  const last = rows.at(-1) ?? -1;
  return last - first + 1 === rows.length ? sliceRows(frame, first, last + 1) : takeRows(frame, rows);
}
