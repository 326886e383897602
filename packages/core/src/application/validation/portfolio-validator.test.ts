import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { defaultRiskLimits } from "../../portfolio/risk-limits.ts";
import type { WeightsData } from "../../values/weights.ts";
import { calm } from "../fixtures/desk.ts";
import { PortfolioValidator } from "./portfolio-validator.ts";
import { type PortfolioRule, portfolioRules, PortfolioRuleSchema } from "./rule-table.ts";
import type { PortfolioSubject } from "./rule.ts";

const targets: WeightsData = { assets: { AAPL: 0.5, MSFT: 0.3, XOM: 0.15 }, cash: 0.05 };
const find = (rule: PortfolioRule, subject: Partial<PortfolioSubject> = {}) =>
  PortfolioValidator.of([rule]).validate({ targets, ...subject });

describe("each rule", () => {
  test("max-position-weight names every asset above the limit, long or short, among the assets it is for", () => {
    expect(find({ kind: "max-position-weight", max: 0.3 })).toEqual([
      {
        rule: "max-position-weight",
        severity: "error",
        asset: "AAPL",
        weight: 0.5,
        max: 0.3,
        message: "AAPL is 50 % of the portfolio, at most 30 % are allowed",
      },
    ]);
    expect(find({ kind: "max-position-weight", max: 0.1, assets: ["XOM"] })).toMatchObject([{ asset: "XOM" }]);
    const short = { assets: { A: 1.2, B: -0.2 }, cash: 0 };
    expect(find({ kind: "max-position-weight", max: 0.1, assets: ["B"] }, { targets: short })).toMatchObject([
      { asset: "B", weight: -0.2 },
    ]);
  });

  test("max-sector-weight adds up sectors, by one limit or one each; assets without a sector are one of their own", () => {
    const sectors = { AAPL: "tech", MSFT: "tech" };
    const [tech, ...rest] = find({ kind: "max-sector-weight", sectors, max: 0.2 });
    expect(rest).toEqual([]);
    expect(tech).toMatchObject({ sector: "tech", assets: ["AAPL", "MSFT"], weight: 0.8, max: 0.2 });
    expect(tech!.message).toBe("sector tech is 80 % of the portfolio (AAPL, MSFT), at most 20 % are allowed");
    expect(find({ kind: "max-sector-weight", sectors, max: { unknown: 0.1 } })).toMatchObject([
      { sector: "unknown", assets: ["XOM"] },
    ]);
    const none = { assets: { AAPL: 0, MSFT: 0.2 }, cash: 0.8 };
    expect(find({ kind: "max-sector-weight", sectors, max: 0.1 }, { targets: none })).toMatchObject([
      { assets: ["MSFT"] },
    ]);
  });

  test("min-cash", () => {
    expect(find({ kind: "min-cash", min: 0.05 })).toEqual([]);
    expect(find({ kind: "min-cash", min: 0.1 })).toMatchObject([{ rule: "min-cash", cash: 0.05, min: 0.1 }]);
  });

  test("restricted-assets forbids holding, or only buying more", () => {
    const rule = { kind: "restricted-assets", assets: ["XOM", "BP"] } as const;
    expect(find(rule)).toMatchObject([{ asset: "XOM", weight: 0.15, allowed: 0 }]);
    const current = { assets: { XOM: 0.15, AAPL: 0.85 }, cash: 0 };
    expect(find({ ...rule, forbids: "holding" }, { current })).toHaveLength(1);
    expect(find({ ...rule, forbids: "buying" }, { current })).toEqual([]);
    const less = { assets: { XOM: 0.1, AAPL: 0.9 }, cash: 0 };
    expect(find({ ...rule, forbids: "buying" }, { current: less })).toMatchObject([{ asset: "XOM", allowed: 0.1 }]);
  });

  test("max-turnover is half the sum of absolute changes, cash included", () => {
    const current = { assets: { AAPL: 0.5, MSFT: 0.3 }, cash: 0.2 };
    expect(find({ kind: "max-turnover", max: 0.15 }, { current })).toEqual([]);
    const [finding] = find({ kind: "max-turnover", max: 0.1 }, { current });
    expect(finding).toMatchObject({ rule: "max-turnover", max: 0.1 });
    expect((finding as { turnover: number }).turnover).toBeCloseTo(0.15, 12);
  });

  test("min-positions counts what weighs enough", () => {
    expect(find({ kind: "min-positions", min: 3 })).toEqual([]);
    expect(find({ kind: "min-positions", min: 4 })).toMatchObject([
      { positions: 3, min: 4, message: "3 positions, at least 4 are required" },
    ]);
    expect(find({ kind: "min-positions", min: 3, weight: 0.2 })).toMatchObject([
      { positions: 2, message: "2 positions of at least 20 %, at least 3 are required" },
    ]);
  });

  test("risk-tolerance compares each measure with what the tolerance maps to", () => {
    const subject = { riskMetrics: { ...calm, volatility: 0.25, maximumDrawdown: 0.5 }, riskTolerance: 0.5 };
    expect(find({ kind: "risk-tolerance" }, subject)).toMatchObject([
      { measure: "volatility", value: 0.25, riskTolerance: 0.5 },
      { measure: "maximumDrawdown", value: 0.5 },
    ]);
    const lenient = PortfolioValidator.of([{ kind: "risk-tolerance" }], {
      riskLimits: (_tolerance, periods) => defaultRiskLimits(1, periods),
    });
    expect(lenient.validate({ targets, ...subject })).toEqual([]);
  });
});

