import type { EventEnvelope } from "../portfolio/events.ts";
import type { EventBus } from "../ports/event-bus.ts";
import { equal, holds } from "./assertions.ts";
import { casesOf, type ContractCase, type ContractSubject } from "./contract.ts";

/** How the bus contract gets at a bus. */
export interface EventBusSubject<Bus extends EventBus> extends ContractSubject<Bus> {
  /** Resolves when everything published has been handled. */
  settled(bus: Bus): Promise<void>;
  /** The messages of the handlers' errors that the bus has reported so far. */
  errors(bus: Bus): readonly string[];
}

function event(version: number, stream = "portfolio-1", type = "Noted"): EventEnvelope {
  return {
    id: `${stream}@${version}`,
    stream,
    version,
    type,
    schemaVersion: 1,
    time: "2024-01-31T00:00:00Z",
    correlationId: "c",
    causationId: "c",
    data: { list: [version] },
  };
}

/** The contract of `EventBus`: an adapter passes all cases, or is wrong. */
export function eventBusContract<Bus extends EventBus>(subject: EventBusSubject<Bus>): readonly ContractCase[] {
  return casesOf(subject, {
    "every subscriber hears every event, in order": async ({ port }) => {
      const [first, second]: [EventEnvelope[], EventEnvelope[]] = [[], []];
      await port.subscribe((heard) => void first.push(heard));
      await port.subscribe(async (heard) => void second.push(heard));
      await port.publish([event(1), event(2)]);
      await port.publish([event(3)]);
      await port.publish([]);
      await subject.settled(port);
      equal(first, [event(1), event(2), event(3)], "first subscriber");
      equal(second, [event(1), event(2), event(3)], "second subscriber");
    },

    "a filter lets through what it names": async ({ port }) => {
      const heard: Record<string, string[]> = { type: [], stream: [], both: [], none: [] };
      const listen = (name: string) => (each: EventEnvelope) => void heard[name]!.push(each.id);
      await port.subscribe(listen("type"), { types: ["Sold", "Bought"] });
      await port.subscribe(listen("stream"), { streamPrefix: "portfolio-" });
      await port.subscribe(listen("both"), { types: ["Sold"], streamPrefix: "portfolio-" });
      await port.subscribe(listen("none"), { types: [] });
      await port.publish([event(1, "portfolio-1", "Sold"), event(1, "order-1", "Sold"), event(2)]);
      await subject.settled(port);
      const expected = {
        type: ["portfolio-1@1", "order-1@1"],
        stream: ["portfolio-1@1", "portfolio-1@2"],
        both: ["portfolio-1@1"],
        none: [],
      };
      equal(heard, expected, "events heard");
    },

    "a subscriber handles one event at a time": async ({ port }) => {
      const steps: string[] = [];
      await port.subscribe(async (heard) => {
        steps.push(`begin ${heard.version}`);
        for (let turn = 0; turn < 5; turn++) await Promise.resolve();
        steps.push(`end ${heard.version}`);
      });
      await Promise.all([port.publish([event(1)]), port.publish([event(2)])]);
      await subject.settled(port);
      equal(
        steps.filter((_, i) => i % 2 === 0).every((step, i) => steps[2 * i + 1] === step.replace("begin", "end")),
        true,
        `pairs in ${steps.join()}`,
      );
      equal(steps.length, 4, "steps");
    },

    "a failing handler is reported and keeps nothing from the others": async ({ port }) => {
      const heard: number[] = [];
      const failing: number[] = [];
      await port.subscribe(async (each) => {
        failing.push(each.version);
        (each.data as { list: number[] }).list.push(99);
        throw new Error(`failed at ${each.version}`);
      });
      await port.subscribe((each) => void heard.push(...(each.data as { list: number[] }).list));
      await port.publish([event(1), event(2)]);
      await subject.settled(port);
      equal(heard, [1, 2], "what the other heard");
      holds(failing.includes(1) && failing.includes(2), "the failing one hears later events too");
      for (const version of [1, 2]) {
        equal(
          subject.errors(port).some((message) => message.includes(`failed at ${version}`)),
          true,
          "reported error",
        );
      }
    },

    "a handler may publish": async ({ port }) => {
      const heard: string[] = [];
      await port.subscribe(async (each) => {
        heard.push(each.id);
        if (each.version < 3) await port.publish([event(each.version + 1)]);
      });
      await port.publish([event(1)]);
      await subject.settled(port);
      equal(heard, ["portfolio-1@1", "portfolio-1@2", "portfolio-1@3"], "events heard");
    },

    "a closed subscription hears nothing more": async ({ port }) => {
      const heard: number[] = [];
      const subscription = await port.subscribe((each) => void heard.push(each.version));
      await port.publish([event(1)]);
      await subject.settled(port);
      await subscription.close();
      await subscription.close();
      await port.publish([event(2)]);
      await subject.settled(port);
      equal(heard, [1], "events heard");
    },
  });
}
