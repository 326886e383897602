/** An allocation request, read and checked: money and shares by asset, in asset order. */
export interface Book {
  readonly assets: readonly string[];
  readonly size: number;
  /** Value of cash and holdings before trading. */
  readonly value: number;
  readonly cash: number;
  readonly cashTarget: number;
  readonly prices: Float64Array;
  /** Money that each asset should be worth. */
  readonly targets: Float64Array;
  readonly lots: Float64Array;
  /** Whole lots held now. */
  readonly heldLots: Float64Array;
  /** Shares held beyond whole lots: they are kept or sold as one. */
  readonly odd: Float64Array;
  /** Whole lots that a position may have. */
  readonly least: Float64Array;
  readonly most: Float64Array;
  readonly fee: FeeSchedule;
  /** Whether cash has to cover the value of all shorts. */
  readonly holdsProceeds: boolean;
}

/** What trading costs; all numbers are at least 0. */
export interface FeeSchedule {
  readonly buyRate: number;
  readonly sellRate: number;
  readonly perShare: number;
  readonly fixed: number;
  readonly minimum: number;
}

/** A choice for each asset: whole lots, and whether the odd shares stay. */
export interface Choice {
  readonly lots: Float64Array;
  readonly keepsOdd: Uint8Array;
}

/** Rounding in sums of money, as a share of the portfolio's value. */
export const moneyRounding = 1e-11;

/** The choice to trade nothing. */
export function holding({ heldLots, odd }: Book): Choice {
  return { lots: heldLots.slice(), keepsOdd: Uint8Array.from(odd, (shares) => (shares === 0 ? 0 : 1)) };
}

/** Shares in so many lots; a lot such as 0.001 is a division, which rounds to the decimal it means. */
export function sharesIn(book: Book, asset: number, lots: number, keepsOdd: boolean): number {
  const lot = book.lots[asset]!;
  const parts = Math.round(1 / lot);
  const whole = lot < 1 && Math.abs(parts * lot - 1) < 1e-12 ? lots / parts : lots * lot;
  return whole + (keepsOdd ? book.odd[asset]! : 0) + 0;
}

/** Shares held now. */
export function heldShares(book: Book, asset: number): number {
  return sharesIn(book, asset, book.heldLots[asset]!, book.odd[asset] !== 0);
}

/** The fee on a trade of some shares of one asset. */
export function feeOn({ fee, prices }: Book, asset: number, traded: number): number {
  if (traded === 0) return 0;
  const size = Math.abs(traded);
  const rate = traded > 0 ? fee.buyRate : fee.sellRate;
  return fee.fixed + Math.max(fee.minimum, rate * size * prices[asset]! + fee.perShare * size);
}

/** Whether anything costs a fee. */
export function hasFees({ fee }: Book): boolean {
  return fee.buyRate > 0 || fee.sellRate > 0 || fee.perShare > 0 || fee.fixed > 0 || fee.minimum > 0;
}

/** What one asset's position contributes, in money. */
export interface Entry {
  /** |value - target| */
  readonly deviation: number;
  readonly fee: number;
  /** What trading it takes from the cash, fee included. */
  readonly spent: number;
  /** Value of the short position, 0 for longs. */
  readonly short: number;
}

/** What a position of so many shares contributes. */
export function entryOf(book: Book, asset: number, shares: number): Entry {
  const price = book.prices[asset]!;
  const traded = shares - heldShares(book, asset);
  const fee = feeOn(book, asset, traded);
  return {
    deviation: Math.abs(shares * price - book.targets[asset]!),
    fee,
    spent: traded * price + fee,
    short: Math.max(0, -shares * price),
  };
}

/** What a whole allocation comes to, in money. */
export interface Totals {
  readonly cash: number;
  readonly fees: number;
  readonly shorts: number;
  /** sum |value_i - target_i| + |cash + fees - cash target| + fees */
  readonly objective: number;
}

/**
 * Adds up an allocation. What isn't invested is cash and fees together: else a fee would be free wherever it takes cash
 * that nobody wants.
 */
export function totalsOf(book: Book, shares: Float64Array): Totals {
  let cash = book.cash;
  let fees = 0;
  let shorts = 0;
  let deviations = 0;
  for (let i = 0; i < book.size; i += 1) {
    const entry = entryOf(book, i, shares[i]!);
    cash -= entry.spent;
    fees += entry.fee;
    shorts += entry.short;
    deviations += entry.deviation;
  }
  return { cash, fees, shorts, objective: deviations + Math.abs(cash + fees - book.cashTarget) + fees };
}

/** The shares that a choice comes to. */
export function sharesOf(book: Book, { lots, keepsOdd }: Choice): Float64Array {
  return lots.map((count, i) => sharesIn(book, i, count, keepsOdd[i] === 1));
}

/** Cash beyond what must stay. */
export function spareCash(book: Book, totals: { readonly cash: number; readonly shorts: number }): number {
  return totals.cash - (book.holdsProceeds ? totals.shorts : 0);
}
