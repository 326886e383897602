import type { PricePanel } from "@plimsoll/core";

/** An index or other single series, beside the assets. */
export interface StudyIndex {
  readonly name: string;
  /** One column. */
  readonly prices: PricePanel;
  readonly source: string;
}

/** What the user may set. */
export interface StudySettings {
  readonly title: string;
  /** A year, as a fraction. */
  readonly riskFreeRate: number;
  /** How many assets the cardinality-limited portfolio may hold. */
  readonly maxAssets: number;
  readonly seed: number;
}

/** What a study is made from. */
export interface StudyInput {
  /** Prices of at least two assets; NaN where an asset has none. */
  readonly prices: PricePanel;
  /** File that the prices came from, for messages and the page. */
  readonly source: string;
  /** What a reader must know about the file, in whole sentences. */
  readonly remark?: string;
  /** Risk and regimes are measured on it; without one, on the assets held in equal parts. */
  readonly index?: StudyIndex;
  readonly settings: StudySettings;
}

/** Runs one step of the study and shows that it does; `outcome` says what came of it. */
export type StepRunner = <Value>(
  label: string,
  body: (update: (fraction: number) => void) => Value | Promise<Value>,
  outcome?: (value: Value) => string,
) => Promise<Value>;
