import { RandomStream } from "@plimsoll/numeric";
import { expect, test } from "vitest";
import type { TradeRecord } from "../input/trade-record.ts";
import type { EmotionTag, JournalEntry, PlannedExit } from "./journal-entry.ts";
import { TradeJournal } from "./trade-journal.ts";

const day = (n: number): string => new Date(Date.UTC(2024, 0, 1 + n)).toISOString().slice(0, 10);

function trade(
  id: string,
  side: "buy" | "sell",
  price: number,
  n: number,
  quantity = 10,
): TradeRecord & { id: string } {
  return { id, side, asset: "A", quantity, price, at: day(n) };
}

/** How a position bought at 100 and sold at `price` after ten days kept to the plan. */
function exitOf(plannedExit: PlannedExit | undefined, price: number): unknown {
  const journal = TradeJournal.empty()
    .add(trade("in", "buy", 100, 0), { plannedExit })
    .add(trade("out", "sell", price, 10));
  const [outcome] = journal.outcomes();
  return [outcome!.exit, Number(outcome!.beyondStop.toFixed(4))];
}

test("an exit is judged by the plan that was written before", () => {
  const plan = { takeGain: 120, stopLoss: 90, until: day(10) };
  expect(exitOf(plan, 121)).toEqual(["take-gain", 0]);
  expect(exitOf(plan, 90)).toEqual(["stop-loss", 0]);
  expect(exitOf(plan, 81)).toEqual(["stop-loss", 0.1]);
  expect(exitOf(plan, 100)).toEqual(["on-time", 0]);
  expect(exitOf({ ...plan, until: day(11) }, 100)).toEqual(["early", 0]);
  expect(exitOf({ ...plan, until: day(9) }, 121)).toEqual(["late", 0]);
  expect(exitOf({ takeGain: 120 }, 100)).toEqual(["early", 0]);
  expect(exitOf({ condition: "if the thesis fails" }, 100)).toEqual(["no-plan", 0]);
  expect(exitOf(undefined, 100)).toEqual(["no-plan", 0]);
});

test("a short position is judged the other way round", () => {
  const journal = TradeJournal.empty()
    .add(trade("in", "sell", 100, 0), { plannedExit: { takeGain: 80, stopLoss: 110 } })
    .add(trade("out", "buy", 121, 4));
  expect(journal.outcomes({ shortSales: "open" })).toMatchObject([
    { direction: "short", profit: -210, return: -0.21, daysHeld: 4, exit: "stop-loss" },
  ]);
  expect(journal.outcomes({ shortSales: "open" })[0]!.beyondStop).toBeCloseTo(0.1, 12);
});

test("outcomes follow lots, first in first out, and open positions have none", () => {
  const journal = TradeJournal.empty()
    .add(trade("a", "buy", 100, 0))
    .add(trade("b", "buy", 110, 1))
    .add(trade("c", "sell", 121, 5, 15));
  expect(journal.outcomes().map(({ id, closeTrade, quantity, profit }) => [id, closeTrade, quantity, profit])).toEqual([
    ["a", "c", 10, 210],
    ["b", "c", 5, 55],
  ]);
  expect(TradeJournal.empty().outcomes()).toEqual([]);
});

/** Round trips of a day each; `emotion` goes with returns lower by `loss`, `other` with nothing. */
function journalOf(seed: number, loss: number): TradeJournal {
  const random = RandomStream.of(seed);
  const entries: JournalEntry[] = [];
  for (let n = 0; n < 30; n++) {
    const bored = random.uniform() < 0.5;
    const emotions: EmotionTag[] = [
      ...(bored ? (["bored"] as const) : []),
      ...(n % 2 === 0 ? (["calm"] as const) : []),
    ];
    // two of a day share its market
    const market = 0.02 * random.normal();
    for (const part of ["x", "y"]) {
      const price = 100 * (1 + market + 0.002 * random.normal() - (bored ? loss : 0));
      const bare = { biases: [], patterns: [] };
      entries.push({ ...bare, trade: trade(`${part}${n}`, "buy", 100, 2 * n), emotions });
      entries.push({ ...bare, trade: trade(`${part}${n}-out`, "sell", price, 2 * n + 1), emotions: [] });
    }
  }
  return TradeJournal.fromJSON({ timeZone: null, entries });
}

test("a feeling that goes with losses shows, with its interval; a day counts once", () => {
  const rows = journalOf(1, 0.05).outcomesByTag();
  expect(rows.map(({ tag }) => tag)).toEqual(["emotion:bored", "emotion:calm"]);
  const [bored, calm] = rows;
  expect(bored!.size).toBe(2 * bored!.days);
  expect(bored!.interval![0]).toBeLessThan(-0.05);
  expect(bored!.interval![1]).toBeGreaterThan(-0.06);
  expect(bored!.adjustedPValue).toBeLessThan(0.001);
  expect(bored!.adjustedPValue).toBeGreaterThanOrEqual(bored!.pValue!);
  expect(calm!.pValue).toBeGreaterThan(0.01);
});

test("a feeling that goes with nothing is flagged one time in twenty", () => {
  let flagged = 0;
  const size = 60;
  for (let seed = 0; seed < size; seed++) {
    const { pValue } = journalOf(100 + seed, 0)
      .outcomesByTag()
      .find(({ tag }) => tag === "emotion:calm")!;
    if (pValue! < 0.05) flagged++;
  }
  // four standard errors of .028
  expect(Math.abs(flagged / size - 0.05)).toBeLessThan(0.113);
});

test("too few days give no difference", () => {
  const journal = TradeJournal.empty()
    .add(trade("a", "buy", 100, 0), { emotions: ["angry"] })
    .add(trade("b", "sell", 90, 1));
  expect(journal.outcomesByTag()).toMatchObject([
    { tag: "emotion:angry", size: 1, days: 1, profit: -100, difference: null, interval: null, adjustedPValue: null },
  ]);
});
