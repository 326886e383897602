import type { Feature, FeatureFamily, RequestOf } from "../feature.ts";
import { sentimentDecay, sentimentMomentum } from "./decay.ts";
import type { SentimentRow } from "./headlines.ts";
import {
  newsCount,
  newsIntensity,
  sentiment,
  sentimentBalance,
  sentimentDispersion,
  sentimentSurprise,
} from "./news.ts";

/** A request for a sentiment feature, as JSON. */
export type SentimentFeature =
  | RequestOf<typeof sentiment>
  | RequestOf<typeof sentimentBalance>
  | RequestOf<typeof sentimentDispersion>
  | RequestOf<typeof sentimentSurprise>
  | RequestOf<typeof newsCount>
  | RequestOf<typeof newsIntensity>
  | RequestOf<typeof sentimentDecay>
  | RequestOf<typeof sentimentMomentum>;

/** Every sentiment feature: names, tests and docs are made from this table. */
export const sentimentTable: readonly Feature<SentimentRow>[] = Object.freeze([
  sentiment,
  sentimentBalance,
  sentimentDispersion,
  sentimentSurprise,
  newsCount,
  newsIntensity,
  sentimentDecay,
  sentimentMomentum,
]);

/** The family of sentiment features, which read {@link SentimentRow}s. */
export const sentimentFamily: FeatureFamily<SentimentRow> = {
  name: "sentiment",
  inputs: ["count", "weight", "total", "squares", "positive", "negative"],
  features: sentimentTable,
};
