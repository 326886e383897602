import type { PricePanel } from "@plimsoll/core";
import type { PriceRecord } from "./price-history.ts";
import type { TradeRecord } from "./trade-record.ts";

/** A split: `ratio` new units for each old one, from the moment on. Prices and quantities are as they were then. */
export interface SplitRecord {
  readonly asset: string;
  readonly at: string;
  /** > 0; 2 for two for one, .1 for one for ten. */
  readonly ratio: number;
}

/** An asset the investor watched and could have bought, between two days (both included). */
export interface WatchRecord {
  readonly asset: string;
  /** @defaultValue always */
  readonly from?: string | undefined;
  /** @defaultValue always */
  readonly until?: string | undefined;
}

/** Level of the benchmark index. */
export interface LevelRecord {
  readonly at: string;
  readonly price: number;
}

/** Units of an asset traded in the market on a day. */
export interface VolumeRecord {
  readonly asset: string;
  readonly at: string;
  readonly volume: number;
}

/** A day on which an asset was in the news. */
export interface NewsRecord {
  readonly asset: string;
  readonly at: string;
}

/** How many other investors were net buyers and net sellers of an asset over a period of days, both included. */
export interface PeerFlowRecord {
  readonly asset: string;
  readonly from: string;
  readonly until: string;
  /** The investor is not counted. */
  readonly buyers: number;
  readonly sellers: number;
}

/** An item on an asset that stood before the investor, read or not. Items of one `session` compete for attention. */
export interface ReadingRecord {
  readonly at: string;
  readonly session: string;
  readonly asset: string;
  /** What the item says of the asset. */
  readonly stance: "positive" | "negative" | "neutral";
  readonly read: boolean;
}

/** A mixed gamble offered and taken or refused. */
export interface GambleRecord {
  /** > 0. */
  readonly gain: number;
  /** > 0, the amount lost. */
  readonly loss: number;
  /** Chance of the gain.
   * @defaultValue 0.5 */
  readonly probability?: number | undefined;
  readonly accepted: boolean;
}

/** Where the investor lives and where the assets come from. */
export interface Domicile {
  readonly country: string;
  readonly assetCountries: Readonly<Record<string, string>>;
  /** Share of the home country in the world market, in (0, 1). */
  readonly homeMarketShare: number;
}

/** The risky share of all wealth at the end of a period, with the returns of the period. */
export interface RiskyShareRecord {
  readonly at: string;
  /** In [0, 1]. */
  readonly share: number;
  /** Return of the risky part over the period that ends here. */
  readonly riskyReturn: number;
  readonly riskFreeReturn: number;
}

/** What identifies more biases, when there is any of it. */
export interface BehaviorContext {
  readonly splits?: readonly SplitRecord[] | undefined;
  /** The market: a level a day. */
  readonly benchmark?: readonly LevelRecord[] | undefined;
  /** What could have been bought: a watch-list or a market's assets.
   * @defaultValue every asset that has a price */
  readonly universe?: readonly (string | WatchRecord)[] | undefined;
  readonly volumes?: readonly VolumeRecord[] | undefined;
  readonly news?: readonly NewsRecord[] | undefined;
  readonly peerFlow?: readonly PeerFlowRecord[] | undefined;
  readonly readingLog?: readonly ReadingRecord[] | undefined;
  readonly gambles?: readonly GambleRecord[] | undefined;
  readonly domicile?: Domicile | undefined;
  /** Weights of the market portfolio by asset, summing to 1. */
  readonly marketWeights?: Readonly<Record<string, number>> | undefined;
  readonly riskyShares?: readonly RiskyShareRecord[] | undefined;
  /** Kumar & Lim's (2008) clustering, 1 - days / trades, of other investors with as many trades. */
  readonly peerTradeClustering?: readonly number[] | undefined;
}

/** What {@link analyzeBehavior} reads. */
export interface BehaviorInput extends BehaviorContext {
  readonly trades: readonly TradeRecord[];
  /** Prices of the assets: a panel of days or instants, or rows. */
  readonly prices: PricePanel | readonly PriceRecord[];
  /** IANA name of the zone in which times without one are read and days begin. */
  readonly timeZone?: string | undefined;
}
