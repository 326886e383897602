/** What a detector says of one bias. */
export interface BiasResult {
  /** `"insufficient"`: too few observations by design; `"not-identifiable"`: the inputs cannot tell. */
  readonly status: "ok" | "insufficient" | "not-identifiable";
  /** 0 to 100: 0 without evidence, 50 at the published population mean; `null` unless the status is ok. */
  readonly score: number | null;
  /** 80 % interval of the score. */
  readonly interval: readonly [number, number] | null;
  /** Size of the bias in the detector's own unit; positive is biased. */
  readonly effect: number | null;
  /** `null` also where other reasons decide every choice: an effect of any size would show nothing. */
  readonly standardError: number | null;
  /** Two-sided; `null` where the estimate is a snapshot or a single event, which no test can judge. */
  readonly pValue: number | null;
  /** The p-value after Benjamini & Hochberg (1995) across the detectors of the report that have one. */
  readonly adjustedPValue: number | null;
  readonly sampleSize: number;
  readonly minimumSampleSize: number;
  /** Share of the published population with a smaller effect, in per cent. */
  readonly percentile: number | null;
  /** Inputs that would identify the bias: names of {@link BehaviorInput}; empty unless `"not-identifiable"`. */
  readonly needs: readonly string[];
  /** What else would look the same in these trades. */
  readonly confounds: readonly string[];
  /** Ids of the trades that speak for the bias. */
  readonly evidence: readonly string[];
  readonly method: string;
  readonly counts: Readonly<Record<string, number | null>>;
}
