import * as z from "zod";
import { brandOf } from "./brand.ts";
import { check } from "./check.ts";

/**
 * A ticker as JSON: 1 to 64 printable characters without space at either end.
 *
 * Inner spaces are allowed because Bloomberg writes `AAPL US Equity`. `__proto__` is refused: tickers are keys of records.
 */
export const TickerSchema: z.ZodType<string> = z
  .string()
  .regex(
    /^(?=.{1,64}$)[^\s\p{C}]+( [^\s\p{C}]+)*$/u,
    'expected a ticker of 1 to 64 printable characters such as "BRK.B"',
  )
  .refine((text) => text !== "__proto__", 'expected a ticker other than "__proto__"');

const brand = brandOf("ticker");

/**
 * The name under which an instrument trades and by which a portfolio keys its positions, such as `BRK.B` or `^GSPC`.
 *
 * It is kept as written: upper and lower case differ. Errors: `INVALID_INPUT` for anything else.
 */
export class Ticker {
  readonly symbol: string;

  private constructor(symbol: string) {
    this.symbol = symbol;
    brand.seal(this);
  }

  static of(symbol: string): Ticker {
    return Ticker.parse(symbol);
  }

  static parse(input: unknown): Ticker {
    return new Ticker(check(TickerSchema, input, "ticker"));
  }

  /** Whether `value` is a `Ticker`, also one of another copy of the package. */
  static is(value: unknown): value is Ticker {
    return brand.owns(value);
  }

  equals(other: Ticker): boolean {
    return this.symbol === other.symbol;
  }

  toJSON(): string {
    return this.symbol;
  }

  toString(): string {
    return this.symbol;
  }
}
