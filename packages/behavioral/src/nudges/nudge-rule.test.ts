import { attempt, PlimsollError } from "@plimsoll/core";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { decideNudges } from "./decide-nudges.ts";
import { defaultNudgePolicy } from "./default-nudge-policy.ts";
import { harmfulInterventions, interventionKinds, interventions, type Intervention } from "./interventions.ts";
import { type NudgePolicy, NudgePolicySchema, type NudgeRule } from "./nudge-rule.ts";

const rule = defaultNudgePolicy.rules[0]!;

/** Why `decideNudges` refuses the policy with its first rule changed: the field and the reason. */
function refusal(change: Readonly<Record<string, unknown>>, ofPolicy: Readonly<Record<string, unknown>> = {}): unknown {
  const policy = { ...defaultNudgePolicy, rules: [{ ...rule, ...change }], ...ofPolicy } as unknown as NudgePolicy;
  const outcome = attempt(() =>
    decideNudges({ kind: "sell-proposed", at: "2024-06-03" }, { biases: {} }, { investor: "i", history: [] }, policy),
  );
  if (outcome.success) return "accepted";
  const { error } = outcome;
  return PlimsollError.is(error, "INVALID_INPUT") ? `${error.details.argument} ${error.details.reason ?? ""}` : error;
}

test("the default policy is valid and holds only nudges of grade A or B", () => {
  expect(NudgePolicySchema.parse(defaultNudgePolicy)).toEqual(defaultNudgePolicy);
  expect(defaultNudgePolicy.rules.filter(({ grade }) => grade > "B")).toEqual([]);
  expect(refusal({})).toBe("accepted");
});

describe("harmful nudges can't be configured:", () => {
  test.each(Object.keys(harmfulInterventions))("%s is refused as an intervention", (kind) => {
    expect(refusal({ intervention: kind })).toBe("policy.rules[0].intervention harmful");
    expect(Object.keys(interventions)).not.toContain(kind);
  });

  test("leaderboards are refused by the type", () => {
    // @ts-expect-error not an intervention
    const bad: NudgeRule = { ...rule, intervention: "leaderboard" };
    expect(refusal({ ...bad })).toContain("harmful");
  });

  test("push is refused by the type, as intervention and as channel", () => {
    // @ts-expect-error not an intervention
    const bad: NudgeRule = { ...rule, intervention: "push" };
    // @ts-expect-error not a channel
    const channel: NudgeRule = { ...rule, channel: "push" };
    expect(refusal({ ...bad })).toContain("harmful");
    expect(refusal({ ...channel })).toContain("policy.rules[0].channel");
  });

  test("points are refused by the type", () => {
    // @ts-expect-error not an intervention
    const bad: NudgeRule = { ...rule, intervention: "points" };
    expect(refusal({ ...bad })).toContain("harmful");
  });

  test("prize draws are refused by the type", () => {
    // @ts-expect-error not an intervention
    const bad: NudgeRule = { ...rule, intervention: "prize-draw" };
    expect(refusal({ ...bad })).toContain("harmful");
  });

  test("promoted lists are refused by the type", () => {
    // @ts-expect-error not an intervention
    const bad: NudgeRule = { ...rule, intervention: "promoted-list" };
    expect(refusal({ ...bad })).toContain("harmful");
  });

  test("copy trading is refused by the type", () => {
    // @ts-expect-error not an intervention
    const bad: NudgeRule = { ...rule, intervention: "copy-trading" };
    expect(refusal({ ...bad })).toContain("harmful");
  });

  test("a social feed is refused by the type", () => {
    // @ts-expect-error not an intervention
    const bad: NudgeRule = { ...rule, intervention: "social-feed" };
    expect(refusal({ ...bad })).toContain("harmful");
  });

  test.each(["email", "sms", "notification"])("the channel %s is refused: nothing reaches out", (channel) => {
    expect(refusal({ channel })).toContain("policy.rules[0].channel");
  });

  test.each([
    "Buy now!",
    "See the leaderboard.",
    "Win a prize.",
    "Trade more.",
    "Don't miss it.",
    "Don\u2019t miss it.",
    "See the leader\u00ADboard.",
    "Buy\u00A0now!",
    "You are ranked among 500 investors.",
    "You are in the top 10.",
    "Earn points for it.",
    "Keep your streak.",
    "Follow traders like you.",
    "These are trending.",
    "The most bought shares.",
    "Get a free share.",
  ])("a message that says %s is refused", (text) => {
    expect(refusal({ message: `${rule.message} ${text}` })).toBe("policy.rules[0].message harmful");
    expect(refusal({ citation: text })).toBe("policy.rules[0].citation harmful");
  });

  test("nothing can be added to the tables while a program runs", () => {
    for (const table of [interventions, harmfulInterventions, interventions["cooling-off"].channels]) {
      expect(Object.isFrozen(table)).toBe(true);
      expect(() => Object.assign(table, { push: interventions["cooling-off"] })).toThrow(TypeError);
    }
    expect(() => Object.assign(interventions["cooling-off"], { grade: "A" })).toThrow(TypeError);
  });

  test("the JSON Schema of a policy names the nudges there are and no harmful one", () => {
    const schema = JSON.stringify(z.toJSONSchema(NudgePolicySchema));
    for (const kind of interventionKinds) expect(schema).toContain(`"${kind}"`);
    for (const kind of Object.keys(harmfulInterventions)) expect(schema).not.toContain(`"${kind}"`);
  });

  test("fields nobody asked for are refused", () => {
    expect(refusal({ points: 10 })).toContain("policy.rules[0]");
    expect(refusal({}, { leaderboard: true })).toContain("policy");
  });
});

