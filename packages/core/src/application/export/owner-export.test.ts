import { describe, expect, test } from "vitest";
import { contentHash } from "../../hash/content-hash.ts";
import { MemoryEventStore } from "../../memory/memory-event-store.ts";
import { MemoryKeyValueStore } from "../../memory/memory-key-value-store.ts";
import { Portfolio } from "../../portfolio/portfolio.ts";
import { optimizePortfolio } from "../commands/optimize-portfolio.ts";
import { rebalancePortfolio } from "../commands/rebalance-portfolio.ts";
import { decisionKey } from "../decisions/decision-records.ts";
import { all, type Desk, instruction, openDesk, quoteAll, usd } from "../fixtures/desk.ts";
import { auditPortfolio } from "../queries/audit-portfolio.ts";
import { loadPortfolio, portfolioSnapshots } from "../queries/load-portfolio.ts";
import { checkOwnerExport } from "./check-owner-export.ts";
import { exportOwnerData } from "./export-owner-data.ts";
import { importOwnerData } from "./import-owner-data.ts";
import type { ExportedPortfolio, OwnerExport } from "./owner-export.ts";

/** Anna has two portfolios, one of them rebalanced on an optimization; Carl has one; a stream of something else stands beside. */
async function house(): Promise<Desk> {
  const desk = await openDesk();
  quoteAll(desk.broker);
  const open = async (portfolioId: string, owner: string) => {
    const portfolio = Portfolio.open(
      { portfolioId, owner, initialCapital: usd(10), riskTolerance: 0 },
      { id: `open-${portfolioId}`, time: "2024-01-03T00:00:00Z" },
    );
    await desk.repository.save(portfolio.stream, portfolio.pending, { expectedVersion: "none" });
  };
  await open("p-2", "anna");
  await open("p-3", "carl");
  const note = { id: "n", type: "Noted", schemaVersion: 1, time: "2024-01-03T00:00:00Z" };
  await desk.events.append("portfolio-notes", [{ ...note, correlationId: "n", causationId: "n", data: {} }], {
    expectedVersion: "none",
  });
  const optimizer = { optimize: async () => ({ weights: instruction.targets.assets }) };
  const solve = (id: string, portfolioId: string) =>
    optimizePortfolio({ ...desk.ports, optimizer }, { id, problem: { about: id }, portfolioId });
  const { basis } = await solve("o-1", "p-1");
  await solve("o-2", "p-2");
  await solve("o-3", "p-3");
  await rebalancePortfolio(desk.ports, { ...instruction, basis });
  const { stream, state, version } = await loadPortfolio(desk.ports, { portfolioId: "p-1" });
  await desk.repository.saveSnapshot(stream, { state, version }, portfolioSnapshots, "2024-01-31T16:00:00Z");
  return desk;
}

const exported = (desk: Desk, owner = "anna"): Promise<OwnerExport> => exportOwnerData(desk, { owner });

/** The document with a change and a hash that goes with it. */
function resealed(document: OwnerExport, change: Partial<OwnerExport>): OwnerExport {
  const { contentHash: _old, ...body } = { ...document, ...change };
  return { ...body, contentHash: contentHash(body) };
}

function withFirst(document: OwnerExport, change: (portfolio: ExportedPortfolio) => Partial<ExportedPortfolio>) {
  const [first, ...rest] = document.portfolios;
  return resealed(document, { portfolios: [{ ...first!, ...change(first!) }, ...rest] });
}

const kinds = (document: unknown): string[] => checkOwnerExport(document).map(({ kind }) => kind);

