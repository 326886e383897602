import * as z from "zod";
import { invalidInput } from "../errors.ts";
import type { PanelRecord } from "../panel/from-records.ts";
import { PricePanel } from "../panel/price-panel.ts";
import type { PanelRule, RecordRule, Repair } from "./repair.ts";
import { type CleaningRule, panelRules, recordRules } from "./rule-table.ts";

/** What a cleaning may change, as plain data; it changes nothing else. */
export interface CleaningPolicy {
  /** Rules for raw records run first, then the others, each group in the order given. */
  readonly rules: readonly CleaningRule[];
}

/** The prices after a cleaning, and everything it did. */
export interface CleaningResult {
  readonly panel: PricePanel;
  /** Every price that was changed or removed, in the order in which it was done. */
  readonly repairs: readonly Repair[];
}

const definitions = { ...recordRules, ...panelRules };

// each member has a literal `kind`, which the widened type of a table entry no longer shows
type RuleSchema = z.ZodType<CleaningRule> & z.core.$ZodTypeDiscriminable;
const ruleSchemas = Object.values(definitions).map(({ schema }) => schema as unknown as RuleSchema);

/** Schema of {@link CleaningPolicy}. */
export const CleaningPolicySchema: z.ZodType<CleaningPolicy> = z.strictObject({
  rules: z.array(z.discriminatedUnion("kind", ruleSchemas as [RuleSchema, ...RuleSchema[]])),
});

/**
 * Repairs prices as a policy says, and reports every repair: asset, date, price before and after, and the rule.
 *
 * What the policy does not name stays as it is. Raw records with repeated dates need the rule `merge-duplicates`, and
 * unreadable ones `drop-unreadable`. Rules see the result of those before them: put `remove-outliers` before
 * `forward-fill`.
 *
 * Throws `INVALID_INPUT` for a policy that is not one, and for records that no panel can hold after the rules for records.
 *
 * @example
 * ```ts
 * import { clean, PricePanel } from "@plimsoll/core";
 *
 * const prices = PricePanel.of({
 *   dates: ["2024-01-02", "2024-01-03", "2024-01-04"],
 *   assets: ["A"],
 *   values: [[10], [0], [11]],
 * });
 * const { panel, repairs } = clean(prices, { rules: [{ kind: "remove-non-positive" }, { kind: "forward-fill", limit: 1 }] });
 * console.log([...panel.column("A")], repairs.length); // [ 10, 10, 11 ] 2
 * ```
 */
export function clean(prices: PricePanel | readonly PanelRecord[], policy: CleaningPolicy): CleaningResult {
  const { rules } = checkedPolicy(policy);
  const repairs: Repair[] = [];
  let panel: PricePanel;
  if (PricePanel.is(prices)) panel = prices;
  else {
    let records = prices;
    for (const rule of rules) {
      const definition = recordRules[rule.kind as keyof typeof recordRules] as RecordRule<CleaningRule> | undefined;
      if (definition === undefined) continue;
      const cleaned = definition.applyToRecords(records, rule);
      records = cleaned.prices;
      for (const repair of cleaned.repairs) repairs.push(repair);
    }
    panel = PricePanel.fromRecords(records);
  }
  for (const rule of rules) {
    const definition = panelRules[rule.kind as keyof typeof panelRules] as PanelRule<CleaningRule> | undefined;
    if (definition === undefined) continue;
    const cleaned = definition.apply(panel, rule);
    panel = cleaned.prices;
    for (const repair of cleaned.repairs) repairs.push(repair);
  }
  return { panel, repairs };
}

function checkedPolicy(policy: CleaningPolicy): CleaningPolicy {
  const result = CleaningPolicySchema.safeParse(policy);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const path = ["policy", ...issue.path].join(".");
  throw invalidInput(path, `${path}: ${issue.message}: the rules are ${Object.keys(definitions).join(", ")}`, {
    expected: "a cleaning policy",
    received: issue.code,
  });
}
