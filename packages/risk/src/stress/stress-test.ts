import { invalidInput, type PlimsollError, type TableSpec } from "@plimsoll/core";
import type { FactorModelBase } from "../factors/factor-model-shape.ts";
import { alignWeights, type ReturnPanelLike, type WeightInput } from "../input/return-series.ts";
import type { Conventions } from "../tail/tail-method.ts";
import { factorGains } from "./factor-gains.ts";
import { parseScenario, type StressScenario } from "./scenario.ts";
import { type AttributesByAsset, steppedReturn } from "./stepped-returns.ts";
import { type PricePanelLike, windowPath, windowRows } from "./window-prices.ts";

/** Options of {@link stressTest}. */
export interface StressOptions {
  /** Prices over the window, for historical scenarios. */
  readonly prices?: PricePanelLike;
  /** Durations, exposures, classes and so on by asset, for scenarios of steps. */
  readonly attributes?: AttributesByAsset;
  /**
   * For an asset without prices in the window: the asset of `prices` whose return stands for it.
   * @defaultValue none
   */
  readonly proxies?: Readonly<Record<string, string>>;
  /**
   * An asset with neither price nor proxy (nor shock, nor step that acts on it): an error, or a gain of 0, listed under `unpriced`.
   * @defaultValue "error"
   */
  readonly missing?: "error" | "unchanged";
  /**
   * Days before the ends of a window within which a price still counts as that of the end: 7 for daily prices, 35 for
   * monthly ones.
   * @defaultValue 7
   */
  readonly maximumAge?: number;
  /** Splits the gain by factor: a fitted model, and the factors' own returns over historical windows. */
  readonly factors?: FactorSplit;
}

/** What a gain is split by factor with. */
export interface FactorSplit {
  readonly model: FactorModelBase;
  /** Returns of the model's factors over the window, compounded from its first to its last date. */
  readonly returns: ReturnPanelLike;
}

/** What one factor gained under a historical scenario. */
export interface StressedFactor {
  /** A factor of the model, or `"specific"`: what the factors leave unexplained. */
  readonly factor: string;
  /** Loading of the portfolio; `null` for what is specific. */
  readonly exposure: number | null;
  /** Return of the factor over the window; `null` for what is specific. */
  readonly return: number | null;
  readonly pnl: number;
}

/** Gain of one asset under a scenario. */
export interface StressedAsset {
  readonly asset: string;
  readonly weight: number;
  /** The asset whose prices were used, where it is another. */
  readonly proxy: string | null;
  /** Return of the asset over the scenario. */
  readonly return: number;
  /** weight x return: fraction of the portfolio's value. */
  readonly pnl: number;
}

/** What a scenario does to a portfolio. Fractions of its value at the beginning; losses are negative here, they are gains. */
export interface StressResult {
  readonly scenario: StressScenario;
  /** The dates whose prices were used; `null` for a shock. */
  readonly from: string | null;
  readonly to: string | null;
  /** Gain of the portfolio: the sum over assets. */
  readonly pnl: number;
  readonly byAsset: readonly StressedAsset[];
  /** Sums to `pnl`; `null` without `options.factors`, and for assumed shocks (see `factorStress`). */
  readonly byFactor: readonly StressedFactor[] | null;
  /** Value of the portfolio along the window, 1 at its beginning; `null` for a shock. */
  readonly path: { readonly dates: readonly string[]; readonly values: readonly number[] } | null;
  /** The period with the lowest return on the way; `null` for a shock. */
  readonly worstPeriod: { readonly date: string; readonly return: number } | null;
  /** Largest fall from a maximum on the way, positive; `null` for a shock. */
  readonly maxDrawdown: number | null;
  /** Assets that were held unchanged for want of prices. */
  readonly unpriced: readonly string[];
  readonly conventions: Conventions;
  readonly table: TableSpec;
}

interface Held {
  readonly asset: string;
  readonly weight: number;
}