describe("exportOwnerData", () => {
  test("contains every event of the owner's portfolios and rebalances, and nobody else's", async () => {
    const desk = await house();
    const document = await exported(desk);
    const mine = (await all(desk.events.readAll())).filter(({ stream }) =>
      /^(portfolio-p-[12]$|rebalance-p-1\/)/.test(stream),
    );
    const found = document.portfolios
      .flatMap(({ events, rebalances }) => [...events, ...rebalances.flatMap((each) => each.events)])
      .sort((a, b) => a.position - b.position);
    expect(found).toEqual(mine);
    expect(mine.length).toBeGreaterThan(15);
    expect(JSON.stringify(document)).not.toContain("carl");
    expect(document.portfolios.map(({ portfolioId }) => portfolioId)).toEqual(["p-1", "p-2"]);
  });

  test("contains snapshots, optimizations, problems and solutions, and is one JSON document that checks out", async () => {
    const desk = await house();
    const document = JSON.parse(JSON.stringify(await exported(desk))) as OwnerExport;
    expect(document).toMatchObject({ kind: "plimsoll-owner-export", schemaVersion: 1, owner: "anna", missing: [] });
    expect(document.portfolios.map(({ snapshot }) => snapshot?.version ?? null)).toEqual([7, null]);
    expect(document.optimizations.map(({ id }) => id)).toEqual(["o-1", "o-2"]);
    expect(document.problems.map(({ json }) => (json as { about: string }).about).sort()).toEqual(["o-1", "o-2"]);
    expect(document.solutions).toMatchObject([{ json: { weights: instruction.targets.assets } }]);
    expect(checkOwnerExport(document)).toEqual([]);
  });

  test("an unknown owner has nothing; a document that is gone is listed as missing", async () => {
    const desk = await house();
    const nobody = await exported(desk, "nobody");
    expect(nobody).toMatchObject({ portfolios: [], optimizations: [], problems: [], solutions: [] });
    expect(checkOwnerExport(nobody)).toEqual([]);
    const [solution] = (await exported(desk)).solutions;
    await desk.decisions.delete(decisionKey("solution", solution!.hash));
    const document = await exported(desk);
    expect(document.missing).toEqual([{ kind: "solution", hash: solution!.hash }]);
    expect(kinds(document)).toEqual(["missing-document"]);
    await expect(exported(desk, "")).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });

  test("tells its progress and stops on a signal", async () => {
    const desk = await house();
    const controller = new AbortController();
    const onProgress = () => controller.abort();
    const run = exportOwnerData(desk, { owner: "anna" }, { signal: controller.signal, onProgress });
    await expect(run).rejects.toMatchObject({ code: "ABORTED" });
  });
});

describe("checkOwnerExport", () => {
  test("sees what was changed after the export", async () => {
    const document = await exported(await house());
    expect(kinds({ ...document, exportedAt: "2025-01-01T00:00:00Z" })).toEqual(["content-hash"]);
    expect(kinds(withFirst(document, ({ events }) => ({ events: events.filter((_, i) => i !== 1) })))).toEqual([
      "events",
    ]);
    const renamed = withFirst(document, ({ events }) => ({
      events: events.map((event) => (event.version === 2 ? { ...event, type: "SharesFound" } : event)),
    }));
    expect(kinds(renamed)).toEqual(["events"]);
    const twice = withFirst(document, ({ events }) => ({
      events: [events[0]!, { ...events[0]!, version: 2 }, ...events.slice(2)],
    }));
    expect(kinds(twice)).toEqual(["events"]);
    const torn = withFirst(document, ({ rebalances }) => ({
      rebalances: rebalances.map((each) => ({ ...each, events: each.events.slice(1) })),
    }));
    expect(kinds(torn)).toContain("events");
    expect(kinds(resealed(document, { owner: "carl" }))).toEqual(["owner", "owner"]);
  });

  test("sees money that events don't account for, and a snapshot that isn't theirs", async () => {
    const document = await exported(await house());
    const rich = withFirst(document, ({ events }) => ({
      snapshot: null,
      events: events.map((event) =>
        event.version === 2
          ? { ...event, data: { ...(event.data as object), cashChange: { amount: "1000000", currency: "USD" } } }
          : event,
      ),
    }));
    expect(kinds(rich)).toContain("invariant");
    const spoilt = withFirst(document, ({ snapshot }) => ({
      snapshot: { ...snapshot!, state: { ...(snapshot!.state as object), cash: "1" } },
    }));
    expect(kinds(spoilt)).toEqual(["snapshot"]);
    const ahead = withFirst(document, ({ snapshot }) => ({ snapshot: { ...snapshot!, version: 99 } }));
    expect(kinds(ahead)).toEqual(["snapshot"]);
  });

  test("sees problems and solutions that aren't what was decided on", async () => {
    const document = await exported(await house());
    const [first, ...rest] = document.problems;
    const altered = resealed(document, { problems: [{ ...first!, json: { about: "o-9" } }, ...rest] });
    expect(checkOwnerExport(altered)).toMatchObject([{ kind: "altered-document", hash: first!.hash }]);
    expect(kinds(resealed(document, { problems: rest }))).toEqual(["missing-document"]);
  });

  test("refuses what is no export, or one of another version", async () => {
    const document = await exported(await house());
    expect(() => checkOwnerExport({})).toThrow("export.kind");
    expect(() => checkOwnerExport({ ...document, schemaVersion: 2 })).toThrow("export.schemaVersion");
  });
});

