import { attempt } from "@plimsoll/core";
import { RandomStream } from "@plimsoll/numeric";
import { expect, test } from "vitest";
import { evaluateNudge, type NudgeOutcome } from "./evaluate-nudge.ts";
import { nudgeSampleSize } from "./nudge-sample-size.ts";

test.each([
  // statsmodels TTestIndPower().solve_power(d, power, alpha, ratio), ratio = holdout / treatment: the treatment's size
  [0.5, 0.5, 0.8, 0.95, 63.77],
  [0.2, 0.5, 0.9, 0.95, 526.33],
  [0.3, 0.2, 0.8, 0.95, 437.59],
  [1.2, 0.5, 0.8, 0.99, 17.95],
])(
  "a trial for an effect of %s with %s held out has the size of the noncentral t",
  (d, share, power, confidence, size) => {
    const { treatment, holdout } = nudgeSampleSize({
      difference: d,
      standardDeviation: 1,
      holdoutShare: share,
      power,
      confidence,
    });
    expect(Math.abs(treatment - Math.ceil(size))).toBeLessThanOrEqual(1);
    expect(Math.abs(holdout / (treatment + holdout) - share)).toBeLessThan(0.02);
  },
);

test("a trial of the size planned finds the effect as often as planned", () => {
  const { treatment, holdout } = nudgeSampleSize({ difference: 3, standardDeviation: 5, holdoutShare: 0.3 });
  const random = RandomStream.of(8);
  const trials = 800;
  let found = 0;
  for (let trial = 0; trial < trials; trial++) {
    const outcomes: NudgeOutcome[] = [];
    for (let n = 0; n < treatment; n++) {
      outcomes.push({ investor: `t-${n}`, arm: "treatment", outcome: 3 + 5 * random.normal() });
    }
    for (let n = 0; n < holdout; n++)
      outcomes.push({ investor: `h-${n}`, arm: "holdout", outcome: 5 * random.normal() });
    if (evaluateNudge(outcomes).interval[0] > 0) found++;
  }
  // four standard errors
  expect(Math.abs(found / trials - 0.8)).toBeLessThan(4 * Math.sqrt(0.16 / trials));
});

test("the sign and the unit of the difference do not matter", () => {
  const plan = { difference: 1, standardDeviation: 4, holdoutShare: 0.2 };
  expect(nudgeSampleSize({ ...plan, difference: -100, standardDeviation: 400 })).toEqual(nudgeSampleSize(plan));
});

test("a trial that can't be planned is refused by name", () => {
  const plan = { difference: 1, standardDeviation: 4, holdoutShare: 0.2 };
  const culprit = (change: object): unknown => {
    const outcome = attempt(() => nudgeSampleSize({ ...plan, ...change }));
    return outcome.success ? "accepted" : outcome.error.details;
  };
  expect(culprit({ difference: 0 })).toMatchObject({ argument: "difference" });
  expect(culprit({ difference: NaN })).toMatchObject({ argument: "difference" });
  expect(culprit({ standardDeviation: 0 })).toMatchObject({ argument: "standardDeviation" });
  expect(culprit({ holdoutShare: 1 })).toMatchObject({ argument: "holdoutShare" });
  expect(culprit({ power: 0.01 })).toMatchObject({ argument: "power" });
  expect(culprit({ confidence: 1 })).toMatchObject({ argument: "confidence" });
});
