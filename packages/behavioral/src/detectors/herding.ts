import { normalCdf } from "@plimsoll/numeric";
import type { Evidence } from "../choice-set/evidence.ts";
import { lsvHerding } from "../estimate/lsv-herding.ts";
import { readLocalTime } from "../input/local-time.ts";
import type { Population } from "../score/severity.ts";
import type { Detector, DetectorOptions, Finding } from "./detector.ts";
import { assessed, insufficient, notIdentifiable } from "./finding.ts";

/**
 * Signed herding of an investor: the share of buyers among others above the usual one, seen from the investor's side.
 * Merli & Roger (2013) measure it on French accounts; 50 is set at .05 and investors are taken to differ as much as that.
 */
const population: Population = { mean: 0.05, standardDeviation: 0.05 };
const prior: number = Math.hypot(population.mean, population.standardDeviation);

/**
 * Herding (Lakonishok, Shleifer & Vishny 1992) at the level of the investor (Merli & Roger 2013): over the own trades,
 * weighted by money, whether others of the same period bought what was bought and sold what was sold, more than they
 * bought and sold in general. Errors are clustered by asset and period; the investor is not among the others. LSV's
 * unsigned measure of the assets traded, with its adjustment factor, stands beside it.
 */
export const herding: Detector = {
  key: "herding",
  method: "investor-level herding (Merli & Roger 2013)",
  minimumSampleSize: 30,
  detect,
};

interface Flow {
  readonly from: string;
  readonly until: string;
  readonly buyers: number;
  readonly traders: number;
  /** Share of buyers over all assets of the period. */
  readonly usual: number;
}

function detect(evidence: Evidence, options: DetectorOptions): Finding {
  const flows = flowsOf(evidence);
  if (flows.size === 0) return notIdentifiable(herding, ["peerFlow"]);
  const clusters = new Map<Flow, { signed: number; money: number }>();
  const agreeing: string[] = [];
  let trades = 0;
  for (const { trade, closedQuantity, openedQuantity } of evidence.fills) {
    const flow = flows.get(trade.asset)?.find(({ from, until }) => from <= trade.day && trade.day <= until);
    if (flow === undefined) continue;
    const side = trade.side === "buy" ? 1 : -1;
    const lean = side * (flow.buyers / flow.traders - flow.usual);
    const money = (closedQuantity + openedQuantity) * trade.price;
    const cluster = clusters.get(flow) ?? { signed: 0, money: 0 };
    clusters.set(flow, { signed: cluster.signed + money * lean, money: cluster.money + money });
    if (lean > 0) agreeing.push(trade.id);
    trades += 1;
  }
  let unsigned = 0;
  for (const { buyers, traders, usual } of clusters.keys()) unsigned += lsvHerding(buyers, traders, usual);
  const details = {
    sampleSize: trades,
    evidence: agreeing,
    confounds: ["common-information", "momentum-strategy"],
    counts: {
      agreeingTrades: agreeing.length,
      assetPeriods: clusters.size,
      meanLsvHerding: clusters.size === 0 ? null : unsigned / clusters.size,
    },
  };
  if (trades < herding.minimumSampleSize) return insufficient(herding, details);
  let money = 0;
  let signed = 0;
  let square = 0;
  for (const cluster of clusters.values()) {
    money += cluster.money;
    signed += cluster.signed;
    square += cluster.signed ** 2;
  }
  const effect = signed / money;
  let residual = 0;
  for (const cluster of clusters.values()) residual += (cluster.signed - effect * cluster.money) ** 2;
  // others are as divided in every asset as in general: nobody to follow
  if (square === 0) return insufficient(herding, details);
  const count = clusters.size;
  const estimate = {
    effect,
    standardError: Math.sqrt((residual * count) / Math.max(1, count - 1)) / money,
    pValue: 2 * normalCdf(-Math.abs(signed) / Math.sqrt(square)),
  };
  return assessed(herding, estimate, population, prior, details, options);
}

/** Peer flow by asset, with the usual share of buyers of each period. */
function flowsOf({ context, timeZone }: Evidence): Map<string, Flow[]> {
  const rows = (context.peerFlow ?? []).flatMap(({ asset, from, until, buyers, sellers }, row) => {
    if (buyers + sellers === 0) return [];
    const day = (text: string, field: string): string => readLocalTime(text, `peerFlow[${row}].${field}`, timeZone).day;
    return [{ asset, from: day(from, "from"), until: day(until, "until"), buyers, traders: buyers + sellers }];
  });
  const totals = new Map<string, { buyers: number; traders: number }>();
  for (const { from, until, buyers, traders } of rows) {
    const key = `${from}/${until}`;
    const total = totals.get(key) ?? { buyers: 0, traders: 0 };
    totals.set(key, { buyers: total.buyers + buyers, traders: total.traders + traders });
  }
  const flows = new Map<string, Flow[]>();
  for (const { asset, ...row } of rows) {
    const total = totals.get(`${row.from}/${row.until}`)!;
    const list = flows.get(asset) ?? [];
    flows.set(asset, list);
    list.push({ ...row, usual: total.buyers / total.traders });
  }
  return flows;
}
