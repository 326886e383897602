import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { correlation } from "../statistics/covariance.ts";
import { mean } from "../statistics/mean.ts";
import { excessKurtosis, skewness, variance } from "../statistics/moments.ts";
import { philox } from "./philox.ts";
import { RandomStream } from "./random-stream.ts";

const draws = 40_000;
const sample = (draw: () => number): Float64Array => Float64Array.from({ length: draws }, draw);
/** Standardised distance of a sample mean from what it should be. */
const score = (x: Float64Array, expected: number): number =>
  Math.abs(mean(x) - expected) / Math.sqrt(variance(x) / x.length);
const seed = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string());

// Random123, tests/kat_vectors, philox4x32-10
test.each([
  [[0, 0, 0, 0, 0, 0], "6627e8d5 e169c58d bc57ac4c 9b00dbd8"],
  [[-1, -1, -1, -1, -1, -1], "408f276d 41c83b0e a20bc7c6 6d5451fd"],
  [[0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0], "d16cfe09 94fdcceb 5001e420 24126ea1"],
] as const)("philox gives the known answer for %j", ([a, b, c, d, e, f], expected) => {
  const out = new Uint32Array(4);
  philox(a, b, c, d, e, f, out);
  expect(Array.from(out, (word) => word.toString(16).padStart(8, "0")).join(" ")).toBe(expected);
});

describe("a stream", () => {
  test("is decided by its seed", () => {
    fc.assert(
      fc.property(seed, (key) => {
        const [a, b] = [RandomStream.of(key), RandomStream.of(key)];
        for (let i = 0; i < 9; i++) expect(a.word()).toBe(b.word());
      }),
    );
    expect(RandomStream.of(0).word()).toBe(RandomStream.of(-0).word());
  });

  test("differs from those of other seeds, and a number from its digits", () => {
    const first = [1, 2, 1.5, "1", "2", "", "a", "a\0", "\0a", "\0", "ab", "ba"].map((key) =>
      RandomStream.of(key).word(),
    );
    expect(new Set(first).size).toBe(first.length);
  });

  test("refuses seeds that are mistakes", () => {
    for (const bad of [Number.NaN, Infinity]) expect(() => RandomStream.of(bad)).toThrow("expected a finite number");
  });

  test("can be skipped, saved and restored anywhere", () => {
    fc.assert(
      fc.property(seed, fc.nat(40), fc.integer({ min: 0, max: 2 ** 50 }), (key, drawn, skipped) => {
        const stream = RandomStream.of(key);
        for (let i = 0; i < drawn; i++) stream.word();
        const skipper = RandomStream.of(key);
        skipper.skip(drawn);
        expect(skipper.word()).toBe(stream.word());
        stream.skip(skipped);
        const again = RandomStream.restore(JSON.parse(JSON.stringify(stream)));
        for (let i = 0; i < 5; i++) expect(again.word()).toBe(stream.word());
      }),
    );
    expect(() => RandomStream.restore({ identity: [1, 2, 3, -1], position: 0 })).toThrow("four 32-bit words");
    expect(() => RandomStream.restore({ identity: [1, 2, 3, 4], position: 0.5 })).toThrow(RangeError);
  });
});

describe("substreams", () => {
  test("do not depend on what was drawn above, and differ by key and depth", () => {
    const stream = RandomStream.of(5);
    const before = stream.substream("a").word();
    stream.normal();
    expect(stream.substream("a").word()).toBe(before);
    const words = [
      stream.substream("a"),
      stream.substream("b"),
      stream.substream(0),
      stream.substream("a").substream("a"),
      RandomStream.of("a"),
    ].map((child) => child.word());
    expect(new Set(words).size).toBe(words.length);
  });

  test("are independent: neighbouring keys are uncorrelated, also with their parent", () => {
    const stream = RandomStream.of("independence");
    const columns = Array.from({ length: 8 }, (_, key) => stream.substream(key).fillNormal(new Float64Array(draws)));
    columns.push(stream.fillNormal(new Float64Array(draws)));
    // 36 pairs: 4.5 standard errors of a correlation of independent series
    for (let i = 0; i < columns.length; i++) {
      for (let j = 0; j < i; j++)
        expect(Math.abs(correlation(columns[i]!, columns[j]!))).toBeLessThan(4.5 / Math.sqrt(draws));
    }
  });

  test("of a thousand keys, first draws are uniform (chi-square over 20 cells)", () => {
    const counts = new Float64Array(20);
    const stream = RandomStream.of(1);
    for (let key = 0; key < 1000; key++) counts[Math.floor(stream.substream(key).uniform() * 20)]! += 1;
    const chiSquare = counts.reduce((sum, count) => sum + (count - 50) ** 2 / 50, 0);
    expect(chiSquare).toBeLessThan(43.8); // 0.1 % point of 19 degrees of freedom
  });
});

