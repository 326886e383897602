import { attempt } from "@plimsoll/core";
import { expect, test } from "vitest";
import { analyzeBehavior } from "../analyze-behavior.ts";
import type { BiasResult } from "../detectors/bias-result.ts";
import { TradeJournal, type TradeJournalJson } from "./trade-journal.ts";

const header = "Date,Side,Symbol,Quantity,Price";
const first = `${header}\n2024-01-02,Buy,A,10,100\n2024-01-02,Buy,A,10,100\n2024-01-03,Sell,A,5,110`;
const second = `${header}\n2024-01-02,Buy,A,10,100\n2024-01-02,Buy,A,10,100\n2024-01-03,Sell,A,5,110\n2024-01-05,Sell,A,15,90`;

const found: BiasResult = {
  status: "ok",
  score: 60,
  interval: [40, 75],
  effect: 1,
  standardError: 0.3,
  pValue: 0.001,
  adjustedPValue: 0.01,
  sampleSize: 100,
  minimumSampleSize: 10,
  percentile: 60,
  needs: [],
  confounds: [],
  evidence: [],
  method: "m",
  counts: {},
};

function details(body: () => unknown): unknown {
  const outcome = attempt(body);
  return outcome.success ? "accepted" : { code: outcome.error.code, ...outcome.error.details };
}

test("files that overlap are merged: trades known are listed, equal rows of one file are kept apart", () => {
  const one = TradeJournal.empty().importCsv(first);
  expect([one.added.length, one.known.length, one.journal.entries.length]).toEqual([3, 0, 3]);
  const two = one.journal.importCsv(second);
  expect([two.added.length, two.known.length, two.journal.entries.length]).toEqual([1, 3, 4]);
  expect(two.journal.trades.map(({ side }) => side)).toEqual(["buy", "buy", "sell", "sell"]);
  expect(one.journal.entries).toHaveLength(3);
  const ids = "Id,Date,Side,Symbol,Quantity,Price\n";
  const { journal } = TradeJournal.empty().importCsv(`${ids}7,2024-01-02,Buy,A,10,100`);
  expect(details(() => journal.importCsv(`${ids}7,2024-01-02,Buy,A,10,101`))).toMatchObject({
    code: "INVALID_INPUT",
    received: "101",
  });
});

test("notes are written, changed in part and found; the old journal stays", () => {
  const { journal } = TradeJournal.empty().importCsv(first);
  const id = journal.entries[2]!.trade.id;
  const noted = journal.write(id, { thesis: "target met", emotions: ["calm", "hopeful"] });
  const more = noted.write(id, { lesson: "too early", plannedExit: { until: "2024-06-30" } });
  expect(more.entry(id)).toMatchObject({
    thesis: "target met",
    emotions: ["calm", "hopeful"],
    lesson: "too early",
    plannedExit: { until: "2024-06-30" },
  });
  expect(journal.entry(id).emotions).toEqual([]);
  expect(more.find({ emotion: "calm" }).map(({ trade }) => trade.id)).toEqual([id]);
  expect(more.find({ asset: "A", from: "2024-01-03" })).toHaveLength(1);
  expect(more.find({ asset: "A", until: "2024-01-02" })).toHaveLength(2);
  expect(more.find({ asset: "B" })).toEqual([]);
});

test("entries carry the biases and patterns they speak for, and only those with evidence", () => {
  const { journal } = TradeJournal.empty().importCsv(first);
  const [one, , three] = journal.entries.map(({ trade }) => trade.id);
  const evidence = [three!];
  const patterns = [{ kind: "doubling-down", trades: [one!] }];
  const tagged = journal.tag({
    biases: {
      disposition: { ...found, evidence: [three!, three!] },
      attention: { ...found, evidence, adjustedPValue: 0.06 },
      recency: { ...found, evidence, score: 34 },
      anchoring: { ...found, evidence, status: "insufficient", score: null, interval: null },
      panicSelling: { ...found, evidence, pValue: null, adjustedPValue: null, interval: [0, 80] },
      homeBias: { ...found, evidence, pValue: null, adjustedPValue: null },
    },
    patterns,
  });
  expect(tagged.entry(three!).biases.map(({ bias, score, interval }) => [bias, score, interval])).toEqual([
    ["disposition", 60, [40, 75]],
    ["homeBias", 60, [40, 75]],
  ]);
  expect(tagged.entry(one!)).toMatchObject({ biases: [], patterns: ["doubling-down"] });
  expect(tagged.find({ bias: "disposition" })).toHaveLength(1);
  expect(tagged.find({ pattern: "doubling-down" })).toHaveLength(1);
  expect(tagged.tag({ biases: {} }).find({ bias: "disposition" })).toEqual([]);
});

test("a journal goes into the detectors, comes back tagged and survives JSON", () => {
  const { journal } = TradeJournal.empty({ timeZone: "Europe/Berlin" }).importCsv(second);
  const report = analyzeBehavior({ trades: journal.trades, prices: [], timeZone: "Europe/Berlin" });
  expect(report.biases.disposition.status).toBe("insufficient");
  const tagged = journal.tag(report).write(journal.entries[0]!.trade.id, { emotions: ["bored"] });
  const read = TradeJournal.fromJSON(JSON.parse(JSON.stringify(tagged)) as TradeJournalJson);
  expect(read.toJSON()).toEqual(tagged.toJSON());
  expect(read.timeZone).toBe("Europe/Berlin");
});

test("bad entries are refused by name", () => {
  const { journal } = TradeJournal.empty().importCsv(first);
  const id = journal.entries[0]!.trade.id;
  const trade = { id: "n", side: "buy", asset: "A", quantity: 1, price: 1, at: "2024-01-09" } as const;
  expect(details(() => journal.add(trade))).toBe("accepted");
  expect(details(() => journal.add({ ...trade, id }))).toMatchObject({ argument: "entries[3].trade.id" });
  expect(details(() => journal.add({ ...trade, price: -1 }))).toMatchObject({ argument: "entry.trade.price" });
  expect(details(() => journal.add({ ...trade, at: "2024-01-09T10:00" }))).toMatchObject({
    argument: "entries[3].trade.at",
  });
  expect(details(() => journal.add(trade, { emotions: ["meh" as "calm"] }))).toMatchObject({
    argument: "note.emotions.0",
  });
  expect(details(() => journal.write(id, { plannedExit: { stopLoss: -1 } }))).toMatchObject({
    argument: "note.plannedExit.stopLoss",
  });
  expect(details(() => journal.write(id, { plannedExit: {} }))).toMatchObject({ argument: "note.plannedExit" });
  expect(details(() => journal.write(id, { plannedExit: { until: "2024-02-30" } }))).toMatchObject({
    argument: "note.plannedExit.until",
  });
  expect(details(() => journal.write("nobody", {}))).toMatchObject({ code: "NOT_FOUND", id: "nobody" });
  expect(details(() => TradeJournal.empty({ timeZone: "Mars" }))).toMatchObject({ argument: "timeZone" });
});
