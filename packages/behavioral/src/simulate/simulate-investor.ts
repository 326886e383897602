import { PlimsollError, type PricePanel } from "@plimsoll/core";
import { RandomStream } from "@plimsoll/numeric";
import type { BiasKey } from "../detectors/bias-key.ts";
import type {
  GambleRecord,
  LevelRecord,
  NewsRecord,
  PeerFlowRecord,
  ReadingRecord,
  RiskyShareRecord,
  VolumeRecord,
} from "../input/behavior-input.ts";
import type { TradeRecord } from "../input/trade-record.ts";
import { dayTraders, type DayTraderKind } from "./day-traders/table.ts";
import { gamblesOf } from "./inputs/gambles.ts";
import { PeerFlow } from "./inputs/peer-flow.ts";
import { readingSession } from "./inputs/reading-log.ts";
import { riskySharesOf } from "./inputs/risky-shares.ts";
import { MarketVolumes } from "./inputs/volumes.ts";
import { isoDay } from "./iso-day.ts";
import { Market } from "./market.ts";
import { type CompleteOptions, type InvestorKind, readOptions, type SimulateInvestorOptions } from "./options.ts";
import type { Behavior, Policy, SimulatedInput } from "./policies/policy.ts";
import { policies, type PolicyKind } from "./policies/table.ts";
import { simulateDayTrader } from "./simulate-day-trader.ts";
import { SimulatedAccount, type SimulatedPosition } from "./simulated-account.ts";

/** What was planted. */
export interface PlantedTruth {
  readonly kind: InvestorKind;
  readonly strength: number;
  /** The biases planted; empty for an investor who has none. */
  readonly biases: readonly BiasKey[];
  /** Strength by kind, more than one for `"mixed"`. */
  readonly traits: Readonly<Partial<Record<PolicyKind, number>>>;
  /** ISO dates of planted events, such as panics. */
  readonly events: readonly string[];
}

/** A simulated investor: a valid input of {@link analyzeBehavior} as it stands, and the truth behind it. */
export interface SimulatedInvestor {
  readonly trades: readonly TradeRecord[];
  readonly prices: PricePanel;
  readonly truth: PlantedTruth;
  readonly benchmark?: readonly LevelRecord[];
  readonly universe?: readonly string[];
  readonly peerFlow?: readonly PeerFlowRecord[];
  readonly volumes?: readonly VolumeRecord[];
  readonly news?: readonly NewsRecord[];
  readonly readingLog?: readonly ReadingRecord[];
  readonly gambles?: readonly GambleRecord[];
  readonly riskyShares?: readonly RiskyShareRecord[];
}

/** Trading days of prices before the first trade, for what looks back a year. */
const warmUp = 252;
/** Money put into each of the first positions. */
const stake = 10_000;
/** Trading days a sale may take on average before the kind is taken to have stopped. */
const longestWait = 1000;
const gambleCount = 40;
const riskyShareCount = 48;

/**
 * An investor with a planted bias, or none: prices, trades, the other inputs of the kind, and the truth.
 *
 * Prices follow a market model: daily market volatility 1 %, own volatility 2 %, beta .9. Investors hold `positions`
 * assets, sell one after waits of mean `meanGap` trading days, by a logit over the positions, and buy another, by a logit
 * over the assets not held; rebalancers and day traders follow their own clock. Bit-identical for a seed on every engine.
 * Weekdays only, prices to the cent, trades at the day's price.
 *
 * @throws `INVALID_INPUT` for an option out of range; `NOT_CONVERGED` when the kind does not reach `sales` days with a
 * sale, as a rebalancer whose band is never left.
 *
 * @example
 * ```ts
 * import { analyzeBehavior, simulateInvestor } from "@plimsoll/behavioral";
 *
 * const { trades, prices, truth } = simulateInvestor({ kind: "disposition", strength: 4, sales: 100, seed: 1 });
 * const { disposition } = analyzeBehavior({ trades, prices }).biases;
 * console.log(truth.biases.join(), disposition.status, disposition.effect! > 0); // disposition ok true
 * ```
 */
export function simulateInvestor(options: SimulateInvestorOptions): SimulatedInvestor {
  const complete = readOptions(options);
  const stream = RandomStream.of(complete.seed).substream(complete.kind);
  return complete.kind in dayTraders ? dayTraderOf(complete, stream) : investorOf(complete, stream);
}

const startDay = (start: string): number => Date.parse(`${start}T00:00:00Z`) / 86_400_000;

function dayTraderOf(options: CompleteOptions, stream: RandomStream): SimulatedInvestor {
  const trader = dayTraders[options.kind as DayTraderKind];
  const { kind, strength } = options;
  const simulated = simulateDayTrader(
    trader,
    strength,
    { ...options, assets: Math.min(options.assets, 6), start: startDay(options.start) },
    stream,
  );
  const biased = strength !== trader.unbiased;
  return { ...simulated, truth: { kind, strength, biases: biased ? trader.biases : [], traits: {}, events: [] } };
}

