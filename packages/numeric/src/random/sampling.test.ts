import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blockBootstrapIndices, bootstrapIndices, stationaryBootstrapIndices } from "./bootstrap.ts";
import { RandomStream } from "./random-stream.ts";
import { chooseIndices, chooseWeighted, shuffleInPlace } from "./sampling.ts";

describe("shuffling and choosing", () => {
  test("a shuffle keeps the elements and reaches every order equally often", () => {
    const stream = RandomStream.of("orders");
    const counts = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const order = shuffleInPlace(stream, ["a", "b", "c"]).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chiSquare).toBeLessThan(20.5); // 0.1 % point of 5 degrees of freedom
  });

  test("choosing without replacement never repeats", () => {
    fc.assert(
      fc.property(fc.nat(30), fc.nat(30), fc.nat(), (a, b, seed) => {
        const [count, size] = a < b ? [a, b] : [b, a];
        const chosen = chooseIndices(RandomStream.of(seed), size, count);
        expect(new Set(chosen).size).toBe(count);
        expect(chosen.every((index) => index >= 0 && index < size)).toBe(true);
      }),
    );
    expect(() => chooseIndices(RandomStream.of(1), 2, 3)).toThrow("expected a count from 0 to 2, was 3");
  });

  test("weighted choices follow the weights and never take a zero", () => {
    const stream = RandomStream.of("weights");
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < 8000; i++) counts[chooseWeighted(stream, Float64Array.of(1, 0, 3, 0))]! += 1;
    expect(counts[1]! + counts[3]!).toBe(0);
    expect(Math.abs(counts[2]! - 6000)).toBeLessThan(4 * Math.sqrt(1500));
    expect(() => chooseWeighted(stream, Float64Array.of(0, 0))).toThrow("positive finite sum");
    expect(() => chooseWeighted(stream, Float64Array.of(1, Number.NaN))).toThrow("number 1 was NaN");
    expect(() => chooseWeighted(stream, Float64Array.of(-1, 2))).toThrow("number 0 was -1");
  });
});

describe("bootstrap indices", () => {
  test("stay in range and use every row about equally", () => {
    for (const draw of [
      (stream: RandomStream, out: Int32Array) => bootstrapIndices(stream, 10, out),
      (stream: RandomStream, out: Int32Array) => stationaryBootstrapIndices(stream, 10, 4, out),
      (stream: RandomStream, out: Int32Array) => blockBootstrapIndices(stream, 10, 4, out),
    ]) {
      const rows = draw(RandomStream.of("rows"), new Int32Array(40_000));
      const counts = new Float64Array(10);
      for (const row of rows) counts[row]! += 1;
      for (const count of counts) expect(Math.abs(count - 4000)).toBeLessThan(600);
    }
  });

  test("stationary blocks have the mean length asked for", () => {
    for (const meanBlock of [1, 2.5, 20]) {
      const rows = stationaryBootstrapIndices(RandomStream.of(meanBlock), 1000, meanBlock, new Int32Array(60_000));
      let breaks = 0;
      for (let i = 1; i < rows.length; i++) if (rows[i] !== (rows[i - 1]! + 1) % 1000) breaks++;
      const expected = (59_999 / meanBlock) * 0.999;
      expect(Math.abs(breaks - expected)).toBeLessThan(4 * Math.sqrt(expected) + 1);
    }
    const whole = stationaryBootstrapIndices(RandomStream.of(1), 50, Infinity);
    expect(new Set(whole).size).toBe(50);
  });

  test("refuse lengths below one", () => {
    expect(() => stationaryBootstrapIndices(RandomStream.of(1), 5, 0.5)).toThrow("was 0.5");
    expect(() => blockBootstrapIndices(RandomStream.of(1), 5, 0)).toThrow("was 0");
  });
});
