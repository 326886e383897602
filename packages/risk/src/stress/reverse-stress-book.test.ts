import { describe, expect, test } from "vitest";
import { reverseStress } from "./reverse-stress.ts";
import { reverseStressBook } from "./reverse-stress-book.ts";

const moments = {
  assets: ["a", "b"],
  covariance: [
    [0.04, 0.006],
    [0.006, 0.01],
  ],
  mean: [0.02, 0.01],
} as const;

describe("reverseStressBook", () => {
  test("a linear book: the closed form of reverseStress", () => {
    const closed = reverseStress({ ...moments, weights: [0.6, 0.4], loss: 0.2 });
    const found = reverseStressBook({ ...moments, revalue: (r) => 0.6 * r[0]! + 0.4 * r[1]!, loss: 0.2 });
    expect(found.distance).toBeCloseTo(closed.distance, 7);
    expect(found.probability).toBeCloseTo(closed.probability, 8);
    for (const asset of moments.assets) expect(found.returns[asset]).toBeCloseTo(closed.returns[asset]!, 6);
    expect(found.others).toEqual([]);
  });

  test("short gamma without delta: two scenarios, one up and one down, the nearer first; a grid finds none nearer", () => {
    const revalue = (r: Float64Array): number => 0.05 * r[0]! - 2 * r[0]! ** 2 + 0.1 * r[1]!;
    const { distance, loss, returns, others } = reverseStressBook({ ...moments, revalue, loss: 0.3 });
    expect(loss).toBeCloseTo(0.3, 8);
    expect(returns["a"]! * others[0]!.returns["a"]!).toBeLessThan(0);
    expect(others[0]!.distance).toBeGreaterThanOrEqual(distance);
    const [s, c] = [0.2, 0.03];
    let best = Infinity;
    for (let i = -400; i <= 400; i++) {
      for (let j = -400; j <= 400; j++) {
        const [u, v] = [i / 100, j / 100];
        const point = Float64Array.of(0.02 + s * u, 0.01 + c * u + Math.sqrt(0.01 - c * c) * v);
        if (revalue(point) <= -0.3) best = Math.min(best, Math.hypot(u, v));
      }
    }
    expect(distance).toBeLessThanOrEqual(best);
    expect(best - distance).toBeLessThan(0.02);
  });

  test("a put bends the surface of equal losses: the design point is that of a grid at every loss", () => {
    const put = (r: number): number => 0.02 * Math.log1p(Math.exp((-0.2 - r) / 0.02));
    const stocks = (r: number): number => 0.6 * (r + put(r));
    for (const loss of [0.05, 0.1, 0.12, 0.13, 0.14, 0.16]) {
      const { returns, distance } = reverseStressBook({
        assets: ["index", "bonds"],
        covariance: [
          [0.04, 0],
          [0, 0.0025],
        ],
        revalue: (r) => stocks(r[0]!) + 0.4 * r[1]!,
        loss,
      });
      let nearest = Infinity;
      for (let z = -6; z <= 6; z += 0.002) {
        nearest = Math.min(nearest, Math.hypot(z, (-loss - stocks(0.2 * z)) / 0.4 / 0.05));
      }
      expect(distance).toBeLessThanOrEqual(nearest);
      expect(distance).toBeCloseTo(nearest, 4);
      expect(stocks(returns["index"]!) + 0.4 * returns["bonds"]!).toBeCloseTo(-loss, 9);
    }
  });

  test("a floor that no scenario breaks, a loss of the mean, bad input", () => {
    const run = (loss: number, revalue = (r: Float64Array): number => Math.tanh(r[0]!)): unknown =>
      reverseStressBook({ ...moments, revalue, loss });
    expect(() => run(1.5)).toThrow(/no start reached/);
    expect(() => run(0.1, () => -0.2)).toThrow(/already loses/);
    expect(() => run(-0.1)).toThrow(/positive/);
    expect(() => run(0.1, () => Number.NaN)).toThrow(/finite/);
    expect(() => reverseStressBook({ ...moments, revalue: (r) => r[0]!, loss: 0.1, starts: -1 })).toThrow(/starts/);
  });
});
