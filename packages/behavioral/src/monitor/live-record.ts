import { invalidInput } from "@plimsoll/core";
import type { LedgerOptions } from "../choice-set/ledger.ts";
import { readLocalTime } from "../input/local-time.ts";
import { readTrades, type Trade } from "../input/read-trades.ts";
import type { SplitHistory } from "../input/split-history.ts";
import { LiveAccounts } from "./live-account.ts";
import { LiveDisposition, type LiveEvidence } from "./live-disposition.ts";
import type { MonitorHistory } from "./monitor-profile.ts";
import { PriceMemory } from "./price-memory.ts";

/** What is known after each trade without a refit: positions, prices, the day so far and the evidence from sales. */
export class LiveRecord {
  readonly accounts: LiveAccounts;
  readonly memory: PriceMemory = new PriceMemory();
  readonly #disposition = new LiveDisposition();
  readonly #timeZone: string | undefined;
  readonly #splits: SplitHistory;
  readonly #quoted = new Map<string, number>();
  #last = -Infinity;

  constructor(options: LedgerOptions, timeZone: string | undefined, splits: SplitHistory) {
    this.accounts = new LiveAccounts(options);
    this.#timeZone = timeZone;
    this.#splits = splits;
  }

  observe(at: string, prices: Readonly<Record<string, number>>): void {
    const { instant } = readLocalTime(at, "at", this.#timeZone);
    for (const [asset, price] of Object.entries(prices)) this.#quote(asset, instant, price);
  }

  #quote(asset: string, instant: number, quoted: number): void {
    const price = quoted / this.#splits.factor(asset, instant);
    this.memory.add(asset, instant, price);
    if (instant < (this.#quoted.get(asset) ?? -Infinity)) return;
    this.#quoted.set(asset, instant);
    this.accounts.setPrice(asset, price);
  }

  /** Whether a trade is earlier than one already taken in. */
  isLate({ instant }: Trade): boolean {
    return instant < this.#last;
  }

  record(trade: Trade): LiveEvidence | null {
    this.#last = trade.instant;
    const sale = this.accounts.record(trade);
    return sale === null ? null : this.#disposition.record(sale);
  }

  /** Takes a whole history in: trades in time order, each after the prices up to its moment. */
  replay({ trades, prices }: MonitorHistory): void {
    const read = new Map<string, number>();
    const quotes = prices
      .map(({ asset, at, price }, row) => {
        if (!(price > 0 && Number.isFinite(price))) {
          throw invalidInput(
            `prices[${row}].price`,
            `row ${row + 1} of the prices: expected a price above 0, was ${price}`,
          );
        }
        let instant = read.get(at);
        if (instant === undefined) {
          ({ instant } = readLocalTime(at, `prices[${row}].at`, this.#timeZone));
          read.set(at, instant);
        }
        return { asset, instant, price };
      })
      .sort((a, b) => a.instant - b.instant);
    let next = 0;
    const quoteUntil = (instant: number): void => {
      for (; next < quotes.length && quotes[next]!.instant <= instant; next++) {
        const { asset, instant: moment, price } = quotes[next]!;
        this.#quote(asset, moment, price);
      }
    };
    for (const trade of readTrades(trades, this.#timeZone, this.#splits).trades) {
      quoteUntil(trade.instant);
      this.record(trade);
    }
    quoteUntil(Infinity);
  }
}
