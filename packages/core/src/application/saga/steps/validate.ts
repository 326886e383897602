import { PortfolioValidator } from "../../validation/portfolio-validator.ts";
import { rebalanceFact } from "../events.ts";
import type { RebalanceStep } from "../step.ts";

/** Judges the targets by the rules of the instruction; the one on risk waits for the next step, which measures it. */
export const validate: RebalanceStep = {
  name: "validate",
  compensable: true,
  due: ({ plan, findings, failure }) => failure === null && findings === null && plan!.orders.length > 0,
  async run(_ports, { instruction, plan }) {
    const rules = (instruction.rules ?? []).filter(({ kind }) => kind !== "risk-tolerance");
    const subject = { targets: instruction.targets, current: plan!.weightsBefore };
    return rebalanceFact("RebalanceValidated", { findings: PortfolioValidator.of(rules).validate(subject) });
  },
};
