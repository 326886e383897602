import { chooseWeighted, exp, type RandomStream } from "@plimsoll/numeric";
import type { TradeRecord } from "../input/trade-record.ts";
import { isoDay } from "./iso-day.ts";
import type { Market } from "./market.ts";

/** A position of a simulated investor. */
export interface SimulatedPosition {
  readonly asset: number;
  quantity: number;
  /** Average price paid for a unit. */
  readonly cost: number;
}

/** The last sale of an asset no longer held. */
export interface FormerPosition {
  readonly price: number;
  readonly gain: boolean;
}

/** What a policy acts on: a market at a day's close, the positions, and the two trades there are. */
export class SimulatedAccount {
  readonly market: Market;
  readonly stream: RandomStream;
  readonly trades: TradeRecord[] = [];
  readonly positions: SimulatedPosition[] = [];
  readonly former: Map<number, FormerPosition> = new Map();
  /** Money not invested. */
  cash = 0;
  /** Days with a sale so far. */
  saleDays = 0;
  readonly #costRate: number;
  readonly #soldToday = new Set<number>();
  #minute = 0;
  #lastSale = -1;

  constructor(market: Market, stream: RandomStream, costRate: number) {
    this.market = market;
    this.stream = stream;
    this.#costRate = costRate;
  }

  startDay(): void {
    this.#soldToday.clear();
    this.#minute = 0;
  }

  /** Value of the positions. */
  value(): number {
    return this.positions.reduce((sum, position) => sum + this.valueOf(position), 0);
  }

  valueOf({ asset, quantity }: SimulatedPosition): number {
    return quantity * this.market.price(asset);
  }

  gainOf({ asset, cost }: SimulatedPosition): number {
    return this.market.price(asset) / cost - 1;
  }

  /** ISO date of the day. */
  day(): string {
    return isoDay(this.market.days[this.market.today]!);
  }

  /** Sells a share of a position. */
  sell(position: SimulatedPosition, share = 1): void {
    const quantity = share === 1 ? position.quantity : position.quantity * share;
    const price = this.market.price(position.asset);
    this.#record("sell", position.asset, quantity, price);
    if (share === 1) {
      this.positions.splice(this.positions.indexOf(position), 1);
      this.former.set(position.asset, { price, gain: price > position.cost });
      this.#soldToday.add(position.asset);
    } else position.quantity -= quantity;
    if (this.#lastSale !== this.market.today) {
      this.#lastSale = this.market.today;
      this.saleDays += 1;
    }
    this.cash += quantity * price;
  }

  /** Buys for an amount of money, into the position there is or a new one. */
  buy(asset: number, money: number, limitPrice?: number): void {
    const price = this.market.price(asset);
    const quantity = money / price;
    this.cash -= money;
    this.#record("buy", asset, quantity, price, limitPrice);
    const index = this.positions.findIndex((position) => position.asset === asset);
    if (index < 0) {
      this.positions.push({ asset, quantity, cost: price });
      this.former.delete(asset);
      return;
    }
    const held = this.positions[index]!;
    const total = held.quantity + quantity;
    this.positions[index] = { asset, quantity: total, cost: (held.quantity * held.cost + quantity * price) / total };
  }

  #record(side: "buy" | "sell", asset: number, quantity: number, price: number, limitPrice?: number): void {
    // from 15:00 UTC on, a minute apart
    const minute = this.#minute++;
    const time = `${15 + Math.floor(minute / 60)}:${String(minute % 60).padStart(2, "0")}`;
    const name = this.market.assets[asset]!;
    const cost = Math.round(quantity * price * this.#costRate * 100) / 100;
    this.trades.push({
      id: `t${this.trades.length + 1}`,
      side,
      asset: name,
      quantity,
      price,
      at: `${this.day()}T${time}:00Z`,
      cost,
      ...(limitPrice === undefined ? {} : { limitPrice }),
    });
  }

  /** Assets neither held nor sold today. */
  candidates(): number[] {
    const held = new Set(this.positions.map(({ asset }) => asset));
    return this.market.assets.flatMap((_, asset) => (held.has(asset) || this.#soldToday.has(asset) ? [] : [asset]));
  }

  /** Draws one of `options` with chances proportional to exp(utility). */
  choose<Option>(options: readonly Option[], utility: (option: Option) => number): Option {
    const utilities = Float64Array.from(options, utility);
    const largest = utilities.reduce((most, value) => Math.max(most, value), -Infinity);
    return options[
      chooseWeighted(
        this.stream,
        utilities.map((value) => exp(value - largest)),
      )
    ]!;
  }
}
