import type * as z from "zod";

/**
 * The zod schema of one member of a discriminated union, checked against the hand-written interface `T` beside it
 * (isolated declarations don't allow exported types to be inferred from schemas).
 */
export type MemberSchema<T> = z.ZodType<T> & z.core.$ZodTypeDiscriminable;
