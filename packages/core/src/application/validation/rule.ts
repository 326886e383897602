import type * as z from "zod";
import type { RiskLimitMapping } from "../../portfolio/risk-limits.ts";
import type { RiskMetricsData } from "../../values/risk-metrics.ts";
import type { WeightsData } from "../../values/weights.ts";

/** How bad a finding is: an `error` stands in the way of trading, a `warning` is for the reader. */
export type RuleSeverity = "error" | "warning";

/** What every rule has. */
export interface RuleBase {
  /** @defaultValue "error" */
  readonly severity?: RuleSeverity | undefined;
}

/** What every finding has. */
export interface RuleFindingBase {
  readonly severity: RuleSeverity;
  /** One sentence that names the asset, the number and the limit. */
  readonly message: string;
}

/** What is judged: weights, and what some rules compare them with. */
export interface PortfolioSubject {
  /** The weights to be held, such as those of a solution. */
  readonly targets: WeightsData;
  /** The weights held now; needed by `max-turnover`, and by `restricted-assets` that forbids buying. */
  readonly current?: WeightsData | undefined;
  /** Measured or expected risk of the targets; needed by `risk-tolerance`. */
  readonly riskMetrics?: RiskMetricsData | undefined;
  /** From 0 to 1; needed by `risk-tolerance`. */
  readonly riskTolerance?: number | undefined;
}

/** What a rule may use beside its own data. */
export interface RuleSettings {
  readonly riskLimits: RiskLimitMapping;
}

/** A part of the subject that a rule may need. */
export type SubjectPart = Exclude<keyof PortfolioSubject, "targets">;

/** One kind of rule: the recipe that every file in `rules/` follows. */
export interface RulePlugin<Rule extends RuleBase, Finding extends RuleFindingBase> {
  readonly schema: z.ZodType<Rule>;
  /** The parts of the subject that this rule can't be judged without. */
  readonly needs: (rule: Rule) => readonly SubjectPart[];
  /** What breaks the rule; called only where everything that it needs is there. */
  readonly find: (
    rule: Rule,
    subject: PortfolioSubject,
    settings: RuleSettings,
  ) => readonly Omit<Finding, "severity">[];
}

/** A fraction as a message writes it, such as `12.5 %`. */
export function percent(fraction: number): string {
  return `${Number((100 * fraction).toFixed(4))} %`;
}

/** The weight of `asset`; 0 where it isn't among them. */
export function weightOf(weights: WeightsData, asset: string): number {
  return Object.hasOwn(weights.assets, asset) ? weights.assets[asset]! : 0;
}
