import { attempt } from "@plimsoll/core";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { analyzeBehavior } from "../analyze-behavior.ts";
import { biasKeys } from "../detectors/bias-key.ts";
import type { BiasResult } from "../detectors/bias-result.ts";
import { decideNudges, type NudgeContext, type NudgeEvent } from "./decide-nudges.ts";
import { defaultNudgePolicy } from "./default-nudge-policy.ts";
import { interventionKinds, interventions, nudgeChannels, nudgeTriggers } from "./interventions.ts";
import { nudgeArm } from "./nudge-arm.ts";
import type { NudgePolicy, NudgeRule } from "./nudge-rule.ts";

const strong: BiasResult = {
  status: "ok",
  score: 63.4,
  interval: [41.2, 80.1],
  effect: 0.8,
  standardError: 0.2,
  pValue: 0.001,
  adjustedPValue: 0.004,
  sampleSize: 120,
  minimumSampleSize: 10,
  percentile: 70,
  needs: [],
  confounds: [],
  evidence: [],
  method: "controlled conditional logit",
  counts: {},
};
const hide = defaultNudgePolicy.rules[0]!;
const event: NudgeEvent = { kind: "sell-proposed", at: "2024-06-03T15:00:00Z" };

/** An investor in the given arm of every rule. */
function investorIn(arm: "treatment" | "holdout", policy: NudgePolicy): string {
  for (let n = 0; ; n++) {
    if (policy.rules.every((rule) => nudgeArm(rule.id, `i-${n}`, policy) === arm)) return `i-${n}`;
  }
}

function policyOf(...rules: readonly Partial<NudgeRule>[]): NudgePolicy {
  return {
    dailyCap: 2,
    holdoutShare: 0.5,
    salt: "test",
    rules: rules.map((rule, index) => ({ ...hide, id: `rule-${index}`, ...rule })),
  };
}

const one = policyOf({});
const treated: NudgeContext = { investor: investorIn("treatment", one), history: [] };

function reasonOf(
  result: Partial<BiasResult>,
  context: Partial<NudgeContext> = {},
  policy: NudgePolicy = one,
  at: NudgeEvent = event,
): readonly string[] {
  const report = { biases: { disposition: { ...strong, ...result } } };
  return decideNudges(at, report, { ...treated, ...context }, policy).map(({ reason }) => reason);
}

test("a rule with its trigger and enough evidence shows its nudge, with score and interval in the message", () => {
  const [decision] = decideNudges(event, { biases: { disposition: strong } }, treated, one);
  expect(decision).toMatchObject({
    outcome: "show",
    reason: "eligible",
    arm: "treatment",
    nudge: {
      intervention: "hide-purchase-price",
      channel: "inline",
      grade: "B",
      experimental: false,
      pauseSeconds: 0,
      override: { taps: 1 },
      optOut: { taps: 1, rule: "rule-0" },
    },
  });
  expect(decision!.nudge!.message).toContain("(score 63). The estimate rests on 120 observations and is uncertain");
  expect(decision!.nudge!.message).toContain("41 to 80");
});

test("every threshold of the evidence can silence a rule", () => {
  expect(reasonOf({})).toEqual(["eligible"]);
  expect(reasonOf({ status: "insufficient", score: null, interval: null })).toEqual(["no-evidence"]);
  expect(reasonOf({ status: "not-identifiable", score: null, interval: null })).toEqual(["no-evidence"]);
  expect(reasonOf({ sampleSize: 49 })).toEqual(["small-sample"]);
  expect(reasonOf({ minimumSampleSize: 121 })).toEqual(["small-sample"]);
  expect(reasonOf({ score: 49.9 })).toEqual(["below-threshold"]);
  expect(reasonOf({ interval: [24.9, 80] })).toEqual(["below-threshold"]);
  expect(reasonOf({ adjustedPValue: 0.051 })).toEqual(["below-threshold"]);
  expect(reasonOf({ pValue: null, adjustedPValue: null })).toEqual(["below-threshold"]);
  expect(reasonOf({}, {}, one, { kind: "buy-proposed", at: event.at })).toEqual(["not-triggered"]);
  expect(decideNudges(event, { biases: {} }, treated, one)[0]!.reason).toBe("no-evidence");
});

