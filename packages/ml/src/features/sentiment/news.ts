import type { Feature } from "../feature.ts";
import { overPositive } from "../point-in-time/of-row.ts";
import type { SentimentRow } from "./headlines.ts";
import { overRows, type SentimentWindow } from "./over-rows.ts";

type News<Kind extends string> = Feature<SentimentRow, Kind, SentimentWindow>;

/** Weighted mean score of the headlines of `window` rows: `"sentiment-1"` is that of the day; NaN without headlines. */
export const sentiment: News<"sentiment"> = overRows({
  kind: "sentiment",
  title: "Mean score of headlines",
  source: "Tetlock (2007)",
  window: 1,
  inputs: ["total", "weight"],
  value: ({ all }) => overPositive(all.total, all.weight),
});

/** (good - bad) / (good + bad) headlines of `window` rows: `"sentiment-balance-5"`; NaN where there are neither. */
export const sentimentBalance: News<"sentiment-balance"> = overRows({
  kind: "sentiment-balance",
  title: "Balance of good and bad headlines",
  source: "Antweiler & Frank (2004), bullishness",
  window: 5,
  inputs: ["positive", "negative"],
  value: ({ all }) => overPositive(all.positive - all.negative, all.positive + all.negative),
});

/** Weighted standard deviation (1/n) of the scores of `window` rows: `"sentiment-dispersion-5"`; NaN without headlines. */
export const sentimentDispersion: News<"sentiment-dispersion"> = overRows({
  kind: "sentiment-dispersion",
  title: "Disagreement of headlines",
  source: "Antweiler & Frank (2004), agreement",
  window: 5,
  inputs: ["squares", "total", "weight"],
  value: ({ all }) =>
    Math.sqrt(Math.max(0, overPositive(all.squares, all.weight) - overPositive(all.total, all.weight) ** 2)),
});

/** Mean score of the day less that of the `window` - 1 rows before: `"sentiment-surprise-21"`; NaN where either has no headlines. */
export const sentimentSurprise: News<"sentiment-surprise"> = overRows({
  kind: "sentiment-surprise",
  title: "Mean score of the day beyond that of the days before",
  source: "Tetlock, Saar-Tsechansky & Macskassy (2008), standardised by the past",
  window: 21,
  minimum: 2,
  inputs: ["total", "weight"],
  value: ({ now, all }) =>
    overPositive(now.total, now.weight) - overPositive(all.total - now.total, all.weight - now.weight),
});

/** Headlines of `window` rows: `"news-count-1"`. */
export const newsCount: News<"news-count"> = overRows({
  kind: "news-count",
  title: "Number of headlines",
  source: "Barber & Odean (2008), attention",
  window: 1,
  inputs: ["count"],
  value: ({ all }) => all.count,
});

/** Headlines of the day over the mean of `window` rows, its own included: `"news-intensity-21"`; NaN without any. */
export const newsIntensity: News<"news-intensity"> = overRows({
  kind: "news-intensity",
  title: "Headlines of the day over their mean",
  source: "Barber & Odean (2008), attention",
  window: 21,
  minimum: 2,
  inputs: ["count"],
  value: ({ now, all, size }) => overPositive(now.count, all.count / size),
});