describe("all rules", () => {
  const rules: readonly PortfolioRule[] = [
    { kind: "max-turnover", max: 0.1, severity: "warning" },
    { kind: "risk-tolerance" },
    { kind: "restricted-assets", assets: ["XOM"], forbids: "buying" },
  ];

  test("a rule that lacks what it compares with is reported with its own severity, never skipped", () => {
    expect(PortfolioValidator.of(rules).validate({ targets })).toMatchObject([
      { rule: "not-checked", kind: "max-turnover", missing: ["current"], severity: "warning" },
      { rule: "not-checked", kind: "risk-tolerance", missing: ["riskMetrics", "riskTolerance"], severity: "error" },
      { rule: "not-checked", kind: "restricted-assets", missing: ["current"], severity: "error" },
    ]);
  });

  test("weights within 1e-6 of a limit keep it", () => {
    const near = { assets: { A: 0.3 + 5e-7 }, cash: 0.7 - 5e-7 };
    const kept: readonly PortfolioRule[] = [
      { kind: "max-position-weight", max: 0.3 },
      { kind: "max-sector-weight", sectors: {}, max: 0.3 },
      { kind: "min-cash", min: 0.7 },
      { kind: "max-turnover", max: 0.3 },
    ];
    const current = { assets: {}, cash: 1 };
    expect(PortfolioValidator.of(kept).validate({ targets: near, current })).toEqual([]);
  });

  test("findings are those of a direct reading of the weights, whatever they are", () => {
    const weights = fc
      .array(fc.integer({ min: -20, max: 60 }), { minLength: 4, maxLength: 4 })
      .map(([a, b, c, d]): WeightsData => {
        const assets = { A: a! / 100, B: b! / 100, C: c! / 100, D: d! / 100 };
        return { assets, cash: 1 - (a! + b! + c! + d!) / 100 };
      });
    const limit = fc.integer({ min: 0, max: 50 }).map((x) => x / 100 + 0.005);
    fc.assert(
      fc.property(weights, weights, limit, (to, from, max) => {
        const judged = PortfolioValidator.of([
          { kind: "max-position-weight", max },
          { kind: "min-cash", min: max },
          { kind: "max-turnover", max },
        ]).validate({ targets: to, current: from });
        const heavy = Object.entries(to.assets).filter(([, weight]) => Math.abs(weight) > max);
        const moved = Object.keys(to.assets).reduce(
          (sum, asset) => sum + Math.abs(to.assets[asset]! - from.assets[asset]!),
          Math.abs(to.cash - from.cash),
        );
        expect(judged.map(({ rule }) => rule)).toEqual([
          ...heavy.map(() => "max-position-weight"),
          ...(to.cash < max ? ["min-cash"] : []),
          ...(moved / 2 > max + 1e-6 ? ["max-turnover"] : []),
        ]);
      }),
    );
  });

  test("rules are data: they read back from JSON, and the schema of each is in the table and in JSON Schema", () => {
    const validator = PortfolioValidator.of(JSON.parse(JSON.stringify(rules)) as PortfolioRule[]);
    expect(validator.rules).toEqual(rules);
    const schema = z.toJSONSchema(PortfolioRuleSchema, { io: "input" }) as { readonly oneOf: readonly unknown[] };
    expect(schema.oneOf).toHaveLength(Object.keys(portfolioRules).length);
  });

  test("malformed rules and subjects are refused by name", () => {
    const of = (rule: object) => () => PortfolioValidator.of([rule as PortfolioRule]);
    expect(of({ kind: "max-luck" })).toThrow("rules[0].kind: expected one of max-position-weight");
    expect(of({ kind: "min-cash", min: 2 })).toThrow("rules[0].min");
    expect(of({ kind: "min-cash", min: 0.1, severity: "fatal" })).toThrow("rules[0].severity");
    expect(of({ kind: "risk-tolerance", max: 1 })).toThrow("rules[0]");
    const validate = () => PortfolioValidator.of([]).validate({ targets: { assets: { A: 0.5 }, cash: 0 } });
    expect(validate).toThrow("subject.targets: expected weights that sum to 1");
  });
});
