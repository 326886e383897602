export {
  type AbnormalOptions,
  abnormalReturns,
  type AbnormalValues,
  abnormalVolume,
  type AbnormalVolumeOptions,
} from "./abnormal.ts";
export { type CusumEvent, cusumFilter, type CusumFilterOptions } from "./cusum-filter.ts";
export type { StudiedEvent } from "./event-case.ts";
export type {
  EventDay,
  EventEstimate,
  EventOutcome,
  EventStudyData,
  EventWindow,
  SkippedEvent,
} from "./event-outcome.ts";
export { EventStudy, eventStudy, type EventStudyOptions } from "./event-study.ts";
export type { EventTest, EventTests } from "./event-tests.ts";
export type { NormalModelKind } from "./normal-model.ts";
