import type { SplitRecord } from "./behavior-input.ts";
import { readLocalTime } from "./local-time.ts";

/** Splits by asset. Trades and prices are put into units after the last split once, so that nothing later has to ask. */
export class SplitHistory {
  readonly #splits = new Map<string, { readonly instant: number; readonly ratio: number }[]>();

  constructor(records: readonly SplitRecord[], timeZone: string | undefined) {
    records.forEach(({ asset, at, ratio }, row) => {
      const { instant } = readLocalTime(at, `splits[${row}].at`, timeZone);
      const list = this.#splits.get(asset);
      if (list === undefined) this.#splits.set(asset, [{ instant, ratio }]);
      else list.push({ instant, ratio });
    });
  }

  get isEmpty(): boolean {
    return this.#splits.size === 0;
  }

  /** New units for one unit held at `instant`: the product of the ratios of later splits. */
  factor(asset: string, instant: number): number {
    let product = 1;
    for (const split of this.#splits.get(asset) ?? []) if (split.instant > instant) product *= split.ratio;
    return product;
  }

  /** Divides each price by the splits after it. */
  adjust(asset: string, instants: Float64Array, prices: Float64Array): void {
    if (!this.#splits.has(asset)) return;
    for (let i = 0; i < prices.length; i++) prices[i]! /= this.factor(asset, instants[i]!);
  }
}
