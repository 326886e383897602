import { normalCdf, RandomStream } from "@plimsoll/numeric";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ExchangeableStratum, stratifiedPermutation } from "./stratified-permutation.ts";

/** Every arrangement's sum of treated responses, as chances. */
function exactTails(strata: readonly ExchangeableStratum[]): { upper: number; lower: number } {
  let sums = [0];
  let observed = 0;
  for (const { treated, response } of strata) {
    const m = treated.reduce((sum, one) => sum + one, 0);
    const own: number[] = [];
    const choose = (from: number, left: number, sum: number): void => {
      if (left === 0) {
        own.push(sum);
        return;
      }
      for (let i = from; i <= treated.length - left; i++) choose(i + 1, left - 1, sum + response[i]!);
    };
    choose(0, m, 0);
    sums = sums.flatMap((sum) => own.map((more) => sum + more));
    observed += treated.reduce((sum, one, i) => sum + one * response[i]!, 0);
  }
  const share = (test: (sum: number) => boolean): number => sums.filter(test).length / sums.length;
  return { upper: share((sum) => sum >= observed - 1e-9), lower: share((sum) => sum <= observed + 1e-9) };
}

function drawStratum(random: RandomStream, size: number, taken: number): ExchangeableStratum {
  const treated = new Uint8Array(size);
  for (let i = 0; i < taken; i++) treated[i] = 1;
  return { treated, response: Float64Array.from({ length: size }, () => random.normal()) };
}

/**
 * The simulator of golden/behavioral.md, section 3: six trades a day, five pairs, log size with standard deviation .5 and
 * exponential gaps. `badDays` doubles both losses and sizes of some days.
 */
function tiltDays(
  random: RandomStream,
  days: number,
  options: { readonly size?: number; readonly gap?: number; readonly badDays?: boolean },
): { size: ExchangeableStratum[]; speed: ExchangeableStratum[] } {
  const size: ExchangeableStratum[] = [];
  const speed: ExchangeableStratum[] = [];
  for (let day = 0; day < days; day++) {
    const bad = options.badDays === true && random.uniform() < 0.3;
    const level = bad ? Math.LN2 : 0;
    const treated = Uint8Array.from({ length: 5 }, () => (random.uniform() < (bad ? 0.75 : 0.4) ? 1 : 0));
    size.push({
      treated,
      response: Float64Array.from(
        treated,
        (loss) => level + 0.5 * random.normal() + loss * Math.log(options.size ?? 1),
      ),
    });
    speed.push({
      treated,
      response: Float64Array.from(
        treated,
        (loss) => level - Math.log(random.exponential()) - loss * Math.log(options.gap ?? 1),
      ),
    });
  }
  return { size, speed };
}

function rejections(replications: number, seed: string, draw: (random: RandomStream) => number): number {
  const random = RandomStream.of(seed);
  let count = 0;
  for (let k = 0; k < replications; k++) if (draw(random) < 0.05) count++;
  return count / replications;
}

describe("the tails", () => {
  // an outlying response makes the exact distribution lumpy: the worst case is a tenth off, the average a thirtieth
  test("are those of all arrangements, nearly, in four strata of at most six", () => {
    const random = RandomStream.of("tails");
    let total = 0;
    const replications = 60;
    for (let k = 0; k < replications; k++) {
      const strata = [
        drawStratum(random, 5, 2),
        drawStratum(random, 6, 3),
        drawStratum(random, 4, 1),
        drawStratum(random, 6, 2),
      ];
      const shift = 1.5 * random.uniform();
      for (const { treated, response } of strata) treated.forEach((one, i) => (response[i]! += one * shift));
      const found = stratifiedPermutation(strata);
      const exact = exactTails(strata);
      const error = Math.abs(found.upperTail - exact.upper);
      expect(error).toBeLessThan(0.004 + 0.1 * exact.upper);
      total += error / exact.upper;
      const twice = Math.min(1, 2 * Math.min(exact.upper, exact.lower));
      expect(Math.abs(found.pValue - twice)).toBeLessThan(0.008 + 0.1 * twice);
    }
    expect(total / replications).toBeLessThan(0.05);
  });

  test("at the largest and the smallest arrangement are counted", () => {
    const day = { treated: Uint8Array.of(1, 0, 0, 1), response: Float64Array.of(3, 1, 2, 4) };
    expect(stratifiedPermutation([day]).upperTail).toBeCloseTo(1 / 6, 12);
    expect(stratifiedPermutation([day, day]).upperTail).toBeCloseTo(1 / 36, 12);
    const least = { treated: Uint8Array.of(0, 1, 1, 0), response: day.response };
    expect(stratifiedPermutation([least]).upperTail).toBe(1);
    expect(stratifiedPermutation([least]).pValue).toBeCloseTo(1 / 3, 12);
    const ties = { treated: Uint8Array.of(1, 0, 0), response: Float64Array.of(2, 2, 1) };
    expect(stratifiedPermutation([ties]).upperTail).toBeCloseTo(2 / 3, 12);
  });
});

test("the middle of the distribution joins on to its tails", () => {
  const random = RandomStream.of("middle");
  // skewed responses, so that the median is not the mean
  const base = Array.from({ length: 6 }, (_, day) => ({
    treated: Uint8Array.from({ length: 7 }, (__, i) => (i <= day % 2 ? 1 : 0)),
    response: Float64Array.from({ length: 7 }, () => random.exponential()),
  }));
  const tails = Array.from({ length: 240 }, (_, k) => {
    const shift = 0.01 * k - 1.2;
    const moved = base.map(({ treated, response }) => ({
      treated,
      response: response.map((y, i) => y + shift * treated[i]!),
    }));
    return stratifiedPermutation(moved).upperTail;
  });
  for (let k = 1; k < tails.length; k++) {
    expect(tails[k]).toBeLessThan(tails[k - 1]!);
    expect(tails[k - 1]! - tails[k]!).toBeLessThan(0.02);
  }
  expect(tails[0]).toBeGreaterThan(0.9);
  expect(tails[239]).toBeLessThan(0.1);
});

