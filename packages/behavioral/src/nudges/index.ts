export {
  decideNudges,
  type Nudge,
  type NudgeContext,
  type NudgeDecision,
  type NudgeEvent,
  type NudgeUse,
} from "./decide-nudges.ts";
export { defaultNudgePolicy } from "./default-nudge-policy.ts";
export { evaluateNudge, type NudgeEffect, type NudgeEvaluationOptions, type NudgeOutcome } from "./evaluate-nudge.ts";
export {
  type EvidenceGrade,
  type HarmfulIntervention,
  harmfulInterventions,
  type Intervention,
  type InterventionKind,
  interventions,
  type NudgeChannel,
  type NudgeReport,
  type NudgeTrigger,
} from "./interventions.ts";
export { nudgeArm, type NudgeArm } from "./nudge-arm.ts";
export {
  type MeasuredTrades,
  type NudgePolicy,
  NudgePolicySchema,
  type NudgeRule,
  NudgeRuleSchema,
  type NudgeThreshold,
} from "./nudge-rule.ts";
export { nudgeSampleSize, type NudgeTrial } from "./nudge-sample-size.ts";
