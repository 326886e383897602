import { expect, test } from "vitest";
import {
  analyzeBehavior,
  behavioralPreferences,
  behaviorMonitor,
  cumulativeProspectValue,
  decideNudges,
  defaultNudgePolicy,
  simulateInvestor,
} from "./index.ts";

test("the lines of the guide run as written", () => {
  const { trades, prices } = simulateInvestor({ kind: "disposition", strength: 2.5, sales: 200, seed: 1 });
  const report = analyzeBehavior({ trades, prices });
  const { disposition } = report.biases;
  expect(disposition).toMatchObject({ status: "ok", method: "controlled conditional logit" });
  expect(Math.abs(disposition.effect! - Math.log(2.5))).toBeLessThan(2.5 * disposition.standardError!);
  expect(disposition.interval![0]).toBeLessThan(disposition.score!);
  expect(disposition.pValue).toBeLessThan(0.001);
  expect(disposition.counts["pgr"]!).toBeGreaterThan(disposition.counts["plr"]!);
  expect(disposition.percentile).toBeGreaterThan(50);
  const ids = new Set(trades.map(({ id }) => id));
  expect(disposition.evidence.every((id) => ids.has(id))).toBe(true);
  expect(report.composite.score).toBeGreaterThan(0);
  expect(report.composite.interval![1]).toBeGreaterThan(report.composite.score!);
  expect(report.profile.turnover!.value).toBeGreaterThan(0);
  for (const { severity, trades: own } of report.patterns) {
    expect(severity).toBeGreaterThan(0);
    expect(own.length).toBeGreaterThan(0);
  }

  const decisions = decideNudges(
    { kind: "sell-proposed", at: "2023-01-02T15:00:00Z" },
    report,
    { investor: "a pseudonym", history: [] },
    defaultNudgePolicy,
  );
  expect(decisions.some(({ outcome }) => outcome !== "none")).toBe(true);
  expect(behavioralPreferences(report).adjustments.length).toBeGreaterThan(0);
  expect(cumulativeProspectValue([100, -50])).toBeCloseTo(-7.7336397, 6);

  const monitor = behaviorMonitor(report.profile);
  const [first] = trades;
  monitor.observe({ at: first!.at, prices: { [first!.asset]: first!.price } });
  monitor.record(first!);
  expect(monitor.report().biases.disposition.status).toBe("insufficient");
});
