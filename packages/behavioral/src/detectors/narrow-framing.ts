import type { Evidence } from "../choice-set/evidence.ts";
import type { Population } from "../score/severity.ts";
import type { Detector, DetectorOptions, Finding } from "./detector.ts";
import { assessed, insufficient, notIdentifiable } from "./finding.ts";

/** In standard deviations of the peers, who by definition stand at nought: one more than they scores 50. */
const population: Population = { mean: 1, standardDeviation: 1 };
const prior = 1;

/** So many peers and a place outside all of theirs has a two-sided p-value of .05. */
const fewestPeers = 39;

/**
 * Narrow framing (Kumar & Lim 2008): deciding trade by trade. Trades that come together, several a day, are a sign of
 * broad framing; the measure is 1 - days / trades. The effect is how many standard deviations it lies below that of
 * peers with as many trades, its p-value the exact one of its place among them.
 */
export const narrowFraming: Detector = {
  key: "narrowFraming",
  method: "trade clustering against peers (Kumar & Lim 2008)",
  minimumSampleSize: 30,
  detect,
};

function detect({ fills, context }: Evidence, options: DetectorOptions): Finding {
  const trades = fills.length;
  const days = new Set(fills.map(({ trade }) => trade.day)).size;
  const own = trades === 0 ? 0 : 1 - days / trades;
  const peers = context.peerTradeClustering ?? [];
  const details = {
    sampleSize: trades,
    confounds: ["order-splitting", "batching"],
    counts: { tradingDays: days, trades, tradeClustering: trades === 0 ? null : own, peers: peers.length },
  };
  if (peers.length < fewestPeers) return notIdentifiable(narrowFraming, ["peerTradeClustering"], details);
  const mean = peers.reduce((sum, value) => sum + value, 0) / peers.length;
  const variance = peers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (peers.length - 1);
  if (variance === 0) return notIdentifiable(narrowFraming, ["peerTradeClustering"], details);
  if (trades < narrowFraming.minimumSampleSize) return insufficient(narrowFraming, details);
  const deviation = Math.sqrt(variance);
  const below = peers.filter((value) => value <= own).length;
  const above = peers.filter((value) => value >= own).length;
  const estimate = {
    effect: (mean - own) / deviation,
    // a day is a new one or not: the binomial error of the own measure, and that of the peers' mean
    standardError: Math.sqrt((own * (1 - own)) / trades / variance + 1 / peers.length),
    pValue: Math.min(1, (2 * (1 + Math.min(below, above))) / (1 + peers.length)),
  };
  const finding = assessed(narrowFraming, estimate, population, prior, details, options);
  return { ...finding, percentile: (100 * above) / peers.length };
}
