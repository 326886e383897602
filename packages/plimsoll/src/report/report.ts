import type { ChartSpec, TableSpec } from "@plimsoll/core";

/** A number that stands for itself, with what it is. */
export interface KeyFigure {
  readonly label: string;
  readonly value: string;
  readonly note?: string;
}

/** One piece of a section. */
export type ReportBlock =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "figures"; readonly figures: readonly KeyFigure[] }
  | { readonly kind: "table"; readonly table: TableSpec }
  | { readonly kind: "chart"; readonly chart: ChartSpec; readonly caption: string };

/** A chapter of the report. */
export interface ReportSection {
  /** Anchor of the section: lower-case words with hyphens. */
  readonly id: string;
  readonly title: string;
  /** What the section found, in a sentence or two. */
  readonly summary: string;
  readonly blocks: readonly ReportBlock[];
}

/** What a study found, as plain data; the page is one way to show it. */
export interface Report {
  readonly title: string;
  readonly subtitle: string;
  readonly figures: readonly KeyFigure[];
  readonly sections: readonly ReportSection[];
  /** How it was made: one sentence each. */
  readonly colophon: readonly string[];
}
