import * as fc from "fast-check";
import { foldBars, type BarSeries } from "@plimsoll/core";
import { expect, test } from "vitest";
import { decodeChunk, encodeChunks, yearOf } from "./bar-chunk.ts";

test("chunks hold one year each and give back every bit, missing columns at no cost", () => {
  const value = fc.oneof(
    fc.double({ noInteger: false }).filter((x) => Math.abs(x) !== Infinity),
    fc.constant(NaN),
  );
  const bars = fc
    .record({
      interval: fc.constantFrom("day" as const, "minute" as const),
      days: fc.uniqueArray(fc.integer({ min: -1000, max: 30_000 }), { maxLength: 20 }),
      blank: fc.boolean(),
      seedValues: fc.array(value, { minLength: 5, maxLength: 5 }),
    })
    .map(({ interval, days, blank, seedValues }): BarSeries => {
      const scale = interval === "day" ? 1 : 86_400_000;
      const index = Float64Array.from(days, (day) => day * scale).sort();
      const column = (k: number): Float64Array => Float64Array.from(index, () => seedValues[k]!);
      const open = blank ? new Float64Array(index.length).fill(NaN) : column(0);
      return {
        asset: "A",
        interval,
        index,
        open,
        high: column(1),
        low: column(2),
        close: column(3),
        volume: column(4),
      };
    });
  fc.assert(
    fc.property(bars, (series) => {
      const chunks = encodeChunks(series);
      expect(new Set(chunks.map((chunk) => chunk.year)).size).toBe(chunks.length);
      const pieces = chunks.map(({ year, firstIndex, lastIndex, fields, data }) => {
        // an offset that is not a multiple of 8, as a driver may hand out
        const shifted = new Uint8Array(data.length + 1);
        shifted.set(data, 1);
        const piece = decodeChunk("A", series.interval, fields, shifted.subarray(1));
        expect([piece.index[0], piece.index.at(-1)]).toEqual([firstIndex, lastIndex]);
        expect(Array.from(piece.index, (index) => yearOf(index, series.interval)).every((each) => each === year)).toBe(
          true,
        );
        return piece;
      });
      expect(foldBars("A", series.interval, pieces)).toEqual(series);
    }),
  );
  const closes: BarSeries = {
    ...decodeChunk("A", "day", 0, new Uint8Array(8)),
    close: Float64Array.of(1),
  };
  expect(encodeChunks(closes)[0]!.data.length).toBe(16);
});