/** The positions with weight: names come from a record, or from the prices for plain numbers. */
/** The assets with weight; throws `INVALID_INPUT` for weights that aren't finite or have no names. */
export function positions(weights: WeightInput, prices: PricePanelLike | undefined): readonly Held[] {
  const names =
    weights instanceof Float64Array || Array.isArray(weights) ? (prices?.assets ?? null) : Object.keys(weights);
  if (names === null) {
    throw invalidInput(
      "portfolio",
      "portfolio: plain numbers need options.prices to name them: give a record by asset",
    );
  }
  const aligned = alignWeights(weights, names, "portfolio");
  return names.map((asset, i) => ({ asset, weight: aligned[i]! })).filter(({ weight }) => weight !== 0);
}

const lacking = { shock: "shock", steps: "step that acts on it", historical: "price at the beginning" } as const;

function unpricedError(asset: string, scenario: StressScenario): PlimsollError {
  const remedy =
    scenario.kind === "steps"
      ? 'give the attributes that its steps filter by (attributes: { ... }) or hold it unchanged (missing: "unchanged")'
      : scenario.kind === "shock"
        ? "name it in shocks or set others"
        : 'name a proxy (proxies: { ... }) or hold it unchanged (missing: "unchanged")';
  return invalidInput(
    `portfolio.${asset}`,
    `portfolio: "${asset}" has no ${lacking[scenario.kind]} in "${scenario.name}": ${remedy}`,
    { received: asset },
  );
}

/**
 * Gain and loss of a portfolio under one scenario, by asset.
 *
 * `portfolio` holds fractions of value by asset (not restored on the way: shares are held through the window, what the
 * weights leave stays cash). Historical returns are computed from `options.prices` between the closes of the window;
 * missing prices on the way are carried forward. Throws `INVALID_INPUT` where prices don't cover the window, for an
 * asset without price, proxy or shock, and for weights that aren't finite.
 *
 * @example
 * ```ts
 * import { scenarios, stressTest } from "@plimsoll/risk";
 *
 * const crash = scenarios.shock({ name: "equities -30 %", shocks: { stocks: -0.3, bonds: 0.05 } });
 * const { pnl, byAsset } = stressTest({ stocks: 0.6, bonds: 0.4 }, crash);
 * console.log(pnl.toFixed(2), byAsset.map(({ asset, pnl }) => `${asset} ${pnl.toFixed(2)}`).join(", ")); // -0.16 stocks -0.18, bonds 0.02
 * ```
 */
export function stressTest(
  portfolio: WeightInput,
  scenario: StressScenario,
  options: StressOptions = {},
): StressResult {
  const checked = parseScenario(scenario);
  const held = positions(portfolio, options.prices);
  return checked.kind === "historical" ? replayed(held, checked, options) : shocked(held, checked, options);
}

function shocked(
  held: readonly Held[],
  scenario: Exclude<StressScenario, { readonly kind: "historical" }>,
  { missing = "error", attributes = {} }: StressOptions,
): StressResult {
  const unpriced: string[] = [];
  const byAsset = held.map(({ asset, weight }): StressedAsset => {
    const shock = assumedReturn(scenario, asset, attributes);
    if (shock === null) {
      if (missing === "error") throw unpricedError(asset, scenario);
      unpriced.push(asset);
    }
    return { asset, weight, proxy: null, return: shock ?? 0, pnl: weight * (shock ?? 0) };
  });
  const conventions: Conventions =
    scenario.kind === "shock"
      ? { shocks: "assumed" }
      : { shocks: "steps in order, compounded", description: scenario.description };
  return finish({ scenario, from: null, to: null, byAsset, byFactor: null, path: null, unpriced, conventions });
}

/** Return of one asset; `null` where the scenario says nothing of it. */
export function assumedReturn(
  scenario: Exclude<StressScenario, { readonly kind: "historical" }>,
  asset: string,
  attributes: AttributesByAsset,
): number | null {
  const known = Object.hasOwn(attributes, asset) ? attributes[asset] : undefined;
  if (scenario.kind === "steps") return steppedReturn(scenario, asset, known);
  return Object.hasOwn(scenario.shocks, asset) ? scenario.shocks[asset]! : (scenario.others ?? null);
}

