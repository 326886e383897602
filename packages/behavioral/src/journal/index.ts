export type { BrokerColumns } from "./broker-columns.ts";
export type { SideWords } from "./broker-side.ts";
export type { EntryOutcome, ExitKept } from "./entry-outcomes.ts";
export {
  type BiasTag,
  type EmotionTag,
  emotionTags,
  type JournalEntry,
  type JournalNote,
  type PlannedExit,
} from "./journal-entry.ts";
export { type BrokerCsvOptions, type BrokerTrades, readBrokerCsv, type SkippedRow } from "./read-broker-csv.ts";
export type { TaggingReport, TagOptions } from "./tag-entries.ts";
export type { TagOutcome } from "./tag-outcomes.ts";
export { type JournalFilter, type JournalImport, TradeJournal, type TradeJournalJson } from "./trade-journal.ts";
export {
  type AlteredDecision,
  whatIf,
  type WhatIfOptions,
  type WhatIfResult,
  type WhatIfScenario,
} from "./what-if/what-if.ts";
