import type { PanelRecord } from "../panel/from-records.ts";
import type { PricePanel } from "../panel/price-panel.ts";
import type { History } from "./history.ts";

/** How bad a finding is: `error` = a value can't be right, `warning` = likely wrong or limiting, `info` = worth knowing. */
export type Severity = "error" | "warning" | "info";

/** What every finding has. */
export interface FindingBase {
  readonly severity: Severity;
  /** One sentence that names asset, date and what was seen. */
  readonly message: string;
}

/** What a check looks at. */
export interface QualitySubject {
  readonly panel: PricePanel;
  /** The prices of each asset, in the order of the panel. */
  readonly histories: readonly History[];
  /** The raw records, where the panel was made of some. */
  readonly records: readonly PanelRecord[];
  /** Median days from one row to the next; NaN with fewer than two rows. */
  readonly spacing: number;
}

/** One check: the recipe that every file in `checks/` follows. */
export interface QualityCheck<Options, Finding> {
  readonly defaults: Required<Options>;
  readonly find: (subject: QualitySubject, options: Required<Options>) => Finding[];
}
