import { RandomStream } from "@plimsoll/numeric";
import { expect, test } from "vitest";
import type { ChoiceSet } from "./conditional-logit.ts";
import { controlledEffect } from "./controlled-effect.ts";

/** Sets of four with an effect column drawn at random; in the first `decided` the control alone says what is taken. */
function setsOf(decided: number, open: number, width: 1 | 2): ChoiceSet[] {
  const random = RandomStream.of("controlled");
  return Array.from({ length: decided + open }, (_, index) => {
    const covariates = new Float64Array(4 * width);
    for (let row = 0; row < 4; row++) covariates[row * width] = random.uniform() < 0.5 ? 1 : 0;
    const chosen = random.integer(4);
    for (let row = 0; row < 4; row++) {
      if (width === 2)
        covariates[row * 2 + 1] = index < decided ? (row === chosen ? 1.2 : 1) + 0.1 * random.uniform() : 0;
    }
    const taken = new Uint8Array(4);
    taken[chosen] = 1;
    return { size: 4, taken, chosen: 1, covariates };
  });
}

test("sets that a control decides add nothing, also in large samples, where the control's estimate has no end", () => {
  const sets = setsOf(30, 60, 2);
  const whole = controlledEffect(sets, 2, sets.length)!;
  const open = sets.slice(30).map((set) => ({
    ...set,
    covariates: Float64Array.from({ length: 4 }, (_, row) => set.covariates[2 * row]!),
  }));
  const alone = controlledEffect(open, 1, open.length)!;
  expect(Math.abs(whole.z - alone.z)).toBeLessThan(0.3);
  expect(whole.standardError / alone.standardError).toBeCloseTo(1, 1);
});

test("a control that decides every set leaves no evidence", () => {
  const sets = setsOf(60, 0, 2);
  expect(controlledEffect(sets, 2, sets.length)).toMatchObject({ effect: 0, pValue: 1, z: 0, standardError: Infinity });
});

test("sets that repeat one another within a day count once, those of different days as they are", () => {
  const once = setsOf(0, 80, 2).map((set, index) => ({ ...set, cluster: `day ${index}` }));
  const alone = controlledEffect(once, 2, once.length)!;
  const apart = controlledEffect(
    once.map((set) => ({ ...set, cluster: undefined })),
    2,
    once.length,
  )!;
  expect(alone).toEqual(apart);
  // three accounts that do the same on the same day know no more than one
  const tripled = once.flatMap((set) => [set, set, set]);
  const together = controlledEffect(tripled, 2, tripled.length)!;
  expect(together.effect).toBeCloseTo(alone.effect, 6);
  expect(together.standardError / alone.standardError).toBeGreaterThan(0.85);
  expect(together.standardError / alone.standardError).toBeLessThan(1.2);
  expect(Math.abs(together.z / alone.z)).toBeLessThan(1.2);
});

test("without controls the clusters' scores are taken as they are", () => {
  const once = setsOf(0, 60, 1).map((set, index) => ({ ...set, cluster: `day ${index}` }));
  const doubled = once.flatMap((set) => [set, set]);
  const [alone, together] = [once, doubled].map((sets) => controlledEffect(sets, 1, sets.length)!);
  expect(together!.standardError / alone!.standardError).toBeGreaterThan(0.85);
  expect(together!.standardError / alone!.standardError).toBeLessThan(1.15);
});