test("no rule may raise the number of trades: nothing starts a trade, by kind or by trigger", () => {
  const kinds: readonly Intervention[] = Object.values(interventions);
  for (const { trades } of kinds) expect(["fewer", "same"]).toContain(trades);
  // @ts-expect-error an intervention can't say that it raises trading
  const worse: Intervention = { ...kinds[0]!, trades: "more" };
  expect(worse.trades).toBe("more");
  for (const trigger of ["price-moved", "inactive", "daily"]) {
    expect(refusal({ trigger })).toContain("policy.rules[0].trigger");
  }
  // an exit plan may come only with an order that the investor began
  expect(refusal({ intervention: "exit-plan", channel: "confirmation", trigger: "holdings-viewed" })).toBe(
    "policy.rules[0].trigger evidence",
  );
});

test("a rule that a trial found to raise the number of trades is refused", () => {
  const measured = (difference: number, low: number, high: number): unknown =>
    refusal({ measuredTrades: { difference, interval: [low, high], investors: 400 } });
  expect(measured(2, 0.5, 3.5)).toBe("policy.rules[0].measuredTrades harmful");
  expect(measured(1, -0.5, 2.5)).toBe("accepted");
  expect(measured(-2, -3, -1)).toBe("accepted");
  expect(measured(5, -3, -1)).toContain("policy.rules[0].measuredTrades");
});

test("a message must state its uncertainty", () => {
  expect(refusal({ message: "Your score is {score}." })).toBe("policy.rules[0].message no-uncertainty");
  expect(refusal({ message: "{score} {low} {high} {gender}" })).toBe("policy.rules[0].message field");
});

test("a rule can't claim more than its evidence", () => {
  expect(refusal({ grade: "A" })).toBe("policy.rules[0].grade evidence");
  expect(refusal({ grade: "C" })).toBe("accepted");
  const coolingOff = { intervention: "cooling-off", channel: "confirmation", pauseSeconds: 60 };
  expect(refusal({ ...coolingOff, grade: "B" })).toBe("policy.rules[0].grade evidence");
  expect(refusal({ ...coolingOff, grade: "D" })).toBe("accepted");
  expect(refusal({ ...coolingOff, grade: "D", pauseSeconds: 7200 })).toContain("pauseSeconds");
  expect(refusal({ pauseSeconds: 60 })).toBe("policy.rules[0].pauseSeconds evidence");
});

test("a policy must keep a holdout, caps and distinct ids", () => {
  expect(refusal({}, { holdoutShare: 0 })).toContain("policy.holdoutShare");
  expect(refusal({}, { dailyCap: 0 })).toContain("policy.dailyCap");
  expect(refusal({}, { rules: [rule, rule] })).toContain("policy.rules[1].id");
  expect(refusal({ cooldownDays: 0 })).toContain("policy.rules[0].cooldownDays");
});
