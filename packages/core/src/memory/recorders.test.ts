import { expect, test } from "vitest";
import { silentLogger } from "../ports/logger.ts";
import { silentTelemetry } from "../ports/telemetry.ts";
import { RecordingLogger } from "./recording-logger.ts";
import { RecordingNotifier } from "./recording-notifier.ts";
import { RecordingTelemetry } from "./recording-telemetry.ts";

test("a recording logger keeps levels, messages and fields, also of its children", () => {
  const logger = new RecordingLogger();
  const child = logger.with({ portfolio: "p-1", step: 0 });
  logger.debug("a");
  child.info("b", { step: 1 });
  child.with({ order: "o-1" }).warn("c");
  logger.error("d", { cause: "x" });
  expect(logger.entries).toEqual([
    { level: "debug", message: "a", fields: {} },
    { level: "info", message: "b", fields: { portfolio: "p-1", step: 1 } },
    { level: "warn", message: "c", fields: { portfolio: "p-1", step: 0, order: "o-1" } },
    { level: "error", message: "d", fields: { cause: "x" } },
  ]);
});

test("the silent logger takes everything and keeps its silence", () => {
  const logger = silentLogger.with({ a: 1 });
  expect(logger).toBe(silentLogger);
  for (const level of ["debug", "info", "warn", "error"] as const) expect(logger[level]("message")).toBeUndefined();
});

test("recording telemetry keeps counts, measurements and spans", async () => {
  const telemetry = new RecordingTelemetry();
  telemetry.count("solved");
  telemetry.count("solved", 2, { kind: "min-risk" });
  telemetry.count("other");
  telemetry.record("solve.milliseconds", 1.5);
  telemetry.record("solve.milliseconds", 2.5, { kind: "min-risk" });
  const output = await telemetry.span(
    "outer",
    async (span) => {
      span.set("assets", 3);
      return telemetry.span("inner", () => 5);
    },
    { kind: "x" },
  );
  const failing = telemetry.span("failing", () => Promise.reject(new Error("no")));
  await expect(failing).rejects.toThrow("no");
  expect(output).toBe(5);
  expect([telemetry.total("solved"), telemetry.total("unknown")]).toEqual([3, 0]);
  expect(telemetry.counts).toHaveLength(3);
  expect(telemetry.records.map(({ value, attributes }) => [value, attributes])).toEqual([
    [1.5, {}],
    [2.5, { kind: "min-risk" }],
  ]);
  expect(telemetry.spans).toEqual([
    { name: "inner", attributes: {}, outcome: "ok" },
    { name: "outer", attributes: { kind: "x", assets: 3 }, outcome: "ok" },
    { name: "failing", attributes: {}, outcome: "error" },
  ]);
});

test("silent telemetry runs the body of a span", async () => {
  silentTelemetry.count("a");
  silentTelemetry.record("a", 1);
  const output = await silentTelemetry.span("a", (span) => {
    span.set("x", 1);
    return 7;
  });
  expect(output).toBe(7);
});

test("a recording notifier keeps messages by channel, each id once", async () => {
  const notifier = new RecordingNotifier(["alerts", "email"]);
  const message = {
    id: "n-1",
    channel: "alerts",
    severity: "warning",
    title: "VaR limit",
    text: "VaR 95 is 2.1 %, the limit is 2 %",
    time: "2024-01-31T00:00:00Z",
    data: { valueAtRisk: 0.021 },
  } as const;
  await notifier.notify(message);
  await notifier.notify({ ...message, title: "again" });
  await notifier.notify({ ...message, channel: "email" });
  expect(notifier.messages()).toEqual([message, { ...message, channel: "email" }]);
  expect(notifier.messages("alerts")).toEqual([message]);
  await expect(notifier.notify({ ...message, channel: "pager" })).rejects.toMatchObject({
    code: "NOT_FOUND",
    message: 'no channel "pager": there are alerts, email',
  });
  await expect(new RecordingNotifier([]).notify(message)).rejects.toThrow("there are none");
});
