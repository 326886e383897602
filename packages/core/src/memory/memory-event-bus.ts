import type { EventEnvelope } from "../portfolio/events.ts";
import type { EventBus, EventFilter, EventHandler, Subscription } from "../ports/event-bus.ts";

/** How a {@link MemoryEventBus} is made. */
export interface MemoryEventBusOptions {
  /** Hears of handlers that failed; required, so that no failure is lost. It must not throw. */
  readonly onError: (error: unknown, event: EventEnvelope) => void;
}

interface Subscriber {
  readonly handler: EventHandler;
  readonly filter: EventFilter;
  /** Ends when everything published so far has been handled. */
  tail: Promise<void>;
}

/**
 * An {@link EventBus} within one process. `publish` hands over and returns: handlers run after it, so a handler may
 * publish in turn; {@link MemoryEventBus.settled} waits for them.
 */
export class MemoryEventBus implements EventBus {
  readonly #onError: MemoryEventBusOptions["onError"];
  readonly #subscribers = new Set<Subscriber>();

  constructor(options: MemoryEventBusOptions) {
    this.#onError = options.onError;
  }

  async publish(events: readonly EventEnvelope[]): Promise<void> {
    for (const event of events) {
      for (const subscriber of this.#subscribers) {
        if (!matches(subscriber.filter, event)) continue;
        const before = subscriber.tail;
        // a copy for each: what one handler does to its event the others don't see
        subscriber.tail = before.then(() => this.#deliver(subscriber.handler, structuredClone(event)));
      }
    }
  }

  async subscribe(handler: EventHandler, filter: EventFilter = {}): Promise<Subscription> {
    const subscriber: Subscriber = { handler, filter, tail: Promise.resolve() };
    this.#subscribers.add(subscriber);
    return {
      close: async () => {
        this.#subscribers.delete(subscriber);
      },
    };
  }

  /** Resolves when all events published so far, and those that their handlers published, have been handled. */
  async settled(): Promise<void> {
    for (;;) {
      const tails = [...this.#subscribers].map((subscriber) => subscriber.tail);
      await Promise.all(tails);
      const quiet = [...this.#subscribers].every((subscriber) => tails.includes(subscriber.tail));
      if (quiet) return;
    }
  }

  async #deliver(handler: EventHandler, event: EventEnvelope): Promise<void> {
    try {
      await handler(event);
    } catch (error) {
      this.#onError(error, event);
    }
  }
}

function matches({ types, streamPrefix = "" }: EventFilter, event: EventEnvelope): boolean {
  return event.stream.startsWith(streamPrefix) && types?.includes(event.type) !== false;
}
