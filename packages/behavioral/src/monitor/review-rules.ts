import type { BiasKey } from "../detectors/bias-key.ts";
import type { BehaviorContext } from "../input/behavior-input.ts";
import { readLocalTime } from "../input/local-time.ts";
import type { Trade } from "../input/read-trades.ts";
import type { InvestorProfile } from "../profile/investor-profile.ts";
import type { LiveAccounts } from "./live-account.ts";
import type { PriceMemory } from "./price-memory.ts";

/** What a rule may look at: the trade, and the record before it. */
export interface ReviewScene {
  readonly trade: Trade;
  readonly accounts: LiveAccounts;
  readonly memory: PriceMemory;
  readonly profile: InvestorProfile | null;
  readonly context: BehaviorContext;
  readonly timeZone: string | undefined;
}

/** What in a trade feeds a bias: half a sentence, or `null` when it does not. */
export interface ReviewRule {
  readonly bias: BiasKey;
  readonly feeds: (scene: ReviewScene) => string | null;
}

const percent = (fraction: number): string => `${(100 * fraction).toFixed(1)} %`;
// of the assets observed
const extremeShare = 0.25;
const nearby = 0.01;
/** Yearly turnover of the mean household (Barber & Odean 2000). */
const meanTurnover = 0.75;

/** Whether the trade opens or enlarges a position rather than closing one. */
function opens({ trade, accounts }: ReviewScene): boolean {
  const held = accounts.holding(trade.account, trade.asset);
  return held === undefined ? trade.side === "buy" : (held.sign === 1) === (trade.side === "buy");
}

/** Money of the trade over the investor's median purchase; NaN where that is not known. */
function relativeSize({ trade, profile }: ReviewScene): number {
  return (trade.quantity * trade.price) / (profile?.purchaseSize?.value ?? NaN);
}

/** Values of all positions of the account, the trade's asset at the trade's price. */
function worths({ trade, accounts }: ReviewScene): { readonly asset: string; readonly worth: number }[] {
  return accounts.positions(trade.account).flatMap(({ asset, quantity }) => {
    const price = asset === trade.asset ? trade.price : accounts.price(asset);
    return Number.isNaN(price) ? [] : [{ asset, worth: quantity * price }];
  });
}

/** Place of the asset's month among those of all assets observed, in (0, 1); `null` with fewer than four. */
function monthPlace({ trade, memory }: ReviewScene): { readonly place: number; readonly change: number } | null {
  const changes = memory.monthChanges(trade.instant);
  const change = changes.get(trade.asset);
  if (change === undefined || changes.size < 4) return null;
  let below = 0;
  for (const other of changes.values()) if (other < change) below += 1;
  return { place: (below + 0.5) / changes.size, change };
}

function sizeRule(bias: BiasKey, applies: (scene: ReviewScene) => string | null): ReviewRule {
  return {
    bias,
    feeds: (scene) => {
      const size = relativeSize(scene);
      const when = opens(scene) && size > 1 ? applies(scene) : null;
      return when === null ? null : `it puts ${size.toFixed(1)} times the usual money in ${when}`;
    },
  };
}

