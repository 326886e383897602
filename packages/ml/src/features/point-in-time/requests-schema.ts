import * as z from "zod";
import type { Feature } from "../feature.ts";
import { requestSchema } from "../read-feature.ts";

/** The schema of requests for the features of a table. */
export function requestsSchema<Request>(table: readonly Feature<never>[]): z.ZodType<Request> {
  const members = table.map((feature) => requestSchema(feature));
  return z.discriminatedUnion(
    "kind",
    members as unknown as [(typeof members)[number]],
  ) as unknown as z.ZodType<Request>;
}
