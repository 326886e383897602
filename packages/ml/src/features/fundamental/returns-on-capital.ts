import type { Feature, FeatureState } from "../feature.ts";
import { choice } from "../parameter.ts";
import { overPositive } from "../point-in-time/of-row.ts";
import type { FundamentalRow } from "./fundamental-row.ts";

/** What income is divided by. */
export interface CapitalBase {
  /** The mean of now and a year ago, or what stands now. */
  readonly base: "average" | "latest";
}

class ReturnOnCapital implements FeatureState<FundamentalRow> {
  private readonly capital: "equity" | "totalAssets";
  private readonly base: "average" | "latest";

  constructor(capital: "equity" | "totalAssets", base: "average" | "latest") {
    this.capital = capital;
    this.base = base;
  }

  update(row: FundamentalRow, out: Float64Array, at: number): void {
    const now = row[this.capital];
    const capital = this.base === "latest" ? now : (now + row[`${this.capital}YearAgo`]) / 2;
    out[at] = overPositive(row.netIncome, capital);
  }
}

function returnOn<Kind extends string>(
  kind: Kind,
  title: string,
  capital: "equity" | "totalAssets",
): Feature<FundamentalRow, Kind, CapitalBase> {
  return {
    kind,
    title,
    source: "DuPont analysis",
    parameters: { base: choice("average", ["average", "latest"]) },
    inputs: ({ base }) =>
      base === "latest" ? ["netIncome", capital] : ["netIncome", capital, `${capital}YearAgo` as const],
    outputs: [""],
    lookback: () => 0,
    memory: "window",
    start: ({ base }) => new ReturnOnCapital(capital, base),
  };
}

/** Net income of twelve months over equity, the mean of now and a year ago or `"return-on-equity-latest"`; NaN for equity that is not above 0. */
export const returnOnEquity: Feature<FundamentalRow, "return-on-equity", CapitalBase> = returnOn(
  "return-on-equity",
  "Net income over equity",
  "equity",
);

/** Net income of twelve months over total assets, the mean of now and a year ago or `"return-on-assets-latest"`. */
export const returnOnAssets: Feature<FundamentalRow, "return-on-assets", CapitalBase> = returnOn(
  "return-on-assets",
  "Net income over total assets",
  "totalAssets",
);
