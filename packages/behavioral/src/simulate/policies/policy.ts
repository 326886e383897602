import type { RandomStream } from "@plimsoll/numeric";
import type { BiasKey } from "../../detectors/bias-key.ts";
import type { PeerFlow } from "../inputs/peer-flow.ts";
import type { MarketVolumes } from "../inputs/volumes.ts";
import type { SimulatedAccount, SimulatedPosition } from "../simulated-account.ts";

/** What a policy may know beside the account. */
export interface PolicyContext {
  /** The policy's own draws. */
  readonly stream: RandomStream;
  /** Positions the investor means to hold. */
  readonly positions: number;
  readonly peerFlow: PeerFlow | null;
  readonly volumes: MarketVolumes | null;
}

/** How an investor departs from chance. Utilities of several behaviours add up. */
export interface Behavior {
  /** Log weight of a position in the choice of what to sell. */
  readonly saleUtility?: (position: SimulatedPosition, account: SimulatedAccount) => number;
  /** Log weight of an asset in the choice of what to buy. */
  readonly purchaseUtility?: (asset: number, account: SimulatedAccount) => number;
  /** Called before a choice, for what all its options share. */
  readonly prepare?: (account: SimulatedAccount) => void;
  /** Trades at every day's close; true when nothing is to be sold by chance that day. */
  readonly act?: (account: SimulatedAccount) => boolean;
  /** Whether the investor is out of the market. */
  readonly away?: () => boolean;
  /** The limit put on a purchase at a price. */
  readonly limitPrice?: (price: number, account: SimulatedAccount) => number;
  /** Factor of the mean days between sales. */
  readonly pace?: number;
  /** Positions to hold instead of those asked for. */
  readonly positions?: number;
  /** Dates of what was planted as events. */
  readonly events?: readonly string[];
}

/** A kind of investor who trades at daily closes. */
export interface Policy {
  /** What `strength` means, with its unbiased value. */
  readonly meaning: string;
  readonly defaultStrength: number;
  /** The strength that plants nothing; strengths are at or above it. */
  readonly unbiased: number;
  /** Biases planted, as detectors name them. */
  readonly biases: readonly BiasKey[];
  /** Inputs the policy acts on or is seen in. */
  readonly inputs?: readonly SimulatedInput[];
  /** Whether assets must differ in volatility and skewness. */
  readonly lotteries?: boolean;
  readonly plant: (strength: number, context: PolicyContext) => Behavior;
}

/** Optional inputs a simulation can make. */
export const simulatedInputs = [
  "benchmark",
  "universe",
  "peerFlow",
  "volumes",
  "news",
  "readingLog",
  "gambles",
  "riskyShares",
] as const;
export type SimulatedInput = (typeof simulatedInputs)[number];
