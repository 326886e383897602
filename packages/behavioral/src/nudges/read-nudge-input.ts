import { invalidInput } from "@plimsoll/core";
import type * as z from "zod";
import { harmfulInterventions } from "./interventions.ts";

/** Parses `value` by `schema`; the first issue becomes an `INVALID_INPUT` that names the field under `argument`. */
export function readNudgeInput<Data>(schema: z.ZodType<Data>, value: unknown, argument: string): Data {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const path = issue.path.reduce<string>(
    (text, step) => (typeof step === "number" ? `${text}[${step}]` : `${text}.${String(step)}`),
    argument,
  );
  const harmful = typeof issue.input === "string" && Object.hasOwn(harmfulInterventions, issue.input);
  const reason: unknown = harmful ? "harmful" : issue.code === "custom" ? issue.params?.["reason"] : issue.code;
  throw invalidInput(path, `${path}: ${issue.message}`, typeof reason === "string" ? { reason } : {});
}
