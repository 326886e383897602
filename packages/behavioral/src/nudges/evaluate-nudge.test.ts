import { attempt } from "@plimsoll/core";
import { expect, test } from "vitest";
import { evaluateNudge, type NudgeOutcome } from "./evaluate-nudge.ts";
import { nudgeArm } from "./nudge-arm.ts";

function outcomesOf(treatment: readonly number[], holdout: readonly number[]): NudgeOutcome[] {
  return [
    ...treatment.map((outcome, n): NudgeOutcome => ({ investor: `t-${n}`, arm: "treatment", outcome })),
    ...holdout.map((outcome, n): NudgeOutcome => ({ investor: `h-${n}`, arm: "holdout", outcome })),
  ];
}

test("the effect of a nudge is the difference in means with Welch's interval", () => {
  const first = [27.5, 21, 19, 23.6, 17, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19, 21.7, 21.4];
  const second = [27.1, 22, 20.8, 23.4, 23.4, 23.5, 25.8, 22, 24.8, 20.2, 21.9, 22.1, 22.9, 30.3];
  const effect = evaluateNudge(outcomesOf(first, second), { confidence: 0.9 });
  // scipy.stats.ttest_ind(first, second, equal_var=False) and its confidence_interval(0.9)
  expect(effect.pValue).toBeCloseTo(0.011463677105864989, 12);
  expect(effect.degreesOfFreedom).toBeCloseTo(26.97954818631381, 10);
  expect(effect.interval[0]).toBeCloseTo(-4.502025231187529, 10);
  expect(effect.interval[1]).toBeCloseTo(-1.029403340241048, 10);
  expect(effect.difference).toBeCloseTo(effect.treatment.mean - effect.holdout.mean, 12);
  expect([effect.treatment.size, effect.holdout.size]).toEqual([15, 14]);
});

test("the interval of a nudge without effect covers zero 95 times of 100", () => {
  let covered = 0;
  const studies = 1000;
  for (let study = 0; study < studies; study++) {
    const outcomes: NudgeOutcome[] = [];
    for (let n = 0; n < 40; n++) {
      const arm = nudgeArm("rule", `i-${n}`, { salt: `s-${study}`, holdoutShare: 0.3 });
      // skewed outcomes, the same people in every study: only the assignment is random
      outcomes.push({ investor: `i-${n}`, arm, outcome: Math.sqrt(n) });
    }
    const { interval } = evaluateNudge(outcomes);
    if (interval[0] <= 0 && interval[1] >= 0) covered++;
  }
  // four standard errors
  expect(Math.abs(covered / studies - 0.95)).toBeLessThan(4 * Math.sqrt((0.95 * 0.05) / studies));
});

test("outcomes that can't be compared are refused by name", () => {
  const details = (outcomes: readonly NudgeOutcome[], confidence = 0.95): unknown => {
    const outcome = attempt(() => evaluateNudge(outcomes, { confidence }));
    return outcome.success ? undefined : { code: outcome.error.code, ...outcome.error.details };
  };
  const good = outcomesOf([1, 2], [3, 4]);
  expect(details(good)).toBeUndefined();
  expect(details(outcomesOf([1], [3, 4]))).toMatchObject({ code: "NOT_ENOUGH_DATA", required: 2, available: 1 });
  expect(details([...good, good[0]!])).toMatchObject({ argument: "outcomes[4].investor" });
  expect(details(outcomesOf([1, NaN], [3, 4]))).toMatchObject({ argument: "outcomes[1].outcome" });
  expect(details(outcomesOf([1, 1], [2, 2]))).toMatchObject({ reason: "no-spread" });
  expect(details([...good, { investor: "x", arm: "both" as "holdout", outcome: 1 }])).toMatchObject({
    argument: "outcomes[4].arm",
  });
  expect(details(good, 1)).toMatchObject({ argument: "confidence" });
});
