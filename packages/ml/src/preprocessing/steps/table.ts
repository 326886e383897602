import * as z from "zod";
import type { MemberSchema, StepKind } from "../step-kind.ts";
import { encode, type EncodeState, type EncodeStep } from "./encode.ts";
import { impute, type ImputeState, type ImputeStep } from "./impute.ts";
import { rank, type RankState, type RankStep } from "./rank.ts";
import { standardise, type StandardiseState, type StandardiseStep } from "./standardise.ts";
import { winsorise, type WinsoriseState, type WinsoriseStep } from "./winsorise.ts";

/** A step of preprocessing, as data. */
export type PreprocessingStep = StandardiseStep | RankStep | WinsoriseStep | EncodeStep | ImputeStep;

/** What a step learned from the training rows. */
export type PreprocessingState = StandardiseState | RankState | WinsoriseState | EncodeState | ImputeState;

/** Every kind of step: dispatcher, schema and docs are made from this table. */
export const stepKinds: {
  readonly [Kind in PreprocessingStep["kind"]]: StepKind<
    Extract<PreprocessingStep, { kind: Kind }>,
    Extract<PreprocessingState, { kind: Kind }>
  >;
} = { standardise, rank, winsorise, encode, impute };

const kinds = Object.values(stepKinds);

/** Schema of {@link PreprocessingStep}. */
export const PreprocessingStepSchema: MemberSchema<PreprocessingStep> = z.discriminatedUnion(
  "kind",
  kinds.map(({ schema }) => schema) as unknown as [MemberSchema<PreprocessingStep>],
);

/** Schema of {@link PreprocessingState}. */
export const PreprocessingStateSchema: MemberSchema<PreprocessingState> = z.discriminatedUnion(
  "kind",
  kinds.map(({ stateSchema }) => stateSchema) as unknown as [MemberSchema<PreprocessingState>],
);

/** The entry of the table for a step. */
export function stepKindOf(step: PreprocessingStep): StepKind<PreprocessingStep, PreprocessingState> {
  const table: Readonly<Record<string, unknown>> = stepKinds;
  return table[step.kind] as StepKind<PreprocessingStep, PreprocessingState>;
}
