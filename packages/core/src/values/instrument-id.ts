import * as z from "zod";
import { invalidInput } from "../errors.ts";
import { brandOf } from "./brand.ts";
import { check } from "./check.ts";
import { TickerSchema } from "./ticker.ts";

/** Who gives the identifier out: ISO 6166, OpenFIGI, an exchange (ticker) or the user. */
export type InstrumentScheme = "isin" | "figi" | "ticker" | "custom";

const patterns: Readonly<Record<InstrumentScheme, RegExp>> = {
  isin: /^[A-Z]{2}[A-Z0-9]{9}\d$/,
  figi: /^[A-Z]{2}G[A-Z0-9]{8}\d$/,
  ticker: /^.+$/,
  custom: /^.+$/,
};

// letters count 10 to 35, digits are doubled alternately: the check of ISO 6166 on the expanded digits
function luhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i]);
    const weighted = i % 2 === 1 ? digit * 2 : digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
}

const expand = (text: string): string => text.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));

// FIGI doubles every second character before expanding it, and sums the digits of the result
function figiCheck(code: string): boolean {
  let sum = 0;
  for (let i = 0; i < 11; i += 1) {
    const value = Number.parseInt(code[i]!, 36) * (i % 2 === 1 ? 2 : 1);
    sum += Math.floor(value / 10) + (value % 10);
  }
  return (10 - (sum % 10)) % 10 === Number(code[11]);
}

function complaint(scheme: InstrumentScheme, code: string): string | undefined {
  if (!patterns[scheme].test(code) || !TickerSchema.safeParse(code).success)
    return `isn't an identifier of scheme ${scheme}`;
  if (scheme === "isin" && !luhn(expand(code))) return "has a wrong check digit";
  if (scheme === "figi" && !figiCheck(code)) return "has a wrong check digit";
  return undefined;
}

const TextSchema = z.string().regex(/^(isin|figi|ticker|custom):/, 'expected a text such as "isin:US0378331005"');

/** An {@link InstrumentId} as JSON: the scheme and the code, such as `"isin:US0378331005"`. */
export const InstrumentIdSchema: z.ZodType<string> = TextSchema.refine((text) => {
  const colon = text.indexOf(":");
  return complaint(text.slice(0, colon) as InstrumentScheme, text.slice(colon + 1)) === undefined;
}, "expected a code of its scheme with a right check digit");

const brand = brandOf("instrument-id");

/**
 * Which instrument is meant, whatever it trades as: an identifier and who gave it out.
 *
 * ISIN (ISO 6166) and FIGI codes are checked by their check digit. Errors: `INVALID_INPUT`.
 *
 * @example
 * ```ts
 * import { InstrumentId } from "@plimsoll/core";
 *
 * console.log(String(InstrumentId.of("isin", "US0378331005"))); // isin:US0378331005
 * ```
 */
export class InstrumentId {
  readonly scheme: InstrumentScheme;
  readonly code: string;

  private constructor(scheme: InstrumentScheme, code: string) {
    this.scheme = scheme;
    this.code = code;
    brand.seal(this);
  }

  static of(scheme: InstrumentScheme, code: string): InstrumentId {
    const problem = complaint(scheme, code);
    if (problem === undefined) return new InstrumentId(scheme, code);
    throw invalidInput("code", `code: "${code}" ${problem}; compare it with its source`, { received: code });
  }

  /** Reads the JSON form, such as `"isin:US0378331005"`. */
  static parse(input: unknown): InstrumentId {
    const text = check(TextSchema, input, "instrument");
    const colon = text.indexOf(":");
    return InstrumentId.of(text.slice(0, colon) as InstrumentScheme, text.slice(colon + 1));
  }

  /** Whether `value` is an `InstrumentId`, also one of another copy of the package. */
  static is(value: unknown): value is InstrumentId {
    return brand.owns(value);
  }

  equals(other: InstrumentId): boolean {
    return this.scheme === other.scheme && this.code === other.code;
  }

  toJSON(): string {
    return String(this);
  }

  toString(): string {
    return `${this.scheme}:${this.code}`;
  }
}
