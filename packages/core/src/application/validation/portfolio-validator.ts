import * as z from "zod";
import { RiskMetricsSchema } from "../../values/risk-metrics.ts";
import { RiskToleranceSchema } from "../../values/risk-tolerance.ts";
import { check } from "../../values/check.ts";
import { WeightsSchema } from "../../values/weights.ts";
import { defaultRiskLimits, type RiskLimitMapping } from "../../portfolio/risk-limits.ts";
import { type PortfolioFinding, type PortfolioRule, PortfolioRuleSchema, portfolioRules } from "./rule-table.ts";
import type { PortfolioSubject, RuleFindingBase, RulePlugin, RuleSettings } from "./rule.ts";

/** How a {@link PortfolioValidator} is made. */
export interface ValidatorOptions {
  /** What a risk tolerance allows. @defaultValue `defaultRiskLimits` */
  readonly riskLimits?: RiskLimitMapping | undefined;
}

const SubjectSchema: z.ZodType<PortfolioSubject> = z.strictObject({
  targets: WeightsSchema,
  current: WeightsSchema.optional(),
  riskMetrics: RiskMetricsSchema.optional(),
  riskTolerance: RiskToleranceSchema.optional(),
});

/**
 * Judges the weights of a solution by business rules that are data.
 *
 * Rules speak in the order given; a rule that lacks what it compares with is reported as `not-checked`, never skipped.
 * Weights count as within a limit up to 1e-6 beyond it, the tolerance of {@link Weights}. Errors: `INVALID_INPUT` for
 * malformed rules or subjects.
 *
 * @example
 * ```ts
 * import { PortfolioValidator } from "@plimsoll/core";
 *
 * const validator = PortfolioValidator.of([
 *   { kind: "max-position-weight", max: 0.4 },
 *   { kind: "min-cash", min: 0.02, severity: "warning" },
 * ]);
 * for (const finding of validator.validate({ targets: { assets: { AAPL: 0.7, MSFT: 0.3 }, cash: 0 } })) {
 *   console.log(finding.severity, finding.rule, finding.message);
 * }
 * // error max-position-weight AAPL is 70 % of the portfolio, at most 40 % are allowed
 * // warning min-cash cash is 0 % of the portfolio, at least 2 % are required
 * ```
 */
export class PortfolioValidator {
  readonly rules: readonly PortfolioRule[];
  readonly #settings: RuleSettings;

  private constructor(rules: readonly PortfolioRule[], settings: RuleSettings) {
    this.rules = Object.freeze([...rules]);
    this.#settings = settings;
    Object.freeze(this);
  }

  static of(rules: readonly PortfolioRule[], options: ValidatorOptions = {}): PortfolioValidator {
    const checked = check(z.array(PortfolioRuleSchema), rules, "rules");
    return new PortfolioValidator(checked, { riskLimits: options.riskLimits ?? defaultRiskLimits });
  }

  /** What `subject` breaks; empty when it keeps every rule. */
  validate(subject: PortfolioSubject): readonly PortfolioFinding[] {
    const checked = check(SubjectSchema, subject, "subject");
    return this.rules.flatMap((rule) => judge(rule, checked, this.#settings));
  }
}

function judge(rule: PortfolioRule, subject: PortfolioSubject, settings: RuleSettings): PortfolioFinding[] {
  // the table pairs each kind with its rule, which a union over kinds can't express
  const plugin = portfolioRules[rule.kind] as unknown as RulePlugin<PortfolioRule, PortfolioFinding & RuleFindingBase>;
  const severity = rule.severity ?? "error";
  const missing = plugin.needs(rule).filter((part) => subject[part] === undefined);
  if (missing.length > 0) {
    const message = `${rule.kind} can't be judged without ${missing.join(" and ")}: give it, or leave out the rule`;
    return [{ rule: "not-checked", kind: rule.kind, missing, severity, message }];
  }
  return plugin.find(rule, subject, settings).map((finding) => ({ ...finding, severity }) as PortfolioFinding);
}
