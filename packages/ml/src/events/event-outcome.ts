import type { EventTests } from "./event-tests.ts";
import type { NormalModelKind } from "./normal-model.ts";

/** An estimate with its uncertainty. */
export interface EventEstimate {
  readonly estimate: number;
  readonly standardError: number;
  /** Lower and upper end of the confidence interval. */
  readonly interval: readonly [number, number];
}

/** One event over a window: its cumulative abnormal return (CAR). */
export interface EventOutcome {
  readonly asset: string;
  readonly date: string;
  readonly alpha: number;
  readonly beta: number;
  /** Standard deviation of the estimation residuals. */
  readonly residualDeviation: number;
  /** Values in the estimation window. */
  readonly observations: number;
  /** Abnormal return of each day of the whole event window. */
  readonly abnormal: readonly number[];
  /** CAR with its forecast standard error (Student t interval). */
  readonly cumulative: EventEstimate;
}

/** All events over a window: average abnormal return, cumulated (CAAR), and the tests. */
export interface EventWindow {
  readonly from: number;
  readonly to: number;
  readonly events: readonly EventOutcome[];
  /** Mean CAR with its cross-sectional standard error; `null` with a single event. */
  readonly average: EventEstimate | null;
  readonly tests: EventTests;
}

/** One day of the event window. */
export interface EventDay {
  /** Relative to the event. */
  readonly day: number;
  /** Average abnormal return (AAR) with its cross-sectional standard error; `null` with a single event. */
  readonly average: EventEstimate | null;
  /** Average abnormal return cumulated from the first day of the window (CAAR). */
  readonly cumulative: EventEstimate | null;
  readonly tests: EventTests;
}

/** An event study as plain JSON. */
export interface EventStudyData {
  readonly kind: "event-study";
  readonly model: NormalModelKind;
  readonly window: readonly [number, number];
  readonly days: readonly EventDay[];
  readonly whole: EventWindow;
  readonly skipped: readonly SkippedEvent[];
}

/** An event that could not be studied. */
export interface SkippedEvent {
  readonly asset: string;
  /** Place in the list of events. */
  readonly event: number;
  readonly reason: string;
}
