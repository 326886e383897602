import type { LedgerOptions } from "../choice-set/ledger.ts";
import { type Holding, PositionBook } from "../choice-set/position-book.ts";
import type { SaleChoice } from "../choice-set/sale-days.ts";
import { dayNumber } from "../input/local-time.ts";
import type { Trade } from "../input/read-trades.ts";

/** What an account's day has been so far. */
interface DayState {
  day: string;
  opening: readonly Holding[];
  readonly closed: Map<string, { readonly price: number; readonly met: Holding; readonly ids: string[] }>;
  trimmed: boolean;
  profit: number;
  lastLoss: boolean;
  closes: number;
}

/** The choice set of an account's day with a sale, as it stands after the last trade. */
export interface LiveSaleDay {
  readonly account: string;
  readonly day: string;
  readonly choices: readonly SaleChoice[];
}

/** What a trade met: the position before it, and the day's realised result so far. */
export interface LiveDay {
  /** Money made or lost by the day's closes so far; 0 before the first. */
  readonly profit: number;
  /** Whether the day's last close lost. */
  readonly lastLoss: boolean;
  readonly closes: number;
  /** Positions at the start of the day. */
  readonly opening: readonly Holding[];
}

const noDay: LiveDay = { profit: 0, lastLoss: false, closes: 0, opening: [] };

/** The positions of each account, trade by trade; a trade costs a time proportional to the positions of its account. */
export class LiveAccounts {
  readonly #options: LedgerOptions;
  readonly #books = new Map<string, PositionBook>();
  readonly #days = new Map<string, DayState>();
  readonly #prices = new Map<string, number>();
  /** Price and profit of the last trade that closed a position wholly. */
  readonly #exits = new Map<string, { readonly price: number; readonly profit: number }>();

  constructor(options: LedgerOptions) {
    this.#options = options;
  }

  /** The last price observed, NaN where there is none. */
  price(asset: string): number {
    return this.#prices.get(asset) ?? NaN;
  }

  setPrice(asset: string, price: number): void {
    this.#prices.set(asset, price);
  }

  positions(account: string): readonly Holding[] {
    return this.#books.get(this.#key(account))?.entries() ?? [];
  }

  holding(account: string, asset: string): Holding | undefined {
    return this.#books.get(this.#key(account))?.holding(asset);
  }

  exit(account: string, asset: string): { readonly price: number; readonly profit: number } | undefined {
    return this.#exits.get(`${this.#key(account)}\n${asset}`);
  }

  /** How the account's day has gone, if `day` is the one it last traded on. */
  day(account: string, day: string): LiveDay {
    const state = this.#days.get(this.#key(account));
    return state?.day === day ? state : { ...noDay, opening: this.positions(account) };
  }

  /** Books a trade; returns the day's choice set if the trade closed something that was held when the day began. */
  record(trade: Trade): LiveSaleDay | null {
    const account = this.#key(trade.account);
    const { asset, day } = trade;
    let book = this.#books.get(account);
    if (book === undefined) {
      book = new PositionBook(this.#options.costBasis, this.#options.shortSales === "open");
      this.#books.set(account, book);
    }
    let state = this.#days.get(account);
    if (state?.day !== day) {
      state = {
        day,
        opening: book.entries(),
        closed: new Map(),
        trimmed: false,
        profit: 0,
        lastLoss: false,
        closes: 0,
      };
      this.#days.set(account, state);
    }
    const { before, closedQuantity } = book.apply(trade);
    if (before === undefined || closedQuantity === 0) return null;
    const profit = before.sign * closedQuantity * (trade.price - before.averageCost);
    state.profit += profit;
    state.lastLoss = profit < 0;
    state.closes += 1;
    if (book.holding(asset) === undefined) this.#exits.set(`${account}\n${asset}`, { price: trade.price, profit });
    if (!state.opening.some((holding) => holding.asset === asset)) return null;
    const first = state.closed.get(asset);
    if (first === undefined) state.closed.set(asset, { price: trade.price, met: before, ids: [trade.id] });
    else first.ids.push(trade.id);
    const held = new Set(book.entries().map((holding) => holding.asset));
    state.trimmed = state.opening.some((holding) => state.closed.has(holding.asset) && held.has(holding.asset));
    return { account, day, choices: this.#choices(state) };
  }

  /** As the batch analysis has them: sold ones at their first sale of the day, kept ones at the last price observed. */
  #choices({ opening, closed, trimmed, day }: DayState): SaleChoice[] {
    const today = dayNumber(day);
    const choices: { -readonly [Key in keyof SaleChoice]: SaleChoice[Key] }[] = [];
    let total = 0;
    for (const holding of opening) {
      const { asset, sign, quantity } = holding;
      const sale = closed.get(asset);
      const price = sale?.price ?? this.price(asset);
      if (Number.isNaN(price)) continue;
      const { averageCost } = sale === undefined || sale.met.sign !== sign ? holding : sale.met;
      total += quantity * price;
      choices.push({
        asset,
        direction: sign === 1 ? "long" : "short",
        sold: sale !== undefined,
        trades: sale?.ids ?? [],
        return: sign * (price / averageCost - 1),
        weight: quantity * price,
        quantity,
        price,
        averageCost,
        daysHeld: Math.max(0, today - dayNumber(holding.opened.day)),
        trimDay: trimmed,
      });
    }
    for (const choice of choices) choice.weight /= total;
    return choices;
  }

  #key(account: string): string {
    return this.#options.households === "together" ? "" : account;
  }
}
