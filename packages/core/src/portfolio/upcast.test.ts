import { describe, expect, test } from "vitest";
import type { EventEnvelope } from "./events.ts";
import { portfolioSchemaVersions } from "./portfolio-events.ts";
import { upcastEvent, upcastPortfolioEvent } from "./upcast.ts";

const stored: EventEnvelope<"FeeCharged"> = {
  id: "e-1",
  stream: "s",
  version: 1,
  type: "FeeCharged",
  schemaVersion: 1,
  time: "2024-01-02",
  correlationId: "c",
  causationId: "c",
  data: { cents: 250 },
};
const steps = {
  1: (data: unknown) => ({ amount: String((data as { cents: number }).cents / 100) }),
  2: (data: unknown) => ({ ...(data as object), description: "unknown" }),
};

describe("upcastEvent", () => {
  test("leads through every version to the current shape", () => {
    expect(upcastEvent(stored, 3, { FeeCharged: steps })).toEqual({
      ...stored,
      schemaVersion: 3,
      data: { amount: "2.5", description: "unknown" },
    });
    expect(upcastEvent(stored, 1, {})).toEqual(stored);
  });

  test("serves portfolio events when one of their shapes changes", () => {
    const versions = { ...portfolioSchemaVersions, FeeCharged: 2 };
    expect(upcastPortfolioEvent(stored, { FeeCharged: steps }, versions).data).toEqual({ amount: "2.5" });
  });

  test("names the step that is missing", () => {
    expect(() => upcastEvent(stored, 3, { FeeCharged: { 1: steps[1] } })).toThrow(
      'event "e-1" is FeeCharged version 1: add an upcaster from version 2',
    );
    expect(() => upcastEvent(stored, 2, {})).toThrow("add an upcaster from version 1");
  });
});
