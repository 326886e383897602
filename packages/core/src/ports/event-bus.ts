import type { EventEnvelope } from "../portfolio/events.ts";

/** What a subscriber does with an event; it may see an event twice after a failure, so it keys its work by `event.id`. */
export type EventHandler = (event: EventEnvelope) => void | Promise<void>;

/** Which events a subscriber wants; everything that is left out matches all. */
export interface EventFilter {
  readonly types?: readonly string[] | undefined;
  readonly streamPrefix?: string | undefined;
}

/** A running subscription. */
export interface Subscription {
  /** Ends it: the handler is not called any more for events published later. */
  close(): Promise<void>;
}

/**
 * Tells subscribers about events that a store has already accepted. Each subscriber gets the events of one publisher in
 * the order they were published, one at a time, at least once. A handler that fails is reported to whoever made the bus; the
 * other subscribers, and this one's later events, are not affected.
 */
export interface EventBus {
  publish(events: readonly EventEnvelope[]): Promise<void>;
  subscribe(handler: EventHandler, filter?: EventFilter): Promise<Subscription>;
}
