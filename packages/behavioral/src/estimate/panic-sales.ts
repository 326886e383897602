import type { DailyAccount } from "../choice-set/daily-account.ts";

/** A panic sale: nearly all equity gone within a month, mostly by trades. */
export interface PanicSale {
  /** First day on which the condition held, and the day a month before. */
  readonly day: string;
  readonly since: string;
  /** Value of the positions a month before and on the day. */
  readonly valueBefore: number;
  readonly valueAfter: number;
  /** Money taken out by trades in between. */
  readonly netSold: number;
  /** Day on which half of the value was back and half of what was sold bought again; null if it never came. */
  readonly returned: string | null;
}

const dayLength = 86_400_000;
const month = 30;

/**
 * Panic sales by the rule of Elkind, Kaminski, Lo, Siah & Wong (2022): the equity of an account declines by 90 % over the
 * course of one month (30 days), and half of the decline or more is due to trades. One sale lasts until the investor is
 * back: half of the value before, and purchases of half of what was sold.
 */
export function panicSales({ days, values, netInvested, bought }: DailyAccount): readonly PanicSale[] {
  const instants = days.map((day) => Date.parse(day));
  const sales: { -readonly [Key in keyof PanicSale]: PanicSale[Key] }[] = [];
  let from = -1;
  let invested = 0;
  let open: (typeof sales)[number] | undefined;
  let boughtBack = 0;
  for (let row = 0; row < days.length; row++) {
    invested += netInvested[row]!;
    // `from` is the last day at least a month back, `invested` the money put in after it
    while (from + 1 < row && instants[from + 1]! <= instants[row]! - month * dayLength)
      invested -= netInvested[++from]!;
    if (open !== undefined) {
      boughtBack += bought[row]!;
      if (values[row]! >= 0.5 * open.valueBefore && boughtBack >= 0.5 * open.netSold) {
        open.returned = days[row]!;
        open = undefined;
      }
      continue;
    }
    if (from < 0) continue;
    const before = values[from]!;
    const after = values[row]!;
    if (!(before > 0) || after > 0.1 * before || -invested < 0.5 * (before - after)) continue;
    open = {
      day: days[row]!,
      since: days[from]!,
      valueBefore: before,
      valueAfter: after,
      netSold: -invested,
      returned: null,
    };
    boughtBack = 0;
    sales.push(open);
  }
  return sales;
}
