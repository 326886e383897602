import type * as z from "zod";
import type { PanelRecord } from "../panel/from-records.ts";
import { PricePanel } from "../panel/price-panel.ts";

/** One price that a cleaning changed or removed. */
export interface Repair {
  /** The kind of the rule that did it. */
  readonly rule: string;
  readonly asset: string;
  readonly date: string;
  /** `null` = missing. */
  readonly before: number | null;
  /** `null` = missing, or gone with its row, asset or record. */
  readonly after: number | null;
  /** Whether the price was changed in place, or removed with its row, asset or record. */
  readonly effect: "changed" | "removed";
}

/** Prices with the repairs that led to them. */
export interface Cleaned<Prices> {
  readonly prices: Prices;
  readonly repairs: readonly Repair[];
}

/** A rule that works on a panel: the recipe that the files in `rules/` follow. */
export interface PanelRule<Rule> {
  readonly schema: z.ZodType<Rule>;
  readonly apply: (panel: PricePanel, rule: Rule) => Cleaned<PricePanel>;
}

/** A rule that works on raw records. */
export interface RecordRule<Rule> {
  readonly schema: z.ZodType<Rule>;
  readonly applyToRecords: (records: readonly PanelRecord[], rule: Rule) => Cleaned<readonly PanelRecord[]>;
}

/** Sets one price; NaN = missing. */
export type SetPrice = (row: number, column: number, price: number) => void;

/** Runs `edit` on a copy of the prices and reports what it changed; without a change, the panel itself. */
export function editPrices(panel: PricePanel, rule: string, edit: (set: SetPrice) => void): Cleaned<PricePanel> {
  let values: Float64Array | undefined;
  const repairs: Repair[] = [];
  edit((row, column, price) => {
    values ??= panel.values.slice();
    const cell = row * panel.columns + column;
    const [before, after] = [nullable(values[cell]!), nullable(price)];
    values[cell] = price;
    repairs.push({ rule, asset: panel.assets[column]!, date: panel.date(row), before, after, effect: "changed" });
  });
  if (values === undefined) return { prices: panel, repairs };
  return { prices: PricePanel.of({ dates: panel, assets: panel.assets, values }), repairs };
}

/** The repair of a price that goes with its row or asset; none for a missing one. */
export function removal(panel: PricePanel, rule: string, row: number, column: number): Repair[] {
  const before = nullable(panel.values[row * panel.columns + column]!);
  if (before === null) return [];
  return [{ rule, asset: panel.assets[column]!, date: panel.date(row), before, after: null, effect: "removed" }];
}

/** NaN as `null`. */
export function nullable(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
