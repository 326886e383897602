import { describe, expect, test } from "vitest";
import { chartStyles, seriesColor, SERIES_COLORS } from "./theme.ts";

// severity 1.0 matrices of Machado, Oliveira, Fernandes (2009), on linear RGB
const VISION: Readonly<Record<string, readonly (readonly number[])[]>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
};

const linear = (hex: string): number[] =>
  [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });

function oklab([r, g, b]: readonly number[]): number[] {
  const l = Math.cbrt(0.4122214708 * r! + 0.5363325363 * g! + 0.0514459929 * b!);
  const m = Math.cbrt(0.2119034982 * r! + 0.6806995451 * g! + 0.1073969566 * b!);
  const s = Math.cbrt(0.0883024619 * r! + 0.2817188376 * g! + 0.6299787005 * b!);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

const seen = (hex: string, matrix: readonly (readonly number[])[]): number[] => {
  const rgb = linear(hex);
  return oklab(
    matrix.map((row) =>
      Math.min(
        1,
        Math.max(
          0,
          row.reduce((sum, factor, i) => sum + factor * rgb[i]!, 0),
        ),
      ),
    ),
  );
};

const luminance = (hex: string): number =>
  linear(hex).reduce((sum, channel, i) => sum + channel * [0.2126, 0.7152, 0.0722][i]!, 0);

const contrast = (a: string, b: string): number => {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
};

const [light, dark] = chartStyles.split("@media") as [string, string];
const value = (sheet: string, name: string): string => new RegExp(`--plimsoll-${name}:(#[0-9a-f]{6})`).exec(sheet)![1]!;

describe.each([
  ["light", light],
  ["dark", dark],
])("the %s palette", (_, sheet) => {
  const colors = Array.from({ length: SERIES_COLORS }, (_, i) => value(sheet, String(i + 1)));

  test.each(Object.entries(VISION))("keeps every pair of series apart for %s vision", (_, matrix) => {
    for (const [i, a] of colors.entries()) {
      for (const b of colors.slice(i + 1)) {
        const [x, y] = [seen(a, matrix), seen(b, matrix)];
        expect(100 * Math.hypot(x[0]! - y[0]!, x[1]! - y[1]!, x[2]! - y[2]!), `${a} and ${b}`).toBeGreaterThan(13);
      }
    }
  });

  test("stands out from the paper, text by 4.5 and lines by 2.9", () => {
    const paper = value(sheet, "paper");
    expect(contrast(value(sheet, "ink"), paper)).toBeGreaterThan(12);
    expect(contrast(value(sheet, "muted"), paper)).toBeGreaterThan(4.5);
    for (const color of colors) expect(contrast(color, paper), color).toBeGreaterThan(2.9);
  });
});

test("hues repeat after the last", () => expect(seriesColor(SERIES_COLORS)).toBe(seriesColor(0)));