function investorOf(options: CompleteOptions, stream: RandomStream): SimulatedInvestor {
  const traits = Object.entries(options.traits) as [PolicyKind, number][];
  const planted = traits.map(([kind]): Policy => policies[kind]);
  const inputs = new Set<SimulatedInput>([...options.inputs, ...planted.flatMap(({ inputs = [] }) => inputs)]);
  const lotteries = planted.some((policy) => policy.lotteries === true);
  const market = new Market(
    stream.substream("prices"),
    startDay(options.start),
    options.assets,
    options.market,
    lotteries,
  );
  const peerFlow = inputs.has("peerFlow") ? new PeerFlow(market, stream.substream("peers")) : null;
  const volumes =
    inputs.has("volumes") || inputs.has("news") ? new MarketVolumes(market, stream.substream("volumes")) : null;
  const behaviors = traits.map(([kind, strength]) =>
    policies[kind].plant(strength, {
      stream: stream.substream("policy").substream(kind),
      positions: options.positions,
      peerFlow,
      volumes,
    }),
  );
  const account = new SimulatedAccount(market, stream.substream("choices"), options.costRate);
  const readings: ReadingRecord[] = [];
  const reading = stream.substream("reading");
  const readingOdds = options.traits["confirmation-seeker"] ?? 1;
  run(options, account, behaviors, {
    step: () => volumes?.step(),
    traded: () => {
      if (inputs.has("readingLog")) readings.push(...readingSession(account, reading, readingOdds));
    },
  });
  const firstDay = market.days[warmUp]!;
  const { trades } = account;
  return {
    trades,
    prices: market.panel(),
    truth: {
      kind: options.kind,
      strength: options.strength,
      biases: traits.flatMap(([kind, strength]): readonly BiasKey[] =>
        strength === policies[kind].unbiased ? [] : policies[kind].biases,
      ),
      traits: options.traits,
      events: behaviors.flatMap(({ events = [] }) => events),
    },
    ...(inputs.has("benchmark") && {
      benchmark: market.levels.map((price, day) => ({ at: isoDay(market.days[day]!), price })),
    }),
    ...(inputs.has("universe") && { universe: market.assets }),
    ...(peerFlow !== null && { peerFlow: peerFlow.records(warmUp) }),
    ...(inputs.has("volumes") && { volumes: volumes!.volumeRecords() }),
    ...(inputs.has("news") && { news: volumes!.newsRecords() }),
    ...(inputs.has("readingLog") && { readingLog: readings }),
    ...(inputs.has("gambles") && {
      gambles: gamblesOf(stream.substream("gambles"), gambleCount, options.traits["loss-averse"] ?? 1),
    }),
    ...(inputs.has("riskyShares") && {
      riskyShares: riskySharesOf(
        stream.substream("risky-shares"),
        riskyShareCount,
        firstDay,
        options.traits.inert ?? 0,
      ),
    }),
  };
}

/** Day by day until there are as many days with a sale as asked for. */
function run(
  options: CompleteOptions,
  account: SimulatedAccount,
  behaviors: readonly Behavior[],
  watch: { readonly step: () => void; readonly traded: () => void },
): void {
  const { market, stream } = account;
  const positions = behaviors.reduce((count, behavior) => behavior.positions ?? count, options.positions);
  const meanGap = behaviors.reduce((gap, { pace = 1 }) => gap * pace, options.meanGap);
  const wait = (): number => Math.max(1, Math.round(meanGap * stream.exponential()));
  watch.step();
  while (market.today < warmUp) {
    market.step();
    watch.step();
  }
  account.startDay();
  account.cash = stake * positions;
  fill(options, account, behaviors, positions);
  let gap = wait();
  const limit = warmUp + longestWait * options.sales;
  while (account.saleDays < options.sales) {
    if (market.today > limit) {
      throw new PlimsollError(
        "NOT_CONVERGED",
        `a "${options.kind}" investor had ${account.saleDays} days with a sale in ${market.today} trading days: ask for fewer sales or another strength`,
        { iterations: market.today, residual: options.sales - account.saleDays, tolerance: 0 },
      );
    }
    market.step();
    watch.step();
    account.startDay();
    const before = account.trades.length;
    const acted = behaviors.some(({ act }) => act?.(account) === true);
    if (!acted && --gap <= 0) {
      sellOne(account, behaviors);
      gap = wait();
    }
    // the panicked stay away; everyone else is invested again by the evening
    if (!behaviors.some(({ away }) => away?.() === true)) fill(options, account, behaviors, positions);
    if (account.trades.length > before) watch.traded();
  }
}

function sellOne(account: SimulatedAccount, behaviors: readonly Behavior[]): void {
  for (const { prepare } of behaviors) prepare?.(account);
  const utility = (position: SimulatedPosition): number =>
    behaviors.reduce((sum, { saleUtility }) => sum + (saleUtility?.(position, account) ?? 0), 0);
  account.sell(account.choose(account.positions, utility));
}

/** Buys until the investor holds as many positions as meant. */
function fill(
  options: CompleteOptions,
  account: SimulatedAccount,
  behaviors: readonly Behavior[],
  count: number,
): void {
  while (account.positions.length < count) {
    for (const { prepare } of behaviors) prepare?.(account);
    const utility = (asset: number): number =>
      behaviors.reduce((sum, { purchaseUtility }) => sum + (purchaseUtility?.(asset, account) ?? 0), 0);
    const asset = account.choose(account.candidates(), utility);
    const price = account.market.price(asset);
    const limits = behaviors.flatMap(({ limitPrice }) => limitPrice?.(price, account) ?? []);
    const money = options.sizing === "fixed" ? stake : account.cash / (count - account.positions.length);
    account.buy(asset, money, limits[0]);
  }
}
