import { Decimal } from "decimal.js";
import { invalidInput, PlimsollError } from "../errors.ts";
import type { Broker, BrokerFill, BrokerOrder, BrokerOrderState, BrokerOrderStatus } from "../ports/broker.ts";
import { checkName } from "../ports/check-name.ts";
import { timestamp, type Clock } from "../ports/clock.ts";
import { encodeJson } from "../ports/json.ts";
import type { Quote } from "../ports/market-data-source.ts";

/** How a {@link PaperBroker} is made. */
export interface PaperBrokerOptions {
  /** Stamps the fills. */
  readonly clock: Clock;
  /**
   * What the broker takes for a fill, a decimal as text.
   * @defaultValue nothing
   */
  readonly commission?: ((fill: Omit<BrokerFill, "commission">) => string) | undefined;
}

interface Row {
  readonly order: BrokerOrder;
  readonly text: string;
  readonly quantity: Decimal;
  readonly limit: Decimal | undefined;
  filled: Decimal;
  /** Sum of quantity times price over the fills. */
  value: Decimal;
  fills: number;
  state: BrokerOrderState;
}

/** One side of a quote: what is left to trade at its price. */
interface Side {
  readonly price: Decimal;
  size: Decimal;
}

// products of prices and quantities stay exact
const Exact: typeof Decimal = Decimal.clone({ precision: 60 });

/**
 * A {@link Broker} on paper: it fills orders at the quotes that it is given.
 *
 * Buys trade at the ask, sells at the bid, up to the size quoted there; what remains waits for the next quote. Open
 * orders take their turn in the order of placing. A limit order trades only at its limit or better. An order that is to
 * be filled at once gives up what is not. Same orders, quotes and clock, same fills.
 *
 * @example
 * ```ts
 * import { fixedClock, PaperBroker } from "@plimsoll/core";
 *
 * const broker = new PaperBroker({ clock: fixedClock("2024-01-31T15:00:00Z") });
 * broker.quote({ asset: "VTI", time: "2024-01-31T15:00:00Z", bid: "239.9", ask: "240", bidSize: "50", askSize: "30" });
 * const status = await broker.place({ id: "o-1", asset: "VTI", side: "buy", quantity: "40", type: "market" });
 * console.log(status.state, status.filled, status.averagePrice); // partially-filled 30 240
 * ```
 */
export class PaperBroker implements Broker {
  readonly #clock: Clock;
  readonly #commission: NonNullable<PaperBrokerOptions["commission"]>;
  readonly #orders = new Map<string, Row>();
  readonly #open = new Set<Row>();
  readonly #quotes = new Map<string, { readonly bid: Side | undefined; readonly ask: Side | undefined }>();
  readonly #fills: BrokerFill[] = [];

  constructor(options: PaperBrokerOptions) {
    this.#clock = options.clock;
    this.#commission = options.commission ?? (() => "0");
  }

