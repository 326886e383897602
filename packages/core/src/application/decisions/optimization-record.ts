import * as z from "zod";
import type { DecisionBasis } from "../../portfolio/portfolio-events.ts";
import type { KeyValueStore } from "../../ports/key-value-store.ts";

/** That an optimization was run: when, for whom, by whom, and what came out. */
export interface OptimizationRecord extends DecisionBasis {
  readonly id: string;
  /** ISO 8601 with zone. */
  readonly time: string;
  /** The portfolio it was run for; `null` for none in particular. */
  readonly portfolioId: string | null;
  readonly correlationId: string;
  /** Who and why, such as `{ actor: "anna", reason: "quarterly review" }`. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Schema of {@link OptimizationRecord}. */
export const OptimizationRecordSchema: z.ZodType<OptimizationRecord> = z.strictObject({
  id: z.string().min(1),
  time: z.iso.datetime({ offset: true }),
  portfolioId: z.string().min(1).nullable(),
  correlationId: z.string().min(1),
  metadata: z.record(z.string(), z.string()),
  problemHash: z.string().min(1),
  solutionHash: z.string().min(1),
});

const prefix = "decision/optimization/";

/** The key of an optimization's record. */
export function optimizationKey(id: string): string {
  return `${prefix}${id}`;
}

/** The records of the optimizations run for one of `portfolioIds`, in the order of their ids. */
export async function optimizationsFor(
  store: KeyValueStore,
  portfolioIds: ReadonlySet<string>,
): Promise<readonly OptimizationRecord[]> {
  const records: OptimizationRecord[] = [];
  for await (const { value } of store.entries<OptimizationRecord>(prefix)) {
    if (value.portfolioId !== null && portfolioIds.has(value.portfolioId)) records.push(value);
  }
  return records;
}
