import type { Feature, FeatureState } from "../feature.ts";
import { real } from "../parameter.ts";
import type { SentimentRow } from "./headlines.ts";

/** Mean score whose past fades by half in every half-life. */
class Faded {
  private readonly decay: number;
  private total = 0;
  private weight = 0;

  constructor(halfLife: number) {
    this.decay = 0.5 ** (1 / halfLife);
  }

  next({ total, weight }: SentimentRow): number {
    this.total = this.decay * this.total + total;
    this.weight = this.decay * this.weight + weight;
    return this.weight > 0 ? this.total / this.weight : NaN;
  }
}

/** The parameter of {@link sentimentDecay}. */
export interface SentimentDecayParameters {
  /** In rows. */
  readonly halfLife: number;
}

class SentimentDecay implements FeatureState<SentimentRow> {
  private readonly faded: Faded;

  constructor(halfLife: number) {
    this.faded = new Faded(halfLife);
  }

  update(row: SentimentRow, out: Float64Array, at: number): void {
    out[at] = this.faded.next(row);
  }
}

/** Mean score of all headlines so far, weights halved in every half-life: `"sentiment-decay-5"`; rows without headlines keep it. */
export const sentimentDecay: Feature<SentimentRow, "sentiment-decay", SentimentDecayParameters> = {
  kind: "sentiment-decay",
  title: "Mean score of headlines, fading with age",
  source: "exponential weights by half-life",
  parameters: { halfLife: real(5, 0.1) },
  inputs: () => ["total", "weight"],
  outputs: [""],
  lookback: () => 0,
  memory: "fading",
  start: ({ halfLife }) => new SentimentDecay(halfLife),
};

/** The parameters of {@link sentimentMomentum}. */
export interface SentimentMomentumParameters {
  /** Half-lives, in rows. */
  readonly short: number;
  readonly long: number;
}

class SentimentMomentum implements FeatureState<SentimentRow> {
  private readonly short: Faded;
  private readonly long: Faded;

  constructor({ short, long }: SentimentMomentumParameters) {
    this.short = new Faded(short);
    this.long = new Faded(long);
  }

  update(row: SentimentRow, out: Float64Array, at: number): void {
    out[at] = this.short.next(row) - this.long.next(row);
  }
}

/** Mean score that fades fast less one that fades slowly: `"sentiment-momentum-3-20"`. */
export const sentimentMomentum: Feature<SentimentRow, "sentiment-momentum", SentimentMomentumParameters> = {
  kind: "sentiment-momentum",
  title: "Fast less slow fading mean score",
  source: "difference of exponential averages",
  parameters: { short: real(3, 0.1), long: real(20, 0.1) },
  check: ({ short, long }) => (short < long ? undefined : "short must be below long"),
  inputs: () => ["total", "weight"],
  outputs: [""],
  lookback: () => 0,
  memory: "fading",
  start: (parameters) => new SentimentMomentum(parameters),
};
