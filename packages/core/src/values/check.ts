import type * as z from "zod";
import { invalidInput } from "../errors.ts";

/** What `schema` reads from `input`; an `INVALID_INPUT` error that names the offending field of `name` otherwise. */
export function check<Data>(schema: z.ZodType<Data>, input: unknown, name: string): Data {
  const outcome = schema.safeParse(input);
  if (outcome.success) return outcome.data;
  const issue = outcome.error.issues[0]!;
  const argument = issue.path.reduce<string>(
    (path, key) => (typeof key === "number" ? `${path}[${key}]` : `${path}.${String(key)}`),
    name,
  );
  throw invalidInput(argument, `${argument}: ${issue.message}`, { expected: issue.message });
}
