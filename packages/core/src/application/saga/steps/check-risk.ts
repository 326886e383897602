import { PlimsollError } from "../../../errors.ts";
import { PortfolioValidator } from "../../validation/portfolio-validator.ts";
import { rebalanceFact } from "../events.ts";
import type { RebalanceStep } from "../step.ts";

/** Measures the risk of the weights after the trades and compares it with the owner's tolerance. */
export const checkRisk: RebalanceStep = {
  name: "check-risk",
  compensable: true,
  due: ({ findings, risk, failure }) => failure === null && findings !== null && risk === null,
  async run({ riskEngine, riskLimits }, { instruction, plan, riskTolerance }, options) {
    const rule = instruction.rules?.find(({ kind }) => kind === "risk-tolerance");
    if (riskEngine === null) {
      if (rule === undefined) return rebalanceFact("RebalanceRiskChecked", { metrics: null, findings: [] });
      throw new PlimsollError(
        "RULE_VIOLATED",
        'the rule "risk-tolerance" can\'t be judged without a risk engine: pass one, or leave out the rule',
        { rule: "risk-tolerance" },
      );
    }
    const { prices, weightsAfter } = plan!;
    const question = { portfolioId: instruction.portfolioId, weights: weightsAfter, prices };
    const metrics = await riskEngine.measure(question, options);
    const validator = PortfolioValidator.of([rule ?? { kind: "risk-tolerance" }], { riskLimits });
    const findings = validator.validate({
      targets: instruction.targets,
      riskMetrics: metrics,
      riskTolerance: riskTolerance!,
    });
    return rebalanceFact("RebalanceRiskChecked", { metrics, findings });
  },
};
