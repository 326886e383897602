import * as z from "zod";
import type { RulePlugin, RuleFindingBase, SubjectPart } from "./rule.ts";
import {
  maxPositionWeight,
  type MaxPositionWeightFinding,
  type MaxPositionWeightRule,
} from "./rules/max-position-weight.ts";
import { maxSectorWeight, type MaxSectorWeightFinding, type MaxSectorWeightRule } from "./rules/max-sector-weight.ts";
import { maxTurnover, type MaxTurnoverFinding, type MaxTurnoverRule } from "./rules/max-turnover.ts";
import { minCash, type MinCashFinding, type MinCashRule } from "./rules/min-cash.ts";
import { minPositions, type MinPositionsFinding, type MinPositionsRule } from "./rules/min-positions.ts";
import { restrictedAssets, type RestrictedAssetFinding, type RestrictedAssetsRule } from "./rules/restricted-assets.ts";
import { riskTolerance, type RiskToleranceFinding, type RiskToleranceRule } from "./rules/risk-tolerance.ts";

/** A business rule as data, told apart by `kind`. */
export type PortfolioRule =
  | MaxPositionWeightRule
  | MaxSectorWeightRule
  | MinCashRule
  | RestrictedAssetsRule
  | MaxTurnoverRule
  | MinPositionsRule
  | RiskToleranceRule;

/** The name of a rule. */
export type PortfolioRuleKind = PortfolioRule["kind"];

/** A rule could not be judged, because the subject lacks what it compares with: it counts as broken. */
export interface NotCheckedFinding extends RuleFindingBase {
  readonly rule: "not-checked";
  readonly kind: PortfolioRuleKind;
  readonly missing: readonly SubjectPart[];
}

/** What a rule found, told apart by `rule`. */
export type PortfolioFinding =
  | MaxPositionWeightFinding
  | MaxSectorWeightFinding
  | MinCashFinding
  | RestrictedAssetFinding
  | MaxTurnoverFinding
  | MinPositionsFinding
  | RiskToleranceFinding
  | NotCheckedFinding;

/** All rules: a new kind is a file in `rules/` and a line here. */
export const portfolioRules: {
  readonly [Kind in PortfolioRuleKind]: RulePlugin<
    Extract<PortfolioRule, { kind: Kind }>,
    Extract<PortfolioFinding, { rule: Kind }>
  >;
} = {
  "max-position-weight": maxPositionWeight,
  "max-sector-weight": maxSectorWeight,
  "min-cash": minCash,
  "restricted-assets": restrictedAssets,
  "max-turnover": maxTurnover,
  "min-positions": minPositions,
  "risk-tolerance": riskTolerance,
};

const members = Object.values(portfolioRules).map(
  ({ schema }) => schema as z.ZodType<PortfolioRule> & z.core.$ZodTypeDiscriminable,
);

/** Schema of {@link PortfolioRule}. */
export const PortfolioRuleSchema: z.ZodType<PortfolioRule> = z.discriminatedUnion(
  "kind",
  members as [(typeof members)[number], ...typeof members],
  `expected one of ${Object.keys(portfolioRules).join(", ")}`,
);
