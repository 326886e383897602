import { invalidInput } from "@plimsoll/core";
import * as z from "zod";
import type { BehaviorContext } from "./behavior-input.ts";
import { readLocalTime } from "./local-time.ts";
import type { Repair } from "./trade-record.ts";

const asset = z.string().min(1);
const at = z.string();
const count = z.number().int().nonnegative();
const share = z.number().min(0).max(1);

/** One schema for each optional input; lists are checked row by row. */
const listSchemas = {
  splits: z.strictObject({ asset, at, ratio: z.number().positive() }),
  benchmark: z.strictObject({ at, price: z.number().positive() }),
  universe: z.union([asset, z.strictObject({ asset, from: at.optional(), until: at.optional() })]),
  volumes: z.strictObject({ asset, at, volume: z.number().nonnegative() }),
  news: z.strictObject({ asset, at }),
  peerFlow: z.strictObject({ asset, from: at, until: at, buyers: count, sellers: count }),
  readingLog: z.strictObject({
    at,
    session: z.string(),
    asset,
    stance: z.enum(["positive", "negative", "neutral"]),
    read: z.boolean(),
  }),
  gambles: z.strictObject({
    gain: z.number().positive(),
    loss: z.number().positive(),
    probability: z.number().gt(0).lt(1).optional(),
    accepted: z.boolean(),
  }),
  riskyShares: z.strictObject({ at, share, riskyReturn: z.number().gt(-1), riskFreeReturn: z.number().gt(-1) }),
  peerTradeClustering: z.number().min(0).lt(1),
} as const;

const valueSchemas = {
  domicile: z.strictObject({
    country: z.string().min(1),
    assetCountries: z.record(z.string(), z.string().min(1)),
    homeMarketShare: z.number().gt(0).lt(1),
  }),
  marketWeights: z.record(z.string(), z.number().nonnegative()),
} as const;

const timeFields = ["at", "from", "until"] as const;

/** Inputs whose assets must be known: a name that is not would change the answer. The others may cover a whole market. */
const strict = new Set(["splits", "readingLog"]);
const lenient = ["volumes", "news", "peerFlow"] as const;

/**
 * Checks the optional inputs and returns them unchanged. Throws `INVALID_INPUT` naming input, row and field; rows of a
 * market's data on assets that neither trade nor have a price are left unused and listed.
 */
export function readContext(
  input: BehaviorContext,
  known: (asset: string) => boolean,
  timeZone: string | undefined,
): { readonly context: BehaviorContext; readonly repairs: readonly Repair[] } {
  const context: Record<string, unknown> = {};
  // a market's rows share their days, and reading a time is slow
  const days = new Map<string, string>();
  const dayOf = (text: string, argument: string): string => {
    let day = days.get(text);
    if (day === undefined) {
      ({ day } = readLocalTime(text, argument, timeZone));
      days.set(text, day);
    }
    return day;
  };
  for (const [name, schema] of Object.entries(listSchemas)) {
    const rows: unknown = input[name as keyof typeof listSchemas];
    if (rows === undefined) continue;
    if (!Array.isArray(rows)) throw invalidInput(name, `${name}: expected a list, was ${typeof rows}`);
    rows.forEach((row: unknown, index) => {
      const parsed = schema.safeParse(row);
      if (!parsed.success) throw rowError(name, index, parsed.error.issues[0]!);
      if (typeof row === "object" && row !== null) {
        checkTimes(name, index, row, dayOf);
        if (strict.has(name) && "asset" in row) checkAsset(name, index, row.asset as string, known);
      }
    });
    context[name] = rows;
  }
  for (const [name, schema] of Object.entries(valueSchemas)) {
    const value: unknown = input[name as keyof typeof valueSchemas];
    if (value === undefined) continue;
    const parsed = schema.safeParse(value);
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!;
      const path = [name, ...issue.path].join(".");
      throw invalidInput(path, `${path}: ${issue.message}`);
    }
    context[name] = value;
  }
  checkMarketWeights(input);
  return { context, repairs: lenient.flatMap((name) => unknownAssets(name, input[name] ?? [], known)) };
}

function rowError(name: string, index: number, issue: z.core.$ZodIssue): Error {
  const field = issue.path.length === 0 ? "" : `.${issue.path.join(".")}`;
  const where = `row ${index + 1} of ${name}${field === "" ? "" : `, ${field.slice(1)}`}`;
  return invalidInput(`${name}[${index}]${field}`, `${where}: ${issue.message}`);
}

function checkTimes(name: string, index: number, row: object, dayOf: (text: string, argument: string) => string): void {
  const [, from, until] = timeFields.map((field) => {
    const text = (row as Record<string, unknown>)[field];
    return typeof text === "string" ? dayOf(text, `${name}[${index}].${field}`) : undefined;
  });
  if (from !== undefined && until !== undefined && from > until) {
    throw invalidInput(`${name}[${index}]`, `row ${index + 1} of ${name}: ends (${until}) before it begins (${from})`);
  }
}

function checkAsset(name: string, index: number, asset: string, known: (asset: string) => boolean): void {
  if (known(asset)) return;
  throw invalidInput(
    `${name}[${index}].asset`,
    `row ${index + 1} of ${name}: "${asset}" is neither traded nor priced: correct the name or leave the row out`,
    { received: asset },
  );
}

function checkMarketWeights({ marketWeights }: BehaviorContext): void {
  if (marketWeights === undefined) return;
  const total = Object.values(marketWeights).reduce((sum, weight) => sum + weight, 0);
  if (Math.abs(total - 1) > 1e-6) {
    throw invalidInput("marketWeights", `marketWeights: expected weights that sum to 1, the sum was ${total}`);
  }
}

function unknownAssets(
  name: string,
  rows: readonly { readonly asset: string }[],
  known: (asset: string) => boolean,
): Repair[] {
  const unused = new Set<string>();
  for (const { asset } of rows) if (!known(asset)) unused.add(asset);
  if (unused.size === 0) return [];
  const [first] = unused;
  const others = unused.size === 1 ? "" : ` and ${unused.size - 1} more`;
  return [
    { kind: "unknown-asset", message: `${name} of ${first}${others}: neither traded nor priced here, left unused` },
  ];
}
