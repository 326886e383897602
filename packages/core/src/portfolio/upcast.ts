import { PlimsollError } from "../errors.ts";
import type { EventEnvelope } from "./events.ts";
import { portfolioSchemaVersions, type PortfolioEventType } from "./portfolio-events.ts";

/** Turns the data of one shape version of an event into that of the next. */
export type Upcaster = (data: unknown) => unknown;

/** For each type, from version to {@link Upcaster}: `{ FeeCharged: { 1: (data) => ... } }` leads from version 1 to 2. */
export type Upcasters = Readonly<Record<string, Readonly<Record<number, Upcaster>>>>;

/** {@link Upcasters} of portfolio events. */
export type PortfolioUpcasters = { readonly [Type in PortfolioEventType]?: Readonly<Record<number, Upcaster>> };

/**
 * `event` with its data brought to shape version `current`, one version at a time.
 *
 * Errors: `UNSUPPORTED` when the event is newer than `current`, or when no upcaster leads on from one of the versions.
 */
export function upcastEvent<Event extends EventEnvelope>(event: Event, current: number, upcasters: Upcasters): Event {
  if (event.schemaVersion > current) {
    throw new PlimsollError(
      "UNSUPPORTED",
      `event "${event.id}" is ${event.type} version ${event.schemaVersion}, this build knows version ${current}: update it`,
      { feature: `${event.type} version ${event.schemaVersion}` },
    );
  }
  const steps: Readonly<Record<number, Upcaster>> = Object.hasOwn(upcasters, event.type) ? upcasters[event.type]! : {};
  let data: unknown = event.data;
  for (let version = event.schemaVersion; version < current; version += 1) {
    const step = steps[version];
    if (step === undefined) {
      throw new PlimsollError(
        "UNSUPPORTED",
        `event "${event.id}" is ${event.type} version ${event.schemaVersion}: add an upcaster from version ${version}`,
        { feature: `${event.type} version ${version}` },
      );
    }
    data = step(data);
  }
  return { ...event, schemaVersion: current, data };
}

/** {@link upcastEvent} to the current shape of a portfolio event. */
export function upcastPortfolioEvent<Event extends EventEnvelope<PortfolioEventType>>(
  event: Event,
  upcasters: PortfolioUpcasters,
  versions: Readonly<Record<PortfolioEventType, number>> = portfolioSchemaVersions,
): Event {
  return upcastEvent(event, versions[event.type], upcasters as Upcasters);
}
