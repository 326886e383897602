import { describe, expect, test } from "vitest";
import * as z from "zod";
import { parsePortfolioCommand, type PortfolioCommand, PortfolioCommandSchema } from "./commands/index.ts";
import { decide } from "./decide.ts";
import { foldPortfolio } from "./evolve.ts";

const open: PortfolioCommand = {
  kind: "open",
  id: "c-1",
  time: "2024-01-02T09:00:00Z",
  portfolioId: "p-1",
  owner: "anna",
  initialCapital: { amount: "1000.00", currency: "EUR" },
  riskTolerance: 0.3,
};
const deposit: PortfolioCommand = {
  kind: "deposit",
  id: "c-2",
  time: "2024-01-02T10:00:00Z",
  amount: { amount: "5.00", currency: "EUR" },
};

describe("decide", () => {
  test("opens with the documented defaults", () => {
    expect(decide(null, open)[0]!.data).toEqual({
      portfolioId: "p-1",
      owner: "anna",
      initialCapital: { amount: "1000.00", currency: "EUR" },
      riskTolerance: 0.3,
      lotMethod: "fifo",
      permissions: { shorts: "forbidden", margin: "forbidden" },
      constraints: [],
    });
  });

  test("causation is the command, correlation too unless it belongs to something larger", () => {
    const state = foldPortfolio(decide(null, open));
    const [event] = decide(state, deposit);
    expect(event).toMatchObject({ id: "c-2/1", version: 2, correlationId: "c-2", causationId: "c-2" });
    expect(event).not.toHaveProperty("metadata");
    const [related] = decide(state, { ...deposit, correlationId: "saga-7" });
    expect(related).toMatchObject({ correlationId: "saga-7", causationId: "c-2" });
  });

  test("opens once, and before anything else", () => {
    const state = foldPortfolio(decide(null, open));
    expect(() => decide(state, { ...open, time: deposit.time })).toThrow(
      'portfolio "p-1" is already open; choose another portfolioId',
    );
    expect(() => decide(null, deposit)).toThrow("can't deposit: the portfolio isn't open; open it first");
  });

  test("reads commands from JSON, naming what is wrong", () => {
    expect(parsePortfolioCommand(JSON.parse(JSON.stringify(open)))).toEqual(open);
    expect(PortfolioCommandSchema.safeParse(deposit).success).toBe(true);
    expect(() => parsePortfolioCommand({ ...deposit, kind: "gift" })).toThrow(
      /kind: expected one of open, .*, was "gift"/,
    );
    expect(() => parsePortfolioCommand({})).toThrow("command.kind");
    expect(() => parsePortfolioCommand({ ...deposit, time: "now" })).toThrow("deposit.time: expected an ISO day");
    expect(() => parsePortfolioCommand({ ...deposit, id: "" })).toThrow("deposit.id");
    expect(() => parsePortfolioCommand({ ...deposit, kind: "constructor" })).toThrow("kind: expected one of");
  });

  test("the schema of commands yields a JSON Schema with one branch for each kind", () => {
    const schema = z.toJSONSchema(PortfolioCommandSchema) as { anyOf: unknown[] };
    expect(schema.anyOf).toHaveLength(13);
  });
});
