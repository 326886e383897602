import { invalidInput } from "@plimsoll/core";
import * as z from "zod";
import type { ParameterValues } from "./search-space.ts";

/** What became of one trial, as JSON. */
export interface TrialRecord {
  /** The number of the trial, from 0. */
  readonly trial: number;
  readonly parameters: ParameterValues;
  /** `complete`: scored at full resource; `pruned`: stopped early; `failed`: an expected error, or a score that is no number. */
  readonly status: "complete" | "pruned" | "failed";
  /** The score at the largest resource it was given; `null` where it failed. */
  readonly score: number | null;
  /** Scores by resource, for searches that spend more on better trials. */
  readonly rungs?: readonly { readonly resource: number; readonly score: number | null }[] | undefined;
  /** Why it failed. */
  readonly error?: { readonly code: string; readonly message: string } | undefined;
}

/** The schema of a {@link TrialRecord}. */
export const TrialRecordSchema: z.ZodType<TrialRecord> = z.strictObject({
  trial: z.number().int().min(0),
  parameters: z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.null()])),
  status: z.enum(["complete", "pruned", "failed"]),
  score: z.number().nullable(),
  rungs: z.array(z.strictObject({ resource: z.number(), score: z.number().nullable() })).optional(),
  error: z.strictObject({ code: z.string(), message: z.string() }).optional(),
});

/** Earlier records by trial; `INVALID_INPUT` where they are none. */
export function readRecords(records: readonly TrialRecord[] = []): ReadonlyMap<number, TrialRecord> {
  const known = new Map<number, TrialRecord>();
  records.forEach((record, index) => {
    const parsed = TrialRecordSchema.safeParse(record);
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!;
      const path = ["records", index, ...issue.path].join(".");
      throw invalidInput(path, `${path}: ${issue.message}`);
    }
    known.set(record.trial, parsed.data);
  });
  return known;
}

/** The record of a trial if there is one; `INVALID_INPUT` where it has other parameters than the search gives it now. */
export function knownRecord(
  records: ReadonlyMap<number, TrialRecord>,
  trial: number,
  parameters: ParameterValues,
): TrialRecord | undefined {
  const record = records.get(trial);
  if (record === undefined) return undefined;
  const names = Object.keys(parameters);
  const same =
    names.length === Object.keys(record.parameters).length &&
    names.every((name) => Object.is(record.parameters[name], parameters[name]));
  if (same) return record;
  throw invalidInput(
    "records",
    `the record of trial ${trial} has other parameters than this search gives it: pass the records of a search with the same space, seed and options`,
  );
}