  /**
   * Replaces the quote of an asset and fills what it allows.
   * @throws `INVALID_INPUT` for a price that is not above 0 or a negative size
   */
  quote(quote: Quote): void {
    checkName(quote.asset, "quote.asset");
    const side = (name: "bid" | "ask", price: string | null, size: string | null): Side | undefined =>
      price === null
        ? undefined
        : {
            price: positive(price, `quote.${name}`),
            size: size === null ? new Exact(Infinity) : decimal(size, `quote.${name}Size`),
          };
    this.#quotes.set(quote.asset, {
      bid: side("bid", quote.bid, quote.bidSize),
      ask: side("ask", quote.ask, quote.askSize),
    });
    for (const row of this.#open) if (row.order.asset === quote.asset) this.#match(row);
  }

  async place(order: BrokerOrder): Promise<BrokerOrderStatus> {
    checkName(order.id, "order.id");
    checkName(order.asset, "order.asset");
    const text = encodeJson(order, "order");
    const before = this.#orders.get(order.id);
    if (before !== undefined) {
      if (before.text === text) return statusOf(before);
      throw invalidInput("order.id", `order id "${order.id}" is taken by another order: give new orders new ids`);
    }
    const row = rowOf(order, text);
    this.#orders.set(order.id, row);
    this.#open.add(row);
    this.#match(row);
    if (order.timeInForce === "immediate-or-cancel") this.#close(row);
    return statusOf(row);
  }

  async cancel(orderId: string): Promise<BrokerOrderStatus> {
    const row = this.#find(orderId);
    this.#close(row);
    return statusOf(row);
  }

  async status(orderId: string): Promise<BrokerOrderStatus> {
    return statusOf(this.#find(orderId));
  }

  async openOrders(): Promise<readonly BrokerOrderStatus[]> {
    return Array.from(this.#open, statusOf);
  }

  async *fills(
    options: { readonly after?: number | undefined; readonly orderId?: string | undefined } = {},
  ): AsyncIterable<BrokerFill> {
    const { after = 0, orderId } = options;
    const end = this.#fills.length;
    for (let i = Math.max(0, after); i < end; i++) {
      const fill = this.#fills[i]!;
      if (orderId === undefined || fill.orderId === orderId) yield { ...fill };
    }
  }

  #find(orderId: string): Row {
    const row = this.#orders.get(orderId);
    if (row !== undefined) return row;
    throw new PlimsollError("NOT_FOUND", `no order "${orderId}": it was never placed here`, {
      kind: "order",
      id: orderId,
    });
  }

  #close(row: Row): void {
    if (this.#open.delete(row)) row.state = "cancelled";
  }

  #match(row: Row): void {
    const { order, limit } = row;
    const buys = order.side === "buy";
    const side = this.#quotes.get(order.asset)?.[buys ? "ask" : "bid"];
    if (side === undefined || side.size.isZero()) return;
    if (limit !== undefined && (buys ? side.price.gt(limit) : side.price.lt(limit))) return;
    const quantity = Exact.min(row.quantity.minus(row.filled), side.size);
    const execution: Omit<BrokerFill, "commission"> = {
      id: `${order.id}-${row.fills + 1}`,
      orderId: order.id,
      asset: order.asset,
      side: order.side,
      quantity: quantity.toFixed(),
      price: side.price.toFixed(),
      time: timestamp(this.#clock),
      sequence: this.#fills.length + 1,
    };
    const commission = decimal(this.#commission(execution), "commission");
    side.size = side.size.minus(quantity);
    row.filled = row.filled.plus(quantity);
    row.value = row.value.plus(quantity.times(side.price));
    row.fills++;
    row.state = row.filled.eq(row.quantity) ? "filled" : "partially-filled";
    if (row.state === "filled") this.#open.delete(row);
    this.#fills.push({ ...execution, commission: commission.toFixed() });
  }
}

function rowOf(order: BrokerOrder, text: string): Row {
  const quantity = positive(order.quantity, "order.quantity");
  if ((order.type === "limit") !== (order.limitPrice !== undefined)) {
    const remedy = order.type === "limit" ? "a limit order needs a limitPrice" : "a market order takes no limitPrice";
    throw invalidInput("order.limitPrice", `order "${order.id}": ${remedy}`);
  }
  const limit = order.limitPrice === undefined ? undefined : positive(order.limitPrice, "order.limitPrice");
  const zero = new Exact(0);
  return { order: { ...order }, text, quantity, limit, filled: zero, value: zero, fills: 0, state: "open" };
}

function statusOf(row: Row): BrokerOrderStatus {
  return {
    order: { ...row.order },
    state: row.state,
    filled: row.filled.toFixed(),
    averagePrice: row.filled.isZero() ? null : row.value.div(row.filled).toSignificantDigits(20).toFixed(),
  };
}

function decimal(text: string, argument: string): Decimal {
  if (/^\d+(\.\d+)?$/.test(text)) return new Exact(text);
  throw invalidInput(argument, `${argument}: expected a decimal such as "12.5", from 0, was "${text}"`, {
    received: text,
  });
}

function positive(text: string, argument: string): Decimal {
  const value = decimal(text, argument);
  if (value.gt(0)) return value;
  throw invalidInput(argument, `${argument}: expected a decimal above 0, was "${text}"`, { received: text });
}
