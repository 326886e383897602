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
  /** Whether it stands so far off that a line should lead to its point. */
  readonly distant: boolean;
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
 * point, no line and not the border. The first `required` may also stand further off, with a line to their point, and
 * take the least bad place where there is no good one; any other label without a good place is `undefined`.
 */
export function placeLabels(
  labels: readonly PointLabel[],
  required: number,
  frame: Box,
  fontSize: number,
  line: readonly { readonly x: number; readonly y: number }[] = [],
): (PlacedLabel | undefined)[] {
  const points = labels.map(({ x, y }) => square(x, y, 5));
  const curve = alongLine(line);
  const taken: Box[] = [];
  return labels.map((label, own) => {
    const width = textWidth(label.text, fontSize) * (label.weight === "bold" ? 1.14 : 1);
    const others = points.filter((_, i) => i !== own);
    let best: { readonly cost: number; readonly boxes: readonly Box[]; readonly placed: PlacedLabel } | undefined;
    for (const [rank, [dx, dy, anchor]] of CANDIDATES.entries()) {
      const distant = rank >= NEAR;
      if (distant && own >= required) break;
      const placed = { x: label.x + dx, y: label.y + dy, anchor, distant };
      const left = anchor === "start" ? placed.x : anchor === "end" ? placed.x - width : placed.x - width / 2;
      const box = { left, right: left + width, top: placed.y - fontSize * 0.6, bottom: placed.y + fontSize * 0.6 };
      if (box.left < frame.left || box.right > frame.right || box.top < frame.top || box.bottom > frame.bottom)
        continue;
      const leader = distant ? alongLine([label, placed]).slice(2) : [];
      const covered = covering([box], taken) * 3 + covering([box], others) * 2 + covering(leader, taken) * 3;
      const onLine = covering([box], curve);
      if (own >= required && (covered > 0 || onLine > SLIGHT)) continue;
      const cost = covered * 1000 + (onLine + covering(leader, others)) * 10 + rank;
      if (best === undefined || cost < best.cost) best = { cost, boxes: [box, ...leader], placed };
    }
    if (best === undefined) return undefined;
    taken.push(...best.boxes);
    return best.placed;
  });
}

const square = (x: number, y: number, radius: number): Box => ({
  left: x - radius,
  right: x + radius,
  top: y - radius,
  bottom: y + radius,
});

/** Small boxes along a line, about one every 4 pixels. */
function alongLine(line: readonly { readonly x: number; readonly y: number }[]): Box[] {
  return line.slice(1).flatMap((to, i) => {
    const from = line[i]!;
    const steps = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / 4));
    return Array.from({ length: steps }, (_, k) =>
      square(from.x + ((to.x - from.x) * k) / steps, from.y + ((to.y - from.y) * k) / steps, 1),
    );
  });
}

/** Area that boxes of the one list share with those of the other. */
function covering(boxes: readonly Box[], others: readonly Box[]): number {
  let area = 0;
  for (const box of boxes) for (const other of others) area += overlap(box, other);
  return area;
}

/** Square pixels of a line that any label may cover. */
const SLIGHT = 8;

/** Places to try, nearest first; from the {@link NEAR}th on a label no longer touches its point. */
const NEAR = 8;
const CANDIDATES: readonly (readonly [number, number, PlacedLabel["anchor"]])[] = [
  [9, 0, "start"],
  [-9, 0, "end"],
  [0, -13, "middle"],
  [0, 13, "middle"],
  [8, -9, "start"],
  [8, 9, "start"],
  [-8, -9, "end"],
  [-8, 9, "end"],
  [14, -22, "start"],
  [14, 22, "start"],
  [-14, -22, "end"],
  [-14, 22, "end"],
  [18, -38, "start"],
  [18, 38, "start"],
  [-18, -38, "end"],
  [-18, 38, "end"],
  [22, -54, "start"],
  [22, 54, "start"],
  [22, -70, "start"],
  [22, 70, "start"],
  [22, 86, "start"],
  [-22, 54, "end"],
  [-22, -54, "end"],
  [22, -86, "start"],
  [22, 102, "start"],
];
