import { invalidInput } from "../errors.ts";
import type { PanelFrame } from "./frame.ts";

/** How panels are aligned. */
export interface AlignOptions {
  /**
   * The dates that stay: those in all panels (`inner`), in any (`outer`), or in the first (`left`).
   * @defaultValue "inner"
   */
  readonly join?: "inner" | "outer" | "left";
}

/** Puts frames on the same dates; a frame that already has them is returned itself. */
export function alignFrames(frames: readonly PanelFrame[], options: AlignOptions): readonly PanelFrame[] {
  const [first, ...others] = frames;
  if (first === undefined) return [];
  for (const other of others) {
    if (other.axis === first.axis) continue;
    throw invalidInput(
      "panels",
      `panels: one counts ${first.axis}s, another ${other.axis}s: resample the instants to days first`,
      { expected: first.axis, received: other.axis },
    );
  }
  const join = options.join ?? "inner";
  let index = first.index;
  if (join !== "left") {
    const merge = join === "inner" ? intersection : union;
    for (const other of others) index = merge(index, other.index);
  }
  return frames.map((frame) => reindex(frame, index));
}

/** The frame on other dates: rows of dates it lacks are missing. The frame itself when the dates are its own. */
function reindex(frame: PanelFrame, index: Float64Array): PanelFrame {
  if (sameNumbers(frame.index, index)) return frame;
  const columns = frame.assets.length;
  const values = new Float64Array(index.length * columns).fill(Number.NaN);
  for (let row = 0, source = 0; row < index.length; row += 1) {
    while (source < frame.index.length && frame.index[source]! < index[row]!) source += 1;
    if (frame.index[source] !== index[row]) continue;
    values.set(frame.values.subarray(source * columns, (source + 1) * columns), row * columns);
  }
  return { axis: frame.axis, index, assets: frame.assets, values };
}

function sameNumbers(a: Float64Array, b: Float64Array): boolean {
  return a === b || (a.length === b.length && a.every((value, i) => value === b[i]));
}

function intersection(a: Float64Array, b: Float64Array): Float64Array {
  const other = new Set(b);
  return a.filter((value) => other.has(value));
}

function union(a: Float64Array, b: Float64Array): Float64Array {
  return Float64Array.from(new Set([...a, ...b])).sort();
}
