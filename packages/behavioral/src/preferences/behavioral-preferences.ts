import type { Constraint, Objective } from "@plimsoll/optimize";
import { type BiasKey, biasKeys } from "../detectors/bias-key.ts";
import type { Evident, PreferenceReport } from "./adjustment.ts";
import { adjustments } from "./adjustments.ts";
import { type CompletePreferenceOptions, type PreferenceOptions, readPreferenceOptions } from "./preference-options.ts";

/** One change to a portfolio problem, and why. */
export interface PreferenceAdjustment {
  /** What of the investor it answers. */
  readonly source: BiasKey | "goals" | "riskAversion";
  /** `"objective"`, or the name of the constraint. */
  readonly changes: string;
  /** One line. */
  readonly explanation: string;
}

/** A bias with evidence that changes nothing in the problem. */
export interface UnaddressedBias {
  readonly bias: BiasKey;
  readonly reason: string;
}

/** Data for a problem of `@plimsoll/optimize`. */
export interface BehavioralPreferences {
  /** `null` where nothing known of the investor asks for one: take your own. */
  readonly objective: Objective | null;
  /** To be added to the problem's own; each has a name beginning with `behavior-`. */
  readonly constraints: readonly Constraint[];
  /** One for the objective, where there is one, and one for each constraint. */
  readonly adjustments: readonly PreferenceAdjustment[];
  readonly unaddressed: readonly UnaddressedBias[];
}

function evidentBiases(
  { biases }: PreferenceReport,
  { minimumScore, maximumPValue }: CompletePreferenceOptions,
): readonly Evident[] {
  return biasKeys.flatMap((bias): Evident[] => {
    const result = biases[bias];
    if (result?.status !== "ok" || result.score === null || result.interval === null) return [];
    const { score, interval, adjustedPValue } = result;
    const seen = adjustedPValue === null ? interval[0] > 0 : adjustedPValue <= maximumPValue;
    return seen && score >= minimumScore ? [{ bias, result, score, interval, weight: score / 100 }] : [];
  });
}

/**
 * Turns what is known of an investor into an objective and constraints of a portfolio problem, each with one line that says
 * why.
 *
 * Only biases with evidence change anything: status ok, a score of at least `minimumScore`, and an adjusted p-value of at
 * most `maximumPValue`, or where no test can judge an interval above 0. A limit lies between none (or the account's own
 * number) and its firmest, by the score / 100, that is by the posterior: weak evidence makes loose limits. Overconfidence
 * caps turnover (the problem then needs `currentWeights`), attention the number of names, under-diversification the
 * effective number of holdings, home bias and lottery preference their groups, panic selling the drawdown. The objective is
 * that of the `goals` if given, else of an elicited loss aversion (lambda is never taken from trades), else of regret, else of
 * the risk aversion in the profile, else `null`. How far limits go is a judgement, not a finding; the options change it.
 *
 * @throws `INVALID_INPUT` naming the option
 *
 * @example
 * ```ts
 * import { analyzeBehavior, behavioralPreferences, simulateInvestor } from "@plimsoll/behavioral";
 *
 * const { trades, prices } = simulateInvestor({ kind: "random", sales: 40, seed: 1 });
 * const gambles = Array.from({ length: 60 }, (_, n) => {
 *   const [gain, loss] = [20 + (n % 10) * 10, 10 + Math.floor(n / 10) * 10];
 *   return { gain, loss, accepted: gain > 2.2 * loss };
 * });
 * const { objective, adjustments } = behavioralPreferences(analyzeBehavior({ trades, prices, gambles }));
 * console.log(objective?.kind, adjustments[0]?.source); // prospect-utility lossAversion
 * ```
 */
export function behavioralPreferences(
  report: PreferenceReport,
  options: PreferenceOptions = {},
): BehavioralPreferences {
  const complete = readPreferenceOptions(options);
  const constraints: Constraint[] = [];
  const limits: PreferenceAdjustment[] = [];
  const aims: { readonly objective: Objective; readonly adjustment: PreferenceAdjustment }[] = [];
  const unaddressed: UnaddressedBias[] = [];
  const aim = (objective: Objective, source: PreferenceAdjustment["source"], explanation: string): void => {
    aims.push({ objective, adjustment: { source, changes: "objective", explanation } });
  };
  if (complete.goals !== undefined) {
    const names = complete.goals.map(({ name }) => name).join(", ");
    aim(
      { kind: "mental-accounts", accounts: complete.goals },
      "goals",
      `each goal has a portfolio of its own: ${names}`,
    );
  }
  for (const evident of evidentBiases(report, complete)) {
    const change = adjustments[evident.bias](evident, report, complete);
    if (change.kind === "none") unaddressed.push({ bias: evident.bias, reason: change.reason });
    else if (change.kind === "objective") aim(change.objective, evident.bias, change.because);
    else {
      constraints.push(change.constraint);
      limits.push({ source: evident.bias, changes: change.constraint.name, explanation: change.because });
    }
  }
  const risk = report.profile?.riskAversion;
  if (risk != null && risk.value > 0) {
    aim(
      { kind: "max-utility", riskAversion: risk.value },
      "riskAversion",
      `risk aversion is ${risk.value.toFixed(1)} (likely ${risk.interval[0].toFixed(1)} to ${risk.interval[1].toFixed(1)}), as the volatility borne until now implies`,
    );
  }
  const [chosen, ...others] = aims;
  for (const { adjustment } of others) {
    if (adjustment.source === "goals" || adjustment.source === "riskAversion") continue;
    unaddressed.push({
      bias: adjustment.source,
      reason: `a problem has one objective, and that of ${chosen!.adjustment.source} goes before`,
    });
  }
  const changed = [...(chosen === undefined ? [] : [chosen.adjustment]), ...limits];
  return { objective: chosen?.objective ?? null, ...withRoom(constraints, changed), unaddressed };
}

/** As many names as the spread asks for: a limit on names below it would leave no portfolio. */
function withRoom(
  constraints: readonly Constraint[],
  adjustments: readonly PreferenceAdjustment[],
): Pick<BehavioralPreferences, "constraints" | "adjustments"> {
  const spread = constraints.find((constraint) => constraint.kind === "effective-number");
  const names = constraints.find((constraint) => constraint.kind === "cardinality");
  const least = Math.ceil(spread?.min ?? 0) + 1;
  if (spread === undefined || names?.max === undefined || names.max >= least) return { constraints, adjustments };
  return {
    constraints: constraints.map((constraint) => (constraint === names ? { ...names, max: least } : constraint)),
    adjustments: adjustments.map((adjustment) =>
      adjustment.changes === names.name
        ? {
            ...adjustment,
            explanation: `${adjustment.explanation}; raised to ${least} so that the spread asked for is possible`,
          }
        : adjustment,
    ),
  };
}