/** The rules by bias. The biases that no single trade can feed (those of readings, gambles, batching, inertia) have none. */
export const reviewRules: readonly ReviewRule[] = [
  {
    bias: "disposition",
    feeds: (scene) => {
      const { trade, accounts } = scene;
      const held = accounts.holding(trade.account, trade.asset);
      if (held === undefined || opens(scene)) return null;
      const gain = held.sign * (trade.price / held.averageCost - 1);
      const losers = accounts
        .positions(trade.account)
        .filter(
          ({ asset, sign, averageCost }) => asset !== trade.asset && sign * (accounts.price(asset) - averageCost) < 0,
        );
      if (!(gain > 0) || losers.length === 0) return null;
      return `it takes a gain of ${percent(gain)} while ${losers.length} position${losers.length === 1 ? "" : "s"} at a loss would be kept`;
    },
  },
  {
    bias: "overconfidence",
    feeds: ({ profile }) => {
      const turnover = profile?.turnover?.value;
      if (turnover === undefined || turnover <= meanTurnover) return null;
      return `it adds to a turnover of ${turnover.toFixed(1)} times a year, above the mean household's 0.75`;
    },
  },
  {
    bias: "recency",
    feeds: (scene) => {
      const month = scene.trade.side === "buy" && opens(scene) ? monthPlace(scene) : null;
      if (month === null || month.place < 1 - extremeShare) return null;
      return `it buys one of the last month's best performers (${percent(month.change)})`;
    },
  },
  {
    bias: "gamblersFallacy",
    feeds: (scene) => {
      const month = scene.trade.side === "buy" && opens(scene) ? monthPlace(scene) : null;
      if (month === null || month.place > extremeShare) return null;
      return `it buys one of the last month's worst performers (${percent(month.change)})`;
    },
  },
  {
    bias: "attention",
    feeds: (scene) => {
      if (scene.trade.side !== "buy" || !opens(scene)) return null;
      const moves = scene.memory.lastMoves();
      const move = moves.get(scene.trade.asset);
      if (move === undefined || moves.size < 4) return null;
      let larger = 0;
      for (const other of moves.values()) if (Math.abs(other) > Math.abs(move)) larger += 1;
      return larger / moves.size < 0.1 && move !== 0 ? `it buys what moved most of late (${percent(move)})` : null;
    },
  },
  {
    bias: "herding",
    feeds: ({ trade, context, timeZone }) => {
      const flow = (context.peerFlow ?? [])
        .filter(
          ({ asset, from, until }, row) =>
            asset === trade.asset &&
            readLocalTime(from, `peerFlow[${row}].from`, timeZone).day <= trade.day &&
            readLocalTime(until, `peerFlow[${row}].until`, timeZone).day >= trade.day,
        )
        .at(-1);
      if (flow === undefined || flow.buyers === flow.sellers) return null;
      const along = flow.buyers > flow.sellers === (trade.side === "buy");
      return along ? `it goes with the crowd (${flow.buyers} buyers, ${flow.sellers} sellers)` : null;
    },
  },
  {
    bias: "anchoring",
    feeds: (scene) => {
      const { trade, accounts, memory } = scene;
      const held = accounts.holding(trade.account, trade.asset);
      if (held !== undefined && !opens(scene) && Math.abs(trade.price / held.averageCost - 1) < nearby) {
        return "it closes the position about where it was bought";
      }
      const high = memory.yearHigh(trade.asset, trade.instant);
      return trade.side === "sell" && high > 0 && Math.abs(trade.price / high - 1) < nearby
        ? "it sells about at the 52-week high"
        : null;
    },
  },
  {
    bias: "regretAversion",
    feeds: (scene) => {
      const { trade, accounts } = scene;
      const exit = accounts.exit(trade.account, trade.asset);
      const back = trade.side === "buy" && accounts.holding(trade.account, trade.asset) === undefined;
      if (!back || exit === undefined || !(exit.profit > 0) || !(trade.price < exit.price)) return null;
      return `it buys back what was sold at a gain, ${percent(1 - trade.price / exit.price)} lower`;
    },
  },
  {
    bias: "panicSelling",
    feeds: (scene) => {
      const { trade, accounts } = scene;
      if (trade.side !== "sell" || opens(scene)) return null;
      const { opening } = accounts.day(trade.account, trade.day);
      const before = opening.reduce((sum, { asset, quantity }) => sum + quantity * accounts.price(asset), 0);
      const cost = opening.reduce((sum, { averageCost, quantity }) => sum + quantity * averageCost, 0);
      const now = worths(scene).reduce((sum, { worth }) => sum + worth, 0);
      const left = now - trade.quantity * trade.price;
      if (!(left <= 0.1 * before) || !(before <= 0.9 * cost)) return null;
      return `it leaves ${percent(Math.max(0, left) / before)} of the day's positions, after a loss of ${percent(1 - before / cost)}`;
    },
  },
  sizeRule("revengeTrading", ({ trade, accounts }) =>
    accounts.day(trade.account, trade.day).lastLoss ? "right after a loss" : null,
  ),
  sizeRule("houseMoney", ({ trade, accounts }) =>
    accounts.day(trade.account, trade.day).profit > 0 ? "after the day's gains" : null,
  ),
  sizeRule("breakEven", ({ trade, accounts }) =>
    accounts.day(trade.account, trade.day).profit < 0 ? "while the day is at a loss" : null,
  ),
  {
    bias: "underDiversification",
    feeds: (scene) => {
      if (!opens(scene)) return null;
      const before = worths(scene);
      const added = scene.trade.quantity * scene.trade.price;
      const after = before.some(({ asset }) => asset === scene.trade.asset)
        ? before.map((one) => (one.asset === scene.trade.asset ? { ...one, worth: one.worth + added } : one))
        : [...before, { asset: scene.trade.asset, worth: added }];
      const effective = (list: typeof after): number => {
        const total = list.reduce((sum, { worth }) => sum + worth, 0);
        return total === 0 ? 0 : 1 / list.reduce((sum, { worth }) => sum + (worth / total) ** 2, 0);
      };
      const [was, becomes] = [effective(before), effective(after)];
      // four stocks: the mean household (Goetzmann & Kumar 2008)
      return becomes < was && becomes < 4
        ? `it leaves ${becomes.toFixed(1)} effective positions in place of ${was.toFixed(1)}`
        : null;
    },
  },
  {
    bias: "homeBias",
    feeds: (scene) => {
      const { domicile } = scene.context;
      if (domicile === undefined || !opens(scene)) return null;
      if (domicile.assetCountries[scene.trade.asset] !== domicile.country) return null;
      const list = worths(scene);
      const added = scene.trade.quantity * scene.trade.price;
      const home = list.reduce(
        (sum, { asset, worth }) => (domicile.assetCountries[asset] === domicile.country ? sum + worth : sum),
        added,
      );
      const total = list.reduce((sum, { worth }) => sum + worth, added);
      if (home / total <= domicile.homeMarketShare) return null;
      return `it brings the home share to ${percent(home / total)} against ${percent(domicile.homeMarketShare)} of the world market`;
    },
  },
];