test("a rule is silent at an order that does not feed its bias", () => {
  const proposed = (feeds: NudgeEvent["feeds"]): readonly string[] => reasonOf({}, {}, one, { ...event, feeds });
  expect(proposed(undefined)).toEqual(["eligible"]);
  expect(proposed(["attention", "disposition"])).toEqual(["eligible"]);
  expect(proposed(["attention"])).toEqual(["not-concerned"]);
  expect(proposed([])).toEqual(["not-concerned"]);
});

test("an investor can opt out of one rule or of all", () => {
  expect(reasonOf({}, { optedOut: "all" })).toEqual(["opted-out"]);
  expect(reasonOf({}, { optedOut: ["rule-0"] })).toEqual(["opted-out"]);
  expect(reasonOf({}, { optedOut: ["another"] })).toEqual(["eligible"]);
});

test("cooldown and daily caps hold, in the investor's days", () => {
  const used = (at: string, rule = "rule-0"): Partial<NudgeContext> => ({ history: [{ rule, at }] });
  expect(reasonOf({}, used("2024-06-03T09:00:00Z"))).toEqual(["daily-cap"]);
  expect(reasonOf({}, used("2024-06-02T16:00:00Z"))).toEqual(["cooldown"]);
  expect(reasonOf({}, used("2024-06-02T15:00:00Z"))).toEqual(["eligible"]);
  // 02:00 UTC is still the day before in New York
  expect(reasonOf({}, { ...used("2024-06-03T02:00:00Z"), timeZone: "America/New_York" })).toEqual(["cooldown"]);
  const three = policyOf({}, {}, {});
  const investor = investorIn("treatment", three);
  expect(reasonOf({}, { investor }, three)).toEqual(["eligible", "eligible", "daily-cap"]);
  expect(reasonOf({}, { investor, ...used("2024-06-03T09:00:00Z", "old") }, three)).toEqual([
    "eligible",
    "daily-cap",
    "daily-cap",
  ]);
});

test("the holdout arm is withheld after all other conditions and tires like the treatment", () => {
  const investor = investorIn("holdout", one);
  const [decision] = decideNudges(event, { biases: { disposition: strong } }, { investor, history: [] }, one);
  expect(decision).toMatchObject({ outcome: "withhold", reason: "holdout", arm: "holdout", nudge: null });
  expect(reasonOf({ score: 1 }, { investor })).toEqual(["below-threshold"]);
  expect(reasonOf({}, { investor, history: [{ rule: "rule-0", at: "2024-06-03T09:00:00Z" }] })).toEqual(["daily-cap"]);
});

test("a cooling-off is labelled experimental and passed by one tap", () => {
  const policy = policyOf({ intervention: "cooling-off", channel: "confirmation", grade: "D", pauseSeconds: 60 });
  const [decision] = decideNudges(event, { biases: { disposition: strong } }, treated, policy);
  expect(decision!.nudge).toMatchObject({ experimental: true, pauseSeconds: 60, override: { taps: 1 } });
  expect(decision!.nudge!.message).toContain("This step is experimental: no trial shows that it helps.");
});

test("the arm is a stable hash: fixed by name, near its share, independent between rules", () => {
  const policy = { salt: "s", holdoutShare: 0.2 };
  let held = 0;
  let both = 0;
  const size = 4000;
  for (let n = 0; n < size; n++) {
    const first = nudgeArm("a", `i-${n}`, policy) === "holdout";
    if (first) held++;
    if (first && nudgeArm("b", `i-${n}`, policy) === "holdout") both++;
  }
  // four standard errors
  expect(Math.abs(held / size - 0.2)).toBeLessThan(4 * Math.sqrt((0.2 * 0.8) / size));
  expect(Math.abs(both / size - 0.04)).toBeLessThan(4 * Math.sqrt((0.04 * 0.96) / size));
  // hashlib.sha256 of ["s","a","i-0"] and so on, in Python; a change here would assign every investor anew
  const arms = Array.from({ length: 16 }, (_, n) => nudgeArm("a", `i-${n}`, { salt: "s", holdoutShare: 0.5 }));
  expect(arms.map((arm) => arm[0]).join("")).toBe("ttttttthttththth");
});

