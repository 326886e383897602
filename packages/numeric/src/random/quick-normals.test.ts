import { describe, expect, test } from "vitest";
import { normalCdf } from "../distributions/normal.ts";
import { QuickNormals } from "./quick-normals.ts";
import { RandomStream } from "./random-stream.ts";

const count = 1_000_000;
const draws = new Float64Array(count);
new QuickNormals(RandomStream.of(20)).draw(draws);

describe("QuickNormals", () => {
  test("moments of a standard normal, within four errors", () => {
    const moment = (k: number): number => draws.reduce((sum, z) => sum + z ** k, 0) / count;
    const within = (k: number, expected: number, spread: number): void => {
      expect(Math.abs(moment(k) - expected)).toBeLessThan((4 * spread) / Math.sqrt(count));
    };
    within(1, 0, 1);
    within(2, 1, Math.sqrt(2));
    within(3, 0, Math.sqrt(15));
    within(4, 3, Math.sqrt(96));
  });

  test("every bin has its share: chi-square over 400 bins, tails beyond 3.65 on both sides", () => {
    const bins = new Float64Array(400);
    for (const z of draws) bins[Math.min(Math.floor(normalCdf(z) * 400), 399)]!++;
    const statistic = bins.reduce((sum, n) => sum + (n - count / 400) ** 2 / (count / 400), 0);
    // 399 degrees of freedom: mean 399, deviation 28
    expect(statistic).toBeGreaterThan(300);
    expect(statistic).toBeLessThan(510);
    const beyond = draws.filter((z) => z > 3.6541528853610088).length;
    const below = draws.filter((z) => z < -3.6541528853610088).length;
    const expected = count * normalCdf(-3.6541528853610088);
    for (const found of [beyond, below]) expect(Math.abs(found - expected)).toBeLessThan(4 * Math.sqrt(expected));
  });

  test("neighbours are uncorrelated", () => {
    let products = 0;
    for (let i = 1; i < count; i++) products += draws[i]! * draws[i - 1]!;
    expect(Math.abs(products)).toBeLessThan(4 * Math.sqrt(count));
  });

  test("the same stream gives the same draws, in one call or several; another stream others", () => {
    const take = (source: QuickNormals, size: number): Float64Array => {
      const out = new Float64Array(size + 3);
      return source.draw(out, size).subarray(0, size);
    };
    const whole = take(new QuickNormals(RandomStream.of("a")), 1000);
    const parts = new QuickNormals(RandomStream.of("a"));
    expect([...take(parts, 400), ...take(parts, 600)]).toEqual([...whole]);
    expect(take(new QuickNormals(RandomStream.of("b")), 1)[0]).not.toBe(whole[0]);
    expect(whole[0]).toBe(-1.1214690592461638);
    // one doubtful place settled otherwise would move all that follow
    expect(whole.reduce((sum, z, i) => sum + z * (i % 7), 0)).toBe(95.67325281619563);
    expect([...take(new QuickNormals(RandomStream.of("a")), 999)]).toEqual([...whole.subarray(0, 999)]);
    const pieces = new QuickNormals(RandomStream.of("a"));
    expect([1, 2, 3, 5, 989].flatMap((size) => [...take(pieces, size)])).toEqual([...whole]);
  });
});