describe("draws have the moments of their distribution", () => {
  const stream = RandomStream.of("moments");

  test("uniform", () => {
    const x = sample(() => stream.uniform());
    expect(score(x, 1 / 2)).toBeLessThan(4);
    expect(
      score(
        x.map((u) => u * u),
        1 / 3,
      ),
    ).toBeLessThan(4);
    expect(Math.min(...x)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...x)).toBeLessThan(1);
  });

  test("uniform keeps 53 bits and open uniforms avoid both ends", () => {
    for (let i = 0; i < 200; i++) {
      expect(Number.isInteger(stream.uniform() * 2 ** 53)).toBe(true);
      expect((stream.uniformOpen() * 2 ** 53) % 2).toBe(1);
    }
  });

  test("normal", () => {
    const x = sample(() => stream.normal());
    expect(score(x, 0)).toBeLessThan(4);
    expect(
      score(
        x.map((z) => z * z),
        1,
      ),
    ).toBeLessThan(4);
    expect(Math.abs(skewness(x))).toBeLessThan(4 * Math.sqrt(6 / draws));
    expect(Math.abs(excessKurtosis(x))).toBeLessThan(4 * Math.sqrt(24 / draws));
  });

  test.each([0.3, 1, 2.5, 40])("gamma of shape %d", (shape) => {
    const x = sample(() => stream.gamma(shape, 2));
    expect(score(x, 2 * shape)).toBeLessThan(4);
    expect(
      score(
        x.map((g) => (g / 2) ** 2),
        shape * (shape + 1),
      ),
    ).toBeLessThan(4);
    expect(x.every((g) => g > 0)).toBe(true);
  });

  test("chi-square, exponential, Student t and beta", () => {
    expect(
      score(
        sample(() => stream.chiSquare(3)),
        3,
      ),
    ).toBeLessThan(4);
    expect(
      score(
        sample(() => stream.exponential()),
        1,
      ),
    ).toBeLessThan(4);
    expect(
      score(
        sample(() => stream.studentT(9) ** 2),
        9 / 7,
      ),
    ).toBeLessThan(4);
    expect(
      score(
        sample(() => stream.beta(2, 3)),
        0.4,
      ),
    ).toBeLessThan(4);
    expect(
      score(
        sample(() => stream.beta(2, 3) ** 2),
        0.2,
      ),
    ).toBeLessThan(4);
  });

  test("integers are uniform below their bound", () => {
    const counts = new Float64Array(7);
    for (let i = 0; i < draws; i++) counts[stream.integer(7)]! += 1;
    const expected = draws / 7;
    expect(counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)).toBeLessThan(22.5); // 0.1 %, 6 df
    for (let i = 0; i < 100; i++) {
      expect(stream.integer(2 ** 53)).toBeLessThan(2 ** 53);
      expect(Number.isInteger(stream.integer(3e15))).toBe(true);
    }
    expect(stream.integer(1)).toBe(0);
  });

  test("parameters out of range are named", () => {
    expect(() => stream.integer(0)).toThrow("expected a bound from 1 to 2^53, was 0");
    expect(() => stream.integer(2.5)).toThrow(RangeError);
    expect(() => stream.gamma(0)).toThrow("expected the shape to be positive and finite, was 0");
    expect(() => stream.gamma(1, Number.NaN)).toThrow("the scale");
    expect(() => stream.studentT(-1)).toThrow("the degrees of freedom");
    expect(stream.gamma(1e-300)).toBeGreaterThan(0);
  });
});
