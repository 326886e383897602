/** One trade of a backtest. */
export interface BacktestTrade {
  readonly date: string;
  readonly asset: string;
  /** Signed units: negative sells. */
  readonly quantity: number;
  readonly price: number;
  /** quantity x price. */
  readonly value: number;
  readonly cost: number;
}

/** One rebalance of a backtest. */
export interface BacktestRebalance {
  /** The row whose close the strategy had seen. */
  readonly signalDate: string;
  /** The later row at whose prices it traded. */
  readonly date: string;
  /** Number of that row in the panel. */
  readonly row: number;
  readonly valueBefore: number;
  /** Value before less cost. */
  readonly valueAfter: number;
  readonly cost: number;
  /** Sum of |value| over its trades. */
  readonly traded: number;
  /** Half of `traded` over the value before: half the 1-norm of the change of weights. */
  readonly turnover: number;
  /** Below 1 where positions without a price left too little cash for the targets. */
  readonly scale: number;
  /** Assets whose position or target had to wait for a price. */
  readonly untradable: readonly string[];
  /** Whether nothing was held before. */
  readonly first: boolean;
}

/** A decision whose trade would fall after the last row. */
export interface OpenDecision {
  readonly signalDate: string;
  readonly targets: Readonly<Record<string, number>>;
}
