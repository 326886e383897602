import type { Telemetry, TelemetryAttributes, TelemetrySpan } from "../ports/telemetry.ts";

/** A counter's or distribution's measurement. */
export interface RecordedMeasurement {
  readonly name: string;
  readonly value: number;
  readonly attributes: TelemetryAttributes;
}

/** A span that has ended. */
export interface RecordedSpan {
  readonly name: string;
  readonly attributes: TelemetryAttributes;
  readonly outcome: "ok" | "error";
}

/** A {@link Telemetry} that keeps everything, for tests. */
export class RecordingTelemetry implements Telemetry {
  readonly counts: RecordedMeasurement[] = [];
  readonly records: RecordedMeasurement[] = [];
  /** In the order of ending: inner spans before outer ones. */
  readonly spans: RecordedSpan[] = [];

  count(name: string, amount = 1, attributes: TelemetryAttributes = {}): void {
    this.counts.push({ name, value: amount, attributes });
  }

  record(name: string, value: number, attributes: TelemetryAttributes = {}): void {
    this.records.push({ name, value, attributes });
  }

  async span<Output>(
    name: string,
    body: (span: TelemetrySpan) => Output | Promise<Output>,
    attributes: TelemetryAttributes = {},
  ): Promise<Output> {
    const collected: Record<string, string | number | boolean> = { ...attributes };
    const span: TelemetrySpan = {
      set: (key, value) => {
        collected[key] = value;
      },
    };
    let outcome: RecordedSpan["outcome"] = "error";
    try {
      const output = await body(span);
      outcome = "ok";
      return output;
    } finally {
      this.spans.push({ name, attributes: collected, outcome });
    }
  }

  /** The sum of a counter over all its attributes. */
  total(name: string): number {
    return this.counts.reduce((sum, count) => (count.name === name ? sum + count.value : sum), 0);
  }
}