describe("importOwnerData", () => {
  test("brings everything into empty stores: the same events in the same order, the same audit, the same export", async () => {
    const desk = await house();
    const document = JSON.parse(JSON.stringify(await exported(desk))) as OwnerExport;
    const target = { events: new MemoryEventStore(), decisions: new MemoryKeyValueStore() };
    const imported = await importOwnerData(target, document);
    expect(imported.portfolios).toEqual(["p-1", "p-2"]);
    const order = async (events: MemoryEventStore) =>
      (await all(events.readAll())).map(({ position: _position, ...event }) => event);
    const mine = (await order(desk.events)).filter(({ stream }) => /p-[12](\/|$)/.test(stream));
    expect(await order(target.events)).toEqual(mine);
    expect(imported.added).toBe(mine.length);
    const audit = async (ports: Parameters<typeof auditPortfolio>[0]) =>
      (await auditPortfolio(ports, { portfolioId: "p-1" })).map(({ position: _position, ...entry }) => entry);
    expect(await audit(target)).toEqual(await audit(desk));
    const again = await exportOwnerData({ ...target, clock: desk.clock }, { owner: "anna" });
    expect(checkOwnerExport(again)).toEqual([]);
    expect(again.portfolios[0]!.snapshot).toEqual(document.portfolios[0]!.snapshot);
    expect(again.optimizations).toEqual(document.optimizations);
  });

  test("again adds nothing, and an import that was cut off is completed", async () => {
    const desk = await house();
    const document = await exported(desk);
    const target = { events: new MemoryEventStore(), decisions: new MemoryKeyValueStore() };
    const controller = new AbortController();
    const onProgress = () => controller.abort();
    const cut = importOwnerData(target, document, { signal: controller.signal, onProgress });
    await expect(cut).rejects.toMatchObject({ code: "ABORTED" });
    const before = (await all(target.events.readAll())).length;
    expect(before).toBeGreaterThan(0);
    const { added } = await importOwnerData(target, document);
    expect((await all(target.events.readAll())).length).toBe(before + added);
    expect((await importOwnerData(target, document)).added).toBe(0);
  });

  test("documents that were missing at the export don't stop it; other findings do", async () => {
    const desk = await house();
    const [solution] = (await exported(desk)).solutions;
    await desk.decisions.delete(decisionKey("solution", solution!.hash));
    const document = await exported(desk);
    const target = { events: new MemoryEventStore(), decisions: new MemoryKeyValueStore() };
    expect((await importOwnerData(target, document)).added).toBeGreaterThan(0);
    const changed = { ...document, exportedAt: "2025-01-01T00:00:00Z" };
    await expect(importOwnerData(target, changed)).rejects.toMatchObject({ code: "INVALID_INPUT" });
    const lacking = resealed(document, { missing: [] });
    await expect(importOwnerData(target, lacking)).rejects.toThrow("not in the document");
  });

  test("a stream of that name with other events is a conflict", async () => {
    const document = await exported(await house());
    const target = await openDesk();
    const portfolio = await loadPortfolio(target.ports, { portfolioId: "p-1" });
    const other = portfolio.deposit(usd(1), { id: "other", time: "2024-01-31T00:00:00Z" });
    await target.repository.save(other.stream, other.pending, { expectedVersion: 3 });
    await expect(importOwnerData(target, document)).rejects.toMatchObject({ code: "CONFLICT" });
  });
});
