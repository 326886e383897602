import { invalidInput } from "../errors.ts";
import { firstRowFrom, parseDate } from "./axis.ts";
import { columnOf, assetPositions, type PanelFrame } from "./frame.ts";

/** New shares for old ones. */
export interface StockSplit {
  readonly kind: "split";
  readonly asset: string;
  /** First ISO day on which the price is that of the new shares. */
  readonly exDate: string;
  /** New shares for one old share: 4 for 4:1, 0.1 for a reverse split 1:10. */
  readonly ratio: number;
}

/** Cash paid on each share. */
export interface CashDividend {
  readonly kind: "dividend";
  readonly asset: string;
  /** First ISO day on which the price is without the dividend. */
  readonly exDate: string;
  /** Paid per share of the ex-date, in the currency of the prices as they were traded. */
  readonly amount: number;
}

/** What a company does to its shares that moves their price without moving their owners' wealth. */
export type CorporateAction = StockSplit | CashDividend;

/** How prices are adjusted for corporate actions. */
export interface AdjustmentOptions {
  /**
   * The day of knowledge: later rows are dropped and actions with a later ex-date are ignored.
   * @defaultValue the last date of the panel
   */
  readonly asOf?: string;
  /**
   * Adjust for dividends as if they were reinvested, or for splits only.
   * @defaultValue "reinvest"
   */
  readonly dividends?: "reinvest" | "ignore";
}

interface ExDay {
  readonly date: string;
  /** Product of the split ratios of the day. */
  ratio: number;
  /** Sum of the dividends of the day, per new share. */
  amount: number;
}

/** Adjusts prices before the ex-dates up to `today`, a day since 1970; the frame itself when nothing applies. */
export function adjustFrame(
  frame: PanelFrame,
  actions: readonly CorporateAction[],
  today: number,
  dividends: "reinvest" | "ignore",
): PanelFrame {
  const exDays = collectExDays(frame, actions, today, dividends);
  if (exDays.size === 0) return frame;
  const values = frame.values.slice();
  for (const [asset, days] of exDays) adjustColumn(frame, values, asset, days);
  return { axis: frame.axis, index: frame.index, assets: frame.assets, values };
}

function adjustColumn(frame: PanelFrame, values: Float64Array, asset: string, days: ReadonlyMap<number, ExDay>): void {
  const columns = frame.assets.length;
  const column = columnOf(frame, asset);
  let factor = 1;
  let end = frame.index.length;
  for (const day of [...days.keys()].sort((a, b) => b - a)) {
    const exDay = days.get(day)!;
    const exRow = firstRowFrom(frame, exDay.date, "exDate");
    for (let row = exRow; row < end; row += 1) values[row * columns + column]! *= factor;
    end = exRow;
    factor *= factorOf(frame, column, exRow, exDay);
  }
  for (let row = 0; row < end; row += 1) values[row * columns + column]! *= factor;
}

/** 1 / ratio for the split, times 1 - dividend / last price before in terms of new shares (CRSP). */
function factorOf(frame: PanelFrame, column: number, exRow: number, { date, ratio, amount }: ExDay): number {
  if (amount === 0) return 1 / ratio;
  const columns = frame.assets.length;
  let before = Number.NaN;
  for (let row = exRow - 1; row >= 0 && Number.isNaN(before); row -= 1) before = frame.values[row * columns + column]!;
  if (Number.isNaN(before)) return 1; // no earlier price, so nothing that the factor would touch
  const price = before / ratio;
  if (amount < price) return (1 / ratio) * (1 - amount / price);
  throw invalidInput(
    "actions",
    `actions: the dividend of ${amount} on "${frame.assets[column]}" on ${date} is not below the price before, ${price}: correct the amount, or the price by the split that is missing`,
    { expected: `an amount below ${price}`, received: String(amount) },
  );
}

function collectExDays(
  frame: PanelFrame,
  actions: readonly CorporateAction[],
  today: number,
  dividends: "reinvest" | "ignore",
): ReadonlyMap<string, Map<number, ExDay>> {
  const assets = assetPositions(frame.assets);
  const exDays = new Map<string, Map<number, ExDay>>();
  actions.forEach((action, i) => {
    const day = checkedDay(action, i);
    if (day > today || !assets.has(action.asset)) return;
    if (action.kind === "dividend" && dividends === "ignore") return;
    const days = exDays.get(action.asset) ?? new Map<number, ExDay>();
    exDays.set(action.asset, days);
    const exDay = days.get(day) ?? { date: action.exDate, ratio: 1, amount: 0 };
    days.set(day, exDay);
    if (action.kind === "split") exDay.ratio *= action.ratio;
    else exDay.amount += action.amount;
  });
  return exDays;
}

function checkedDay(action: CorporateAction, i: number): number {
  const [field, number] = action.kind === "split" ? ["ratio", action.ratio] : ["amount", action.amount];
  const sound = Number.isFinite(number) && (action.kind === "split" ? number > 0 : number >= 0);
  if (!sound) {
    throw invalidInput(
      `actions[${i}].${field}`,
      `actions[${i}].${field}: expected a finite number ${action.kind === "split" ? "> 0" : ">= 0"} for "${action.asset}", was ${number}`,
      { expected: action.kind === "split" ? "> 0" : ">= 0", received: String(number) },
    );
  }
  const { axis, value } = parseDate(action.exDate, `actions[${i}].exDate`);
  if (axis === "day") return value;
  throw invalidInput(
    `actions[${i}].exDate`,
    `actions[${i}].exDate: expected a day, was the instant "${action.exDate}": write ${action.exDate.slice(0, 10)}`,
    { expected: "a day", received: action.exDate },
  );
}
