import { RandomStream } from "@plimsoll/numeric";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { choiceLogEvidence, ChoiceMartingale, normalScores } from "./choice-martingale.ts";

/** Every way of taking `count` of `size`. */
function subsets(size: number, count: number): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let mask = 0; mask < 1 << size; mask++) {
    const taken = Uint8Array.from({ length: size }, (_, i) => (mask >> i) & 1);
    if (taken.reduce((sum, value) => sum + value, 0) === count) found.push(taken);
  }
  return found;
}

describe("choiceLogEvidence", () => {
  test("averages to exactly one over the subsets that chance could take", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 2, maxLength: 8 }),
        fc.nat(7),
        fc.double({ min: -4, max: 4, noNaN: true }),
        (scores, rawCount, tilt) => {
          const count = Math.min(rawCount, scores.length);
          const all = subsets(scores.length, count);
          const mean =
            all.reduce((sum, taken) => sum + Math.exp(choiceLogEvidence(Float64Array.from(scores), taken, tilt)), 0) /
            all.length;
          expect(mean).toBeCloseTo(1, 9);
        },
      ),
      { numRuns: 60 },
    );
  });

  test.each([
    ["plain means", 20],
    ["logarithms", 22],
    ["the complement", 24],
  ])("large subsets by %s: of two equal groups the mean is hypergeometric", (_how, count) => {
    const [half, tilt] = [22, 1.3];
    const scores = Float64Array.from({ length: 2 * half }, (_, i) => (i < half ? 1 : 0));
    const taken = Uint8Array.from(scores, (_, i) => (i < count ? 1 : 0));
    const choose = (n: number, k: number): number => {
      let product = 1;
      for (let i = 0; i < k; i++) product *= (n - i) / (i + 1);
      return product;
    };
    let mean = 0;
    for (let j = Math.max(0, count - half); j <= Math.min(half, count); j++) {
      mean += (choose(half, j) * choose(half, count - j) * Math.exp(tilt * j)) / choose(2 * half, count);
    }
    const expected = tilt * Math.min(half, count) - Math.log(mean);
    expect(choiceLogEvidence(scores, taken, tilt)).toBeCloseTo(expected, 9);
  });

  test("is the ratio of the taste's likelihood to the even one", () => {
    const scores = Float64Array.of(-1, 0, 0.5, 2);
    const taken = Uint8Array.of(0, 0, 1, 1);
    const tilt = 0.7;
    const weight = (set: Uint8Array): number => Math.exp(tilt * scores.reduce((sum, x, i) => sum + x * set[i]!, 0));
    const all = subsets(4, 2);
    const expected = weight(taken) / (all.reduce((sum, set) => sum + weight(set), 0) / all.length);
    expect(Math.exp(choiceLogEvidence(scores, taken, tilt))).toBeCloseTo(expected, 12);
  });

  test("five hundred alternatives neither overflow nor lose the mean", () => {
    const scores = Float64Array.from({ length: 500 }, (_, i) => (i - 250) / 100);
    const taken = Uint8Array.from(scores, (_, i) => (i >= 260 ? 1 : 0));
    const top = choiceLogEvidence(scores, taken, 4);
    expect(top).toBeGreaterThan(0);
    expect(Number.isFinite(top)).toBe(true);
    const plain = Array.from({ length: 500 }, (_, i) => Uint8Array.of(i === 7 ? 1 : 0)[0]!);
    const one = choiceLogEvidence(scores, Uint8Array.from(plain), 1);
    const mean = scores.reduce((sum, score) => sum + Math.exp(score), 0) / 500;
    expect(one).toBeCloseTo(scores[7]! - Math.log(mean), 10);
  });
});

test("normal scores are symmetric, and tied values share one", () => {
  const scores = normalScores(Float64Array.of(5, 1, 5, 9));
  expect(scores[0]).toBe(scores[2]);
  expect(scores[1]! + scores[3]!).toBeCloseTo(0, 12);
});

describe("ChoiceMartingale", () => {
  test("chance takes it to 20 in at most one record of twenty, however often one looks", () => {
    let crossed = 0;
    const records = 500;
    for (let record = 0; record < records; record++) {
      const random = RandomStream.of(record);
      const martingale = new ChoiceMartingale();
      for (let choice = 0; choice < 100; choice++) {
        const values = Float64Array.from({ length: 6 }, () => random.normal());
        const taken = new Uint8Array(6);
        taken[random.integer(6)] = 1;
        martingale.observe(values, taken);
        if (martingale.wealth >= 20) {
          crossed += 1;
          break;
        }
      }
    }
    // at a true rate of .05, above 40 of 500 has probability below .002
    expect(crossed).toBeLessThanOrEqual(40);
    expect(crossed).toBeGreaterThan(0);
  });

  test("a taste is found soon, also when it comes after years of chance", () => {
    const random = RandomStream.of("late");
    const martingale = new ChoiceMartingale();
    let before = NaN;
    for (let choice = 0; choice < 400; choice++) {
      const values = Float64Array.from({ length: 8 }, () => random.normal());
      const best = values.indexOf(Math.max(...values));
      const taken = new Uint8Array(8);
      taken[choice < 380 ? random.integer(8) : best] = 1;
      martingale.observe(values, taken);
      if (choice === 379) before = martingale.wealth;
    }
    expect(before).toBeLessThan(20);
    expect(martingale.wealth).toBeGreaterThan(1e6);
  });

  test("a choice without an alternative, or among equals, changes nothing", () => {
    const martingale = new ChoiceMartingale();
    expect(martingale.observe(Float64Array.of(3), Uint8Array.of(1))).toBe(1);
    expect(martingale.wealth).toBe(1);
    expect(martingale.observe(Float64Array.of(3, 3), Uint8Array.of(1, 0))).toBeCloseTo(1, 12);
    expect(martingale.wealth).toBeCloseTo(1, 12);
  });

  test("JSON carries it on", () => {
    const first = new ChoiceMartingale();
    first.observe(Float64Array.of(1, 2, 3), Uint8Array.of(0, 0, 1));
    const second = ChoiceMartingale.restore(JSON.parse(JSON.stringify(first)) as ReturnType<typeof first.toJSON>);
    for (const martingale of [first, second]) martingale.observe(Float64Array.of(1, 2), Uint8Array.of(0, 1));
    expect(second.wealth).toBe(first.wealth);
  });
});
