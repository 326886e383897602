import { RandomStream } from "@plimsoll/numeric";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { GambleRecord } from "../input/behavior-input.ts";
import { estimateLossAversion } from "./loss-aversion.ts";

/** Gains of 5 to 40 against losses of 4 to 20, asked `times` each, chosen by the model of the golden page. */
function answers(random: RandomStream, lambda: number, theta: number, times = 1, curvature = 0.88): GambleRecord[] {
  const gambles: GambleRecord[] = [];
  for (let k = 0; k < times; k++) {
    for (const gain of [5, 10, 16, 24, 32, 40]) {
      for (const loss of [4, 8, 12, 16, 20]) {
        const utility = theta * (0.5 * gain ** curvature - 0.5 * lambda * loss ** curvature);
        gambles.push({ gain, loss, accepted: random.uniform() < 1 / (1 + Math.exp(-utility)) });
      }
    }
  }
  return gambles;
}

test("without the penalty it is the logistic regression on the two values", () => {
  const gambles = answers(RandomStream.of(4), 2, 0.5, 5);
  const found = estimateLossAversion(gambles, { curvature: 1 });
  expect(found.penalized).toBe(false);
  // second method: Newton steps on b1 G / 2 - b2 L / 2, then lambda = b2 / b1 and the delta method
  let [b1, b2] = [0.1, 0.1];
  let inverse = [0, 0, 0];
  for (let step = 0; step < 50; step++) {
    let [g1, g2, h11, h12, h22] = [0, 0, 0, 0, 0];
    for (const { gain, loss, accepted } of gambles) {
      const [x1, x2] = [gain / 2, -loss / 2];
      const p = 1 / (1 + Math.exp(-(b1 * x1 + b2 * x2)));
      const residual = (accepted ? 1 : 0) - p;
      g1 += residual * x1;
      g2 += residual * x2;
      h11 += p * (1 - p) * x1 * x1;
      h12 += p * (1 - p) * x1 * x2;
      h22 += p * (1 - p) * x2 * x2;
    }
    const determinant = h11 * h22 - h12 * h12;
    inverse = [h22 / determinant, -h12 / determinant, h11 / determinant];
    b1 += inverse[0]! * g1 + inverse[1]! * g2;
    b2 += inverse[1]! * g1 + inverse[2]! * g2;
  }
  expect(found.lambda).toBeCloseTo(b2 / b1, 5);
  const error = Math.sqrt(inverse[0]! / b1 ** 2 - (2 * inverse[1]!) / (b1 * b2) + inverse[2]! / b2 ** 2);
  expect(found.standardError).toBeCloseTo(error, 5);
});

test("the penalised estimate is the top of the penalised likelihood on a fine grid", () => {
  const gambles = answers(RandomStream.of(7), 2, 0.5);
  const found = estimateLossAversion(gambles);
  expect(found.penalized).toBe(true);
  const stake = gambles.reduce((sum, { gain, loss }) => sum + (gain + loss) / 2, 0) / gambles.length;
  const at = (logTheta: number, logLambda: number): number => {
    let [value, aa, ab, bb] = [0, 0, 0, 0];
    for (const { gain, loss, accepted } of gambles) {
      const g = 0.5 * (gain / stake) ** 0.88;
      const l = 0.5 * Math.exp(logLambda) * (loss / stake) ** 0.88;
      const utility = Math.exp(logTheta) * (g - l);
      const p = 1 / (1 + Math.exp(-utility));
      value += Math.log(accepted ? p : 1 - p);
      const b = -Math.exp(logTheta) * l;
      aa += p * (1 - p) * utility * utility;
      ab += p * (1 - p) * utility * b;
      bb += p * (1 - p) * b * b;
    }
    return value + 0.5 * Math.log(aa * bb - ab * ab);
  };
  const top = at(Math.log(found.sharpness), found.logLambda);
  for (let i = -20; i <= 20; i++) {
    for (let j = -20; j <= 20; j++) {
      expect(at(Math.log(found.sharpness) + i * 0.05, found.logLambda + j * 0.05)).toBeLessThanOrEqual(top + 1e-9);
    }
  }
});

describe("by simulation", () => {
  test("a planted lambda of 2.25 is found in the middle, and 80 % intervals hold it", () => {
    const random = RandomStream.of("planted");
    const found = Array.from({ length: 300 }, () => estimateLossAversion(answers(random, 2.25, 0.6)));
    const logs = found.map(({ logLambda }) => logLambda).sort((a, b) => a - b);
    expect(Math.abs(logs[150]! - Math.log(2.25))).toBeLessThan(0.05);
    const held = found.filter(({ interval: [low, high] }) => low < 2.25 && 2.25 < high).length;
    expect(Math.abs(held / 300 - 0.8)).toBeLessThan(0.07);
  });

  test("five in a hundred loss-neutral persons are flagged, and four in five at lambda 2 with thirty gambles", () => {
    const random = RandomStream.of("neutral");
    const share = (lambda: number, count: number): number => {
      let flagged = 0;
      for (let k = 0; k < count; k++) if (estimateLossAversion(answers(random, lambda, 0.4)).pValue < 0.05) flagged++;
      return flagged / count;
    };
    expect(Math.abs(share(1, 800) - 0.05)).toBeLessThan(0.025);
    expect(share(2, 200)).toBeGreaterThan(0.8);
  });
});

test("perfectly consistent, always willing and never willing persons have finite estimates", () => {
  const consistent = answers(RandomStream.of(1), 2, 100, 2);
  expect(estimateLossAversion(consistent)).toMatchObject({ penalized: true });
  expect(estimateLossAversion(consistent).lambda).toBeGreaterThan(1.7);
  expect(estimateLossAversion(consistent).lambda).toBeLessThan(2.3);
  const [willing, unwilling] = [true, false].map((accepted) =>
    estimateLossAversion(consistent.map((gamble) => ({ ...gamble, accepted }))),
  );
  expect(willing!.lambda).toBeGreaterThan(0);
  expect(willing!.lambda).toBeLessThan(1);
  expect(unwilling!.lambda).toBeGreaterThan(4);
  expect(Number.isFinite(unwilling!.lambda + willing!.standardError + unwilling!.standardError)).toBe(true);
});

test("the currency does not matter, nor the order of the gambles", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (seed, unit) => {
      const gambles = answers(RandomStream.of(seed), 1.6, 0.4);
      const scaled = gambles
        .map(({ gain, loss, accepted }) => ({ gain: gain * unit, loss: loss * unit, accepted }))
        .reverse();
      const [a, b] = [estimateLossAversion(gambles), estimateLossAversion(scaled)];
      expect(b.logLambda).toBeCloseTo(a.logLambda, 4);
      expect(b.pValue).toBeCloseTo(a.pValue, 4);
    }),
    { numRuns: 15 },
  );
});

test.each([
  [[{ gain: 10, loss: -5, accepted: true }], "row 1 of gambles, loss"],
  [
    [
      { gain: 10, loss: 5, accepted: true },
      { gain: NaN, loss: 5, accepted: true },
    ],
    "row 2 of gambles, gain",
  ],
  [[{ gain: 10, loss: 5, probability: 1, accepted: true }], "row 1 of gambles, probability"],
  [[], "no gambles"],
] as const)("refused, naming the row: %j", (gambles, message) => {
  expect(() => estimateLossAversion(gambles)).toThrow(message);
});
