import * as z from "zod";
import { invalidInput } from "../errors.ts";
import { brandOf } from "./brand.ts";
import { check } from "./check.ts";
import { TickerSchema } from "./ticker.ts";

/** How far from 1 the sum of {@link Weights} may be. */
export const WEIGHT_TOLERANCE = 1e-6;

/** {@link Weights} as JSON. */
export interface WeightsData {
  /** Fraction of the portfolio's value by asset; negative when short. */
  readonly assets: Readonly<Record<string, number>>;
  /** Fraction held in cash; negative when borrowed. */
  readonly cash: number;
}

const total = (data: WeightsData): number =>
  Object.values(data.assets).reduce((sum, weight) => sum + weight, data.cash);

const ShapeSchema: z.ZodType<WeightsData> = z.strictObject({
  assets: z.record(TickerSchema, z.number()),
  cash: z.number(),
});

/** Schema of {@link WeightsData}: finite numbers that sum to 1 including cash, within {@link WEIGHT_TOLERANCE}. */
export const WeightsSchema: z.ZodType<WeightsData> = ShapeSchema.refine(
  (data) => Math.abs(total(data) - 1) <= WEIGHT_TOLERANCE,
  "expected weights that sum to 1 including cash",
);

const brand = brandOf("weights");

/**
 * What fraction of a portfolio's value is, or is to be, in each asset and in cash.
 *
 * The weights sum to 1 including cash, within {@link WEIGHT_TOLERANCE}; they are kept as given, never renormalised.
 * Errors: `INVALID_INPUT` for a weight that isn't finite, or another sum (the message states it).
 *
 * @example
 * ```ts
 * import { Weights } from "@plimsoll/core";
 *
 * const weights = Weights.of({ AAPL: 0.5, MSFT: 0.3 }, { cash: 0.2 });
 * console.log(weights.at("MSFT"), weights.cash); // 0.3 0.2
 * ```
 */
export class Weights {
  /** Fraction by asset; read single ones by {@link Weights.at}. */
  readonly byAsset: Readonly<Record<string, number>>;
  /** Fraction held in cash; negative when borrowed. */
  readonly cash: number;

  private constructor(data: WeightsData) {
    this.byAsset = Object.freeze({ ...data.assets });
    this.cash = data.cash;
    brand.seal(this);
  }

  /** Weights by asset, and of cash (`@defaultValue 0`). */
  static of(assets: Readonly<Record<string, number>>, options: { readonly cash?: number } = {}): Weights {
    return Weights.parse({ assets, cash: options.cash ?? 0 });
  }

  /** Weights by asset with what is missing to 1 held in cash; a sum above 1 is an error, not a loan. */
  static withRestInCash(assets: Readonly<Record<string, number>>): Weights {
    const invested = total(check(ShapeSchema, { assets, cash: 0 }, "weights"));
    if (invested > 1 + WEIGHT_TOLERANCE) throw wrongSum(invested);
    return Weights.of(assets, { cash: Math.max(0, 1 - invested) });
  }

  /** Reads the JSON form. */
  static parse(input: unknown): Weights {
    const data = check(ShapeSchema, input, "weights");
    const sum = total(data);
    if (Math.abs(sum - 1) > WEIGHT_TOLERANCE) throw wrongSum(sum);
    return new Weights(data);
  }

  /** Whether `value` is a `Weights`, also one of another copy of the package. */
  static is(value: unknown): value is Weights {
    return brand.owns(value);
  }

  /** The assets, in the order given. */
  get assets(): readonly string[] {
    return Object.keys(this.byAsset);
  }

  /** The weight of `asset`; 0 where it isn't among them. */
  at(asset: string): number {
    return Object.hasOwn(this.byAsset, asset) ? this.byAsset[asset]! : 0;
  }

  /** Sum of the assets' absolute weights, cash apart: 1 when fully invested without shorts. */
  get grossExposure(): number {
    return Object.values(this.byAsset).reduce((sum, weight) => sum + Math.abs(weight), 0);
  }

  /** One-way turnover to `other`: half the sum of absolute changes, cash included; 1 exchanges everything. */
  turnoverTo(other: Weights): number {
    const assets = new Set([...this.assets, ...other.assets]);
    let sum = Math.abs(other.cash - this.cash);
    for (const asset of assets) sum += Math.abs(other.at(asset) - this.at(asset));
    return sum / 2;
  }

  /** Whether every weight differs by at most `tolerance` (`@defaultValue` {@link WEIGHT_TOLERANCE}). */
  equals(other: Weights, tolerance: number = WEIGHT_TOLERANCE): boolean {
    const near = (a: number, b: number): boolean => Math.abs(a - b) <= tolerance;
    return (
      near(this.cash, other.cash) &&
      [...this.assets, ...other.assets].every((asset) => near(this.at(asset), other.at(asset)))
    );
  }

  toJSON(): WeightsData {
    return { assets: { ...this.byAsset }, cash: this.cash };
  }
}

function wrongSum(sum: number): Error {
  return invalidInput(
    "weights",
    `weights: expected a sum of 1 including cash, was ${sum}; name the cash weight, or scale the weights yourself`,
    { expected: "a sum of 1 including cash", received: String(sum) },
  );
}
