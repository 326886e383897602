import { anchoring } from "./anchoring.ts";
import { attentionBuyer } from "./attention-buyer.ts";
import { bandRebalancer } from "./band-rebalancer.ts";
import { calendarRebalancer } from "./calendar-rebalancer.ts";
import { confirmationSeeker } from "./confirmation-seeker.ts";
import { contrarian } from "./contrarian.ts";
import { disposition } from "./disposition.ts";
import { extrapolator } from "./extrapolator.ts";
import { herder } from "./herder.ts";
import { inert } from "./inert.ts";
import { lossAverse } from "./loss-averse.ts";
import { lotteryPlayer } from "./lottery-player.ts";
import { momentum } from "./momentum.ts";
import { overtrader } from "./overtrader.ts";
import { panicSeller } from "./panic-seller.ts";
import type { Policy } from "./policy.ts";
import { random } from "./random.ts";
import { rebalancer } from "./rebalancer.ts";
import { regret } from "./regret.ts";
import { taxSeller } from "./tax-seller.ts";
import { underDiversified } from "./under-diversified.ts";
import { vShapeSeller } from "./v-shape-seller.ts";

/** A kind of investor who trades at daily closes. */
export type PolicyKind =
  | "random"
  | "rebalancer"
  | "band-rebalancer"
  | "calendar-rebalancer"
  | "v-shape-seller"
  | "tax-seller"
  | "momentum"
  | "disposition"
  | "extrapolator"
  | "contrarian"
  | "herder"
  | "attention-buyer"
  | "regret"
  | "anchoring"
  | "overtrader"
  | "panic-seller"
  | "lottery-player"
  | "under-diversified"
  | "confirmation-seeker"
  | "loss-averse"
  | "inert";

/** The policies of investors who trade at daily closes, by kind: the one place that lists them. */
export const policies: Readonly<Record<PolicyKind, Policy>> = {
  random,
  rebalancer,
  "band-rebalancer": bandRebalancer,
  "calendar-rebalancer": calendarRebalancer,
  "v-shape-seller": vShapeSeller,
  "tax-seller": taxSeller,
  momentum,
  disposition,
  extrapolator,
  contrarian,
  herder,
  "attention-buyer": attentionBuyer,
  regret,
  anchoring,
  overtrader,
  "panic-seller": panicSeller,
  "lottery-player": lotteryPlayer,
  "under-diversified": underDiversified,
  "confirmation-seeker": confirmationSeeker,
  "loss-averse": lossAverse,
  inert,
};