describe("the difference", () => {
  test("is the mean difference of one stratum, and the slope with a level a stratum of several", () => {
    const one = { treated: Uint8Array.of(1, 1, 0, 0, 0), response: Float64Array.of(4, 6, 1, 2, 3) };
    expect(stratifiedPermutation([one]).difference).toBeCloseTo(3, 12);
    // S_xy: 3.6 and 0; S_xx: 1.2 and .5
    const two = { treated: Uint8Array.of(1, 0), response: Float64Array.of(7, 7) };
    expect(stratifiedPermutation([one, two]).difference).toBeCloseTo(3.6 / 1.7, 12);
  });

  test("its standard error covers: 80 % intervals hold the truth four times in five", () => {
    const random = RandomStream.of("cover");
    let held = 0;
    const replications = 600;
    for (let k = 0; k < replications; k++) {
      const { difference, standardError } = stratifiedPermutation(tiltDays(random, 20, { size: 1.5 }).size);
      if (Math.abs(difference - Math.log(1.5)) < 1.2816 * standardError) held++;
    }
    expect(Math.abs(held / replications - 0.8)).toBeLessThan(0.04);
  });

  test("levels of strata, their order and strata of one kind do not matter", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.double({ min: -50, max: 50, noNaN: true }), (seed, level) => {
        const random = RandomStream.of(seed);
        const strata = [drawStratum(random, 5, 2), drawStratum(random, 7, 3), drawStratum(random, 4, 2)];
        const moved = strata.map(({ treated, response }) => ({ treated, response: response.map((y) => y + level) }));
        const found = stratifiedPermutation(strata);
        const other = stratifiedPermutation([drawStratum(random, 3, 3), ...moved.reverse(), drawStratum(random, 2, 0)]);
        expect(other.difference).toBeCloseTo(found.difference, 9);
        expect(other.pValue).toBeCloseTo(found.pValue, 7);
        expect(other.observations).toBe(16);
      }),
    );
  });

  test("turned round it changes sign and the two-sided p-value stays", () => {
    const strata = tiltDays(RandomStream.of("turn"), 10, { size: 1.4 }).size;
    const turned = strata.map(({ treated, response }) => ({ treated, response: response.map((y) => -y) }));
    const [a, b] = [stratifiedPermutation(strata), stratifiedPermutation(turned)];
    expect(b.difference).toBeCloseTo(-a.difference, 12);
    expect(b.pValue).toBeCloseTo(a.pValue, 9);
  });

  test("equal responses say nothing: p-value 1; without both kinds all is NaN", () => {
    const equal = { treated: Uint8Array.of(1, 0), response: Float64Array.of(2, 2) };
    expect(stratifiedPermutation([equal])).toMatchObject({ difference: 0, pValue: 1, upperTail: 1, z: 0 });
    const alone = { treated: Uint8Array.of(1, 1), response: Float64Array.of(2, 3) };
    expect(stratifiedPermutation([alone])).toMatchObject({ difference: NaN, pValue: NaN, observations: 0, strata: 0 });
  });
});

// golden/behavioral.md, section 3, "Tilt": 400 replications there, so a table entry itself is good to about .05
describe("power and false positives, one-sided", () => {
  test("five in a hundred without tilt, on bad days too, where Welch's pooled test gives most", () => {
    expect(
      Math.abs(
        rejections(1500, "null", (random) => stratifiedPermutation(tiltDays(random, 12, {}).size).upperTail) - 0.05,
      ),
    ).toBeLessThan(0.015);
    const confounded = (random: RandomStream): ExchangeableStratum[] => tiltDays(random, 60, { badDays: true }).size;
    const stratified = rejections(500, "bad", (random) => stratifiedPermutation(confounded(random)).upperTail);
    expect(stratified).toBeGreaterThan(0.03);
    expect(stratified).toBeLessThan(0.07);
    expect(rejections(200, "bad", (random) => pooledWelch(confounded(random)))).toBeGreaterThan(0.8);
  });

  test.each([
    ["size", 1.5, 5, 0.51],
    ["size", 1.5, 10, 0.8],
    ["size", 1.5, 20, 0.97],
    ["size", 1.25, 20, 0.64],
    ["size", 1.25, 60, 0.98],
    ["speed", 0.6, 20, 0.56],
    ["speed", 0.6, 60, 0.93],
  ] as const)("%s x%d over %d days of five pairs: %d", (what, factor, days, power) => {
    const found = rejections(400, `${what}${factor}${days}`, (random) => {
      const planted = tiltDays(random, days, what === "size" ? { size: factor } : { gap: factor });
      return stratifiedPermutation(planted[what]).upperTail;
    });
    expect(found).toBeGreaterThan(power - 0.05);
    expect(found).toBeLessThan(power + 0.1);
  });
});

function pooledWelch(strata: readonly ExchangeableStratum[]): number {
  const groups = [1, 0].map((kind) =>
    strata.flatMap(({ treated, response }) => [...response].filter((_, i) => treated[i] === kind)),
  );
  const [a, b] = groups.map((values) => {
    const mean = values.reduce((sum, y) => sum + y, 0) / values.length;
    return { mean, error: values.reduce((sum, y) => sum + (y - mean) ** 2, 0) / (values.length - 1) / values.length };
  });
  return normalCdf(-(a!.mean - b!.mean) / Math.sqrt(a!.error + b!.error));
}
