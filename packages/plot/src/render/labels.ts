/**
 * Positions nearest to `wanted` (in pixels) that are at least `gap` apart and lie in [low, high]; the order is kept.
 * Where they don't all fit, the gap shrinks until they do. Pool-adjacent-violators: labels that collide move as one.
 */
export function spread(wanted: readonly number[], gap: number, low: number, high: number): number[] {
  const fitting = wanted.length < 2 ? gap : Math.min(gap, (high - low) / (wanted.length - 1));
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]! || a - b);
  const blocks: { size: number; sum: number }[] = [];
  order.forEach((label, rank) => {
    blocks.push({ size: 1, sum: wanted[label]! - rank * fitting });
    while (blocks.length > 1) {
      const [before, after] = blocks.slice(-2) as [{ size: number; sum: number }, { size: number; sum: number }];
      if (before.sum / before.size <= after.sum / after.size) break;
      blocks.splice(-2, 2, { size: before.size + after.size, sum: before.sum + after.sum });
    }
  });
  const placed: number[] = Array.from({ length: wanted.length });
  let rank = 0;
  for (const { size, sum } of blocks) {
    const start = Math.min(Math.max(sum / size, low), high - (wanted.length - 1) * fitting);
    for (let i = 0; i < size; i++, rank++) placed[order[rank]!] = start + rank * fitting;
  }
  return placed;
}

/** A text that wants to stand beside a point; all in pixels. */
export interface PointLabel {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  /** @defaultValue "normal" */
  readonly weight?: "normal" | "bold";
}

/** Where a label went: `anchor` is the end of the text that touches `x`. */
export interface PlacedLabel {
  readonly x: number;
  readonly y: number;
  readonly anchor: "start" | "middle" | "end";
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const overlap = (a: Box, b: Box): number =>
  Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) *
  Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));

/** Width of `text` in pixels at `fontSize`, estimated on the wide side: no font can be measured here. */
export function textWidth(text: string, fontSize: number): number {
  let ems = 0;
  for (const character of text)
    ems += /[iljtfI.,:;'|! ()]/.test(character) ? 0.36 : /[mwMW%@]/.test(character) ? 0.92 : 0.62;
  return ems * fontSize;
}

/**
 * Places each label beside its point, in the order given (the important first), where it covers no earlier label, no
 * point and not the border; `undefined` where there is no such place and the label is not in the first `required`.
 */
export function placeLabels(
  labels: readonly PointLabel[],
  required: number,
  frame: Box,
  fontSize: number,
  obstacles: readonly { readonly x: number; readonly y: number }[] = [],
): (PlacedLabel | undefined)[] {
  const points = labels.map(({ x, y }) => ({ left: x - 5, right: x + 5, top: y - 5, bottom: y + 5 }));
  const others = obstacles.map(({ x, y }) => ({ left: x - 1, right: x + 1, top: y - 1, bottom: y + 1 }));
  const taken: Box[] = [];
  return labels.map((label, own) => {
    const width = textWidth(label.text, fontSize) * (label.weight === "bold" ? 1.14 : 1);
    let best: { cost: number; box: Box; placed: PlacedLabel } | undefined;
    for (const [rank, [dx, dy, anchor]] of CANDIDATES.entries()) {
      const x = label.x + dx;
      const y = label.y + dy;
      const left = anchor === "start" ? x : anchor === "end" ? x - width : x - width / 2;
      const box = { left, right: left + width, top: y - fontSize * 0.6, bottom: y + fontSize * 0.6 };
      if (box.left < frame.left || box.right > frame.right || box.top < frame.top || box.bottom > frame.bottom)
        continue;
      const covered =
        taken.reduce((sum, other) => sum + 3 * overlap(box, other), 0) +
        points.reduce((sum, other, i) => sum + (i === own ? 0 : 2 * overlap(box, other)), 0);
      const cost = covered * 1000 + others.reduce((sum, other) => sum + overlap(box, other), 0) * 10 + rank;
      if (covered > 0 && own >= required) continue;
      if (best === undefined || cost < best.cost) best = { cost, box, placed: { x, y, anchor } };
    }
    if (best === undefined) return undefined;
    taken.push(best.box);
    return best.placed;
  });
}

const CANDIDATES: readonly (readonly [number, number, PlacedLabel["anchor"]])[] = [
  [9, 0, "start"],
  [-9, 0, "end"],
  [0, -13, "middle"],
  [0, 13, "middle"],
  [8, -9, "start"],
  [8, 9, "start"],
  [-8, -9, "end"],
  [-8, 9, "end"],
  [10, -20, "start"],
  [10, 20, "start"],
  [-10, -20, "end"],
  [-10, 20, "end"],
];