function replayed(
  held: readonly Held[],
  scenario: Extract<StressScenario, { readonly kind: "historical" }>,
  { prices, proxies = {}, missing = "error", maximumAge = 7, factors }: StressOptions,
): StressResult {
  if (prices === undefined) {
    throw invalidInput("prices", `prices: "${scenario.name}" is computed from prices: give options.prices`);
  }
  const rows = windowRows(prices, scenario, maximumAge);
  const columns = new Map(prices.assets.map((asset, column) => [asset, column]));
  const pathOf = (asset: string): Float64Array | null => {
    const column = columns.get(asset);
    return column === undefined ? null : windowPath(prices, column, rows, maximumAge);
  };
  const unpriced: string[] = [];
  const values = new Float64Array(rows.to - rows.from + 1).fill(1);
  const byAsset = held.map(({ asset, weight }): StressedAsset => {
    const own = pathOf(asset);
    const proxy = own === null && Object.hasOwn(proxies, asset) ? proxies[asset]! : null;
    const path = own ?? (proxy === null ? null : pathOf(proxy));
    if (path === null) {
      if (missing === "error") throw unpricedError(asset, scenario);
      unpriced.push(asset);
      return { asset, weight, proxy: null, return: 0, pnl: 0 };
    }
    for (let i = 0; i < values.length; i++) values[i]! += weight * (path[i]! - 1);
    const change = path[path.length - 1]! - 1;
    return { asset, weight, proxy, return: change, pnl: weight * change };
  });
  return finish({
    scenario,
    from: prices.dates[rows.from]!,
    to: prices.dates[rows.to]!,
    byAsset,
    byFactor:
      factors === undefined
        ? null
        : factorGains(byAsset, factors, prices.dates[rows.from]!, prices.dates[rows.to]!, maximumAge),
    path: { dates: prices.dates.slice(rows.from, rows.to + 1), values: Array.from(values) },
    unpriced,
    conventions: {
      window: scenario.convention,
      prices: "returns of the given prices between the closes of the window",
      weights: "held through the window, not restored",
      maximumAge,
    },
  });
}

function finish(
  parts: Pick<StressResult, "scenario" | "from" | "to" | "byAsset" | "byFactor" | "path" | "unpriced" | "conventions">,
): StressResult {
  const pnl = parts.byAsset.reduce((sum, asset) => sum + asset.pnl, 0);
  let worstPeriod: StressResult["worstPeriod"] = null;
  let maxDrawdown: number | null = null;
  if (parts.path !== null) {
    const { dates, values } = parts.path;
    let top = values[0]!;
    maxDrawdown = 0;
    for (let i = 1; i < values.length; i++) {
      const change = values[i]! / values[i - 1]! - 1;
      if (worstPeriod === null || change < worstPeriod.return) worstPeriod = { date: dates[i]!, return: change };
      top = Math.max(top, values[i]!);
      maxDrawdown = Math.max(maxDrawdown, 1 - values[i]! / top);
    }
  }
  return { ...parts, pnl, worstPeriod, maxDrawdown, table: assetTable(parts, pnl) };
}

function assetTable(
  { scenario, from, to, byAsset, unpriced }: Pick<StressResult, "scenario" | "from" | "to" | "byAsset" | "unpriced">,
  pnl: number,
): TableSpec {
  return {
    title: `Stress: ${scenario.name}`,
    columns: [
      { key: "asset", label: "Asset" },
      { key: "weight", label: "Weight", format: "percent" },
      { key: "return", label: "Return", format: "percent" },
      { key: "pnl", label: "Gain", format: "percent" },
    ],
    rows: [
      ...byAsset.map(({ asset, weight, proxy, return: change, pnl: gain }) => ({
        asset: proxy === null ? asset : `${asset} (as ${proxy})`,
        weight,
        return: change,
        pnl: gain,
      })),
      { asset: "Portfolio", weight: byAsset.reduce((sum, { weight }) => sum + weight, 0), return: null, pnl },
    ],
    note: [
      scenario.kind === "shock"
        ? "Assumed returns."
        : scenario.kind === "steps"
          ? `${scenario.description}.`
          : `${scenario.description || scenario.name}: closes of ${from} and ${to}.`,
      ...(unpriced.length > 0 ? [`Held unchanged for want of prices: ${unpriced.join(", ")}.`] : []),
    ].join(" "),
  };
}
