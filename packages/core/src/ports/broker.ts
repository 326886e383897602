/** An order as a broker takes it. Quantities and prices are decimals as text. */
export interface BrokerOrder {
  /** The caller's id: placing the same id again places nothing. */
  readonly id: string;
  readonly asset: string;
  readonly side: "buy" | "sell";
  /** Above 0. */
  readonly quantity: string;
  readonly type: "market" | "limit";
  /** The worst price to accept; for a limit order, and only for it. */
  readonly limitPrice?: string | undefined;
  /**
   * How long it stands: until it is cancelled, or only for what can be filled at once.
   * @defaultValue "good-till-cancelled"
   */
  readonly timeInForce?: "good-till-cancelled" | "immediate-or-cancel" | undefined;
}

/** Where an order stands. */
export type BrokerOrderState = "open" | "partially-filled" | "filled" | "cancelled";

/** An order seen from outside. */
export interface BrokerOrderStatus {
  readonly order: BrokerOrder;
  readonly state: BrokerOrderState;
  /** Units filled so far. */
  readonly filled: string;
  /** Average price of the fills, exact to 20 digits; `null` before the first. */
  readonly averagePrice: string | null;
}

/** One execution. */
export interface BrokerFill {
  readonly id: string;
  readonly orderId: string;
  readonly asset: string;
  readonly side: "buy" | "sell";
  /** Above 0. */
  readonly quantity: string;
  readonly price: string;
  /** What the broker took for it, at least 0, in the currency of the price. */
  readonly commission: string;
  /** ISO 8601 with zone. */
  readonly time: string;
  /** 1, 2, 3, ... in the order of execution. */
  readonly sequence: number;
}

/**
 * Takes orders and reports what became of them.
 *
 * @throws `INVALID_INPUT` from `place` for a quantity or price that is not above 0, or an id taken by another order
 * @throws `NOT_FOUND` from `cancel` and `status` for an unknown order
 */
export interface Broker {
  /** Hands in an order; placing the same order again returns its status. */
  place(order: BrokerOrder): Promise<BrokerOrderStatus>;
  /** Takes back what is not filled yet; an order that is already at its end stays as it is. */
  cancel(orderId: string): Promise<BrokerOrderStatus>;
  status(orderId: string): Promise<BrokerOrderStatus>;
  /** The orders not yet at their end, in the order of placing. */
  openOrders(): Promise<readonly BrokerOrderStatus[]>;
  /** The fills after a sequence number (0: all), in the order of execution, up to now. */
  fills(options?: {
    readonly after?: number | undefined;
    readonly orderId?: string | undefined;
  }): AsyncIterable<BrokerFill>;
}