test("every decision returns its inputs and is decided again from them", () => {
  const scores = fc.record({
    score: fc.double({ min: 0, max: 100, noNaN: true }),
    sampleSize: fc.integer({ min: 0, max: 300 }),
    adjustedPValue: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(scores, fc.constantFrom(...nudgeTriggers), fc.integer({ min: 0, max: 99 }), (result, kind, n) => {
      const report = {
        biases: { disposition: { ...strong, ...result }, underDiversification: strong, statusQuo: strong },
      };
      const context = { investor: `i-${n}`, history: [] };
      const decisions = decideNudges({ kind, at: event.at }, report, context, defaultNudgePolicy);
      expect(decisions).toHaveLength(defaultNudgePolicy.rules.length);
      expect(decisions.filter(({ outcome }) => outcome !== "none").length).toBeLessThanOrEqual(2);
      for (const decision of decisions) {
        const { inputs, outcome, nudge } = decision;
        expect(nudge !== null).toBe(outcome === "show");
        const logged = structuredClone(inputs);
        // the uses of rules before it at this event stand in the log as a count
        const before = Array.from({ length: logged.usesToday }, () => ({ rule: "before", at: logged.event.at }));
        const [again] = decideNudges(
          logged.event,
          { biases: { [logged.rule.bias]: logged.result ?? undefined } },
          { ...logged.context, history: before },
          { ...logged.policy, rules: [logged.rule] },
        );
        expect({ ...again, inputs }).toEqual(decision);
      }
    }),
  );
});

test("no decision bears an order, an asset or a wish to trade, whatever the policy: trades can't become more", () => {
  const kinds = fc.constantFrom(...interventionKinds);
  const rules = fc.record({
    intervention: kinds,
    trigger: fc.constantFrom(...nudgeTriggers),
    channel: fc.constantFrom(...nudgeChannels),
    bias: fc.constantFrom(...biasKeys),
  });
  let shown = 0;
  fc.assert(
    fc.property(fc.array(rules, { maxLength: 6 }), fc.constantFrom(...nudgeTriggers), (given, kind) => {
      const policy = policyOf(
        ...given.map((rule) => ({
          ...rule,
          grade: interventions[rule.intervention].grade,
          ...(rule.intervention === "cooling-off" ? { pauseSeconds: 30 } : {}),
        })),
      );
      const biases = Object.fromEntries(biasKeys.map((key) => [key, strong]));
      const outcome = attempt(() => decideNudges({ kind, at: event.at }, { biases }, treated, policy));
      // refused for where it would stand, if at all
      expect(outcome.success ? { reason: "evidence" } : outcome.error.details).toMatchObject({ reason: "evidence" });
      for (const { nudge, inputs } of outcome.success ? outcome.data : []) {
        if (nudge === null) continue;
        shown++;
        expect(Object.keys(nudge).sort()).toEqual([
          "channel",
          "citation",
          "experimental",
          "grade",
          "intervention",
          "message",
          "optOut",
          "override",
          "pauseSeconds",
        ]);
        // only at what the investor has begun, and by a nudge that trials did not find to raise trading
        expect(inputs.event.kind).toBe(inputs.rule.trigger);
        expect(["fewer", "same"]).toContain(interventions[nudge.intervention].trades);
      }
    }),
    { numRuns: 500 },
  );
  expect(shown).toBeGreaterThan(0);
});

test("a report of analyzeBehavior is read as it is", () => {
  const report = analyzeBehavior({
    trades: [{ side: "buy", asset: "A", quantity: 10, price: 100, at: "2024-01-02T15:00:00Z" }],
    prices: [{ asset: "A", at: "2024-01-02T15:00:00Z", price: 100 }],
  });
  const decisions = decideNudges(event, report, treated, defaultNudgePolicy);
  expect(decisions.map(({ reason }) => reason)).toEqual(["no-evidence", ...Array<string>(5).fill("not-triggered")]);
});

test("protected attributes and bad input are refused by name", () => {
  const culprit = (context: object, at: NudgeEvent = event): unknown => {
    const outcome = attempt(() => decideNudges(at, { biases: {} }, { ...treated, ...context }, one));
    return outcome.success ? "accepted" : outcome.error.details;
  };
  for (const name of ["age", "gender", "ethnicity", "religion", "disability", "nationality"]) {
    expect(culprit({ [name]: "x" })).toMatchObject({ argument: `context.${name}`, reason: "protected-attribute" });
  }
  expect(culprit({ income: 1 })).toMatchObject({ argument: "context" });
  expect(culprit({ investor: "" })).toMatchObject({ argument: "context.investor" });
  expect(culprit({ timeZone: "Mars" })).toMatchObject({ argument: "context.timeZone" });
  expect(culprit({ history: [{ rule: "rule-0", at: "2024-06-04" }] })).toMatchObject({
    argument: "context.history[0].at",
  });
  expect(culprit({}, { kind: "sell-proposed", at: "yesterday" })).toMatchObject({ argument: "event.at" });
});
