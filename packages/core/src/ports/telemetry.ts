/** Dimensions of a measurement; keep their values few, since each combination is a series of its own. */
export type TelemetryAttributes = Readonly<Record<string, string | number | boolean>>;

/** One traced piece of work. */
export interface TelemetrySpan {
  /** Adds or replaces an attribute of the span. */
  set(name: string, value: string | number | boolean): void;
}

/**
 * Takes counts, measurements and traces. It wraps whole operations and is never called inside a solver's loops.
 */
export interface Telemetry {
  /**
   * Adds to a counter.
   * @param amount - how much to add, at least 0; 1 unless given
   */
  count(name: string, amount?: number, attributes?: TelemetryAttributes): void;
  /** Records one measurement of a distribution, in the unit that `name` ends with, such as `"solve.milliseconds"`. */
  record(name: string, value: number, attributes?: TelemetryAttributes): void;
  /** Runs `body` inside a span and returns what it returns; an error is noted on the span and thrown on. */
  span<Output>(
    name: string,
    body: (span: TelemetrySpan) => Output | Promise<Output>,
    attributes?: TelemetryAttributes,
  ): Promise<Output>;
}

const silentSpan: TelemetrySpan = Object.freeze({ set: (): void => {} });

/** The telemetry that measures nothing: the default wherever telemetry is optional. */
export const silentTelemetry: Telemetry = Object.freeze({
  count: (): void => {},
  record: (): void => {},
  span: async <Output>(_name: string, body: (span: TelemetrySpan) => Output | Promise<Output>): Promise<Output> =>
    body(silentSpan),
});
