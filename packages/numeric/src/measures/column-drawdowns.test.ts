import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { columnMaxDrawdowns } from "./column-drawdowns.ts";
import { maxDrawdownMeasure } from "./max-drawdown.ts";

describe("columnMaxDrawdowns", () => {
  test.each(["compounded", "uncompounded"] as const)("%s: the maximum drawdown of each column", (compounding) => {
    const cell = fc.double({ min: -0.9, max: 0.9, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 40 }), (rows) => {
        const found = columnMaxDrawdowns(Float64Array.from(rows.flat()), rows.length, 3, { compounding });
        for (const j of [0, 1, 2] as const) {
          const column = Float64Array.from(rows, (row) => row[j]);
          expect(found[j]).toBeCloseTo(maxDrawdownMeasure.value(column, { compounding }), 12);
        }
      }),
    );
  });

  test("NaN touches its own column; short matrices are refused", () => {
    expect([...columnMaxDrawdowns(Float64Array.of(0.1, NaN, -0.5, 0.1), 2, 2)]).toEqual([0.5, NaN]);
    expect([...columnMaxDrawdowns(Float64Array.of(0.1, NaN, -0.5, 0.1), 2, 2, { compounding: "compounded" })]).toEqual([
      0.5,
      NaN,
    ]);
    expect(() => columnMaxDrawdowns(Float64Array.of(0.1), 2, 2)).toThrow(RangeError);
  });
});
