import { openPglite, type PgliteStores } from "@plimsoll/adapter-pglite";
import { type BarInterval, barsFromPanel, panelFromBars, PricePanel } from "@plimsoll/core";
import type { Frequency } from "../report/frequency.ts";

/** Prices of one source, which are kept apart from those of others. */
export interface StoredSource {
  readonly source: string;
  readonly prices: PricePanel;
  readonly frequency: Frequency;
}

const INTERVALS: { readonly [Period in Frequency["period"]]: BarInterval } = {
  day: "day",
  week: "week",
  month: "month",
  quarter: "month",
  year: "month",
};

/** Saves prices in the embedded database in `folder` and returns them as the database gives them back. */
export async function throughStore(
  folder: string,
  sources: readonly StoredSource[],
  knownAt: string,
): Promise<{ readonly prices: readonly PricePanel[]; readonly added: number }> {
  const stores = await openPglite(folder);
  try {
    return await saveAndRead(stores, sources, knownAt);
  } finally {
    await stores.close();
  }
}

async function saveAndRead(
  stores: PgliteStores,
  sources: readonly StoredSource[],
  knownAt: string,
): Promise<{ readonly prices: readonly PricePanel[]; readonly added: number }> {
  const prices: PricePanel[] = [];
  let added = 0;
  for (const { source, prices: given, frequency } of sources) {
    const { marketData } = stores.forTenant(source);
    const interval = given.axis === "instant" ? "minute" : INTERVALS[frequency.period];
    added += (await marketData.saveBars(barsFromPanel(given, { interval }), { knownAt })).added;
    const range = { interval, from: given.date(0), to: given.date(given.rows - 1) };
    const bars = await Promise.all(given.assets.map((asset) => marketData.readBars({ asset, ...range })));
    prices.push(sameCells(panelFromBars(bars), given, source));
  }
  return { prices, added };
}

/** The cells of `given` as `stored` has them. The store may know more, from an earlier file; it must not know otherwise. */
function sameCells(stored: PricePanel, given: PricePanel, source: string): PricePanel {
  const rowAt = new Map(Array.from(stored.index, (time, row) => [time, row]));
  const { columns } = given;
  const values = given.values.map((price, cell) => {
    if (Number.isNaN(price)) return price;
    const row = Math.floor(cell / columns);
    const found = stored.values[rowAt.get(given.index[row]!)! * columns + (cell % columns)];
    if (found !== price) throw new Error(`${source}: ${given.date(row)} was stored as ${price} and read as ${found}`);
    return found;
  });
  return PricePanel.of({ dates: { axis: given.axis, index: given.index }, assets: given.assets, values });
}
