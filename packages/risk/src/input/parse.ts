import { invalidInput } from "@plimsoll/core";
import type * as z from "zod";

/** `value` as the schema reads it; throws `INVALID_INPUT` naming the first field that is wrong. */
export function parseAs<Data>(schema: z.ZodType<Data>, value: unknown, argument: string): Data {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const path = [argument, ...issue.path.map(String)].join(".");
  throw invalidInput(path, `${path}: ${issue.message}`, { expected: issue.message });
}
