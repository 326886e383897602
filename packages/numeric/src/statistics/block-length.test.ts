import { describe, expect, test } from "vitest";
import { RandomStream } from "../random/index.ts";
import { optimalBlockLength } from "./block-length.ts";

/** An autoregression driven by fractional parts, the same in numpy. */
function reference(): Float64Array {
  const x = new Float64Array(500);
  for (let t = 1; t < 500; t++) {
    const raw = Math.sin(12.9898 * (t + 1)) * 43758.5453;
    x[t] = 0.6 * x[t - 1]! + (raw - Math.floor(raw) - 0.5);
  }
  return x;
}

describe("optimalBlockLength", () => {
  test("9.761139: the formulas in numpy with a window of 6; arch 8.0.0, whose window starts a lag later, has 11.29", () => {
    const { stationary, circular } = optimalBlockLength(reference());
    expect(stationary).toBeCloseTo(9.761139174628179, 6);
    expect(circular / stationary).toBeCloseTo(1.5 ** (1 / 3), 12);
  });

  test("longer dependence, longer blocks; none, none; never beyond min(3 sqrt(n), n / 3)", () => {
    const stream = RandomStream.of(12);
    const series = (persistence: number): Float64Array => {
      let level = 0;
      return Float64Array.from({ length: 1000 }, () => (level = persistence * level + stream.normal()));
    };
    const lengths = [0, 0.5, 0.95].map((persistence) => optimalBlockLength(series(persistence)).stationary);
    expect(lengths[0]).toBeLessThan(lengths[1]!);
    expect(lengths[1]).toBeLessThan(lengths[2]!);
    expect(optimalBlockLength(series(0.999)).stationary).toBeLessThanOrEqual(95);
    expect(optimalBlockLength(new Float64Array(20)).stationary).toBe(1);
  });

  test("refuses short series and NaN", () => {
    expect(() => optimalBlockLength(new Float64Array(9))).toThrow(RangeError);
    expect(() => optimalBlockLength(new Float64Array(20).fill(NaN))).toThrow(RangeError);
  });
});
