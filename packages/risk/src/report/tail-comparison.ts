import { attempt, type TableSpec } from "@plimsoll/core";
import type { ReturnInput, WeightInput } from "../input/return-series.ts";
import type { RiskEstimate } from "../tail/estimate.ts";
import { estimateES } from "../tail/expected-shortfall.ts";
import type { TailMethodKind, TailMethodSpec } from "../tail/table.ts";
import { estimateVaR } from "../tail/value-at-risk.ts";

/** VaR and ES by one method, or why it has none for these returns. */
export interface TailComparison {
  readonly method: TailMethodKind;
  readonly valueAtRisk: RiskEstimate | null;
  readonly expectedShortfall: RiskEstimate | null;
  /** Message of the error; `null` where both numbers are there. */
  readonly reason: string | null;
}

/** The same tail by several methods; a method that can't be fitted is listed with its reason. */
export function compareTails(
  returns: ReturnInput,
  methods: readonly (TailMethodKind | TailMethodSpec)[],
  confidence: number,
  weights: WeightInput | undefined,
): readonly TailComparison[] {
  const options = { confidence, ...(weights === undefined ? {} : { weights }) };
  return methods.map((method) => {
    const valueAtRisk = attempt(() => estimateVaR(returns, { ...options, method }));
    const expectedShortfall = attempt(() => estimateES(returns, { ...options, method }));
    return {
      method: typeof method === "string" ? method : method.kind,
      valueAtRisk: valueAtRisk.success ? valueAtRisk.data : null,
      expectedShortfall: expectedShortfall.success ? expectedShortfall.data : null,
      reason: valueAtRisk.success
        ? expectedShortfall.success
          ? null
          : expectedShortfall.error.message
        : valueAtRisk.error.message,
    };
  });
}

/** The comparison as a table. */
export function tailTable(tails: readonly TailComparison[], confidence: number): TableSpec {
  return {
    title: `Tail risk at ${Number((100 * confidence).toPrecision(6))} %, one period`,
    columns: [
      { key: "method", label: "Method" },
      { key: "valueAtRisk", label: "VaR", format: "percent" },
      { key: "valueAtRiskError", label: "its error", format: "percent" },
      { key: "expectedShortfall", label: "Expected shortfall", format: "percent" },
      { key: "expectedShortfallError", label: "its error", format: "percent" },
      { key: "reason", label: "" },
    ],
    rows: tails.map(({ method, valueAtRisk, expectedShortfall, reason }) => ({
      method,
      valueAtRisk: valueAtRisk?.value ?? null,
      valueAtRiskError: valueAtRisk?.standardError ?? null,
      expectedShortfall: expectedShortfall?.value ?? null,
      expectedShortfallError: expectedShortfall?.standardError ?? null,
      reason,
    })),
    note: "Positive numbers are losses. Standard errors by the formula that each estimate's conventions name.",
  };
}
