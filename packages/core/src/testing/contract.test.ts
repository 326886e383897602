import { expect, test, vi } from "vitest";
import { casesOf } from "./contract.ts";

test("each case gets a fresh subject and a clock, and disposes of it also when it fails", async () => {
  const dispose = vi.fn<(port: { id: number }) => void>();
  let created = 0;
  const subject = { create: () => ({ id: ++created }), connect: (port: { id: number }) => ({ id: -port.id }), dispose };
  const [good, bad] = casesOf(subject, {
    good: async ({ port, other, clock }) => {
      expect([port.id, other.id, clock.now()]).toEqual([1, -1, Date.UTC(2024, 0, 31)]);
    },
    bad: async () => {
      throw new Error("broken");
    },
  });
  expect(good!.name).toBe("good");
  await good!.run();
  await expect(bad!.run()).rejects.toThrow("broken");
  expect(dispose.mock.calls).toEqual([[{ id: 1 }], [{ id: 2 }]]);
});

test("without a second handle both are one, and nothing needs disposing", async () => {
  const [only] = casesOf<{ readonly id: number }>(
    { create: () => ({ id: 1 }) },
    { only: async ({ port, other }) => expect(other).toBe(port) },
  );
  await only!.run();
});
