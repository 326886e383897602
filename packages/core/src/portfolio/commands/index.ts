import * as z from "zod";
import { invalidInput } from "../../errors.ts";
import { check } from "../../values/check.ts";
import { type Buy, buy } from "./buy.ts";
import type { CommandContext, CommandHandler } from "./command.ts";
import { type Deposit, deposit } from "./deposit.ts";
import { type Dividend, dividend } from "./dividend.ts";
import { type ChargeFee, fee } from "./fee.ts";
import { type MarkToMarket, markToMarket } from "./mark-to-market.ts";
import { open, type OpenPortfolio } from "./open.ts";
import { rebalance, type Rebalance } from "./rebalance.ts";
import { type RecordModelDrift, recordModelDrift } from "./record-model-drift.ts";
import { type RecordRebalance, recordRebalance } from "./record-rebalance.ts";
import { sell, type Sell } from "./sell.ts";
import { split, type Split } from "./split.ts";
import { type UpdateRiskMetrics, updateRiskMetrics } from "./update-risk-metrics.ts";
import { type Withdraw, withdraw } from "./withdraw.ts";

/** Anything that can be asked of a portfolio, as plain JSON: it can be logged, queued and replayed. */
export type PortfolioCommand =
  | OpenPortfolio
  | Deposit
  | Withdraw
  | Buy
  | Sell
  | Dividend
  | Split
  | ChargeFee
  | MarkToMarket
  | Rebalance
  | RecordRebalance
  | UpdateRiskMetrics
  | RecordModelDrift;

/** The name of a command. */
export type PortfolioCommandKind = PortfolioCommand["kind"];

type CommandOf<Kind extends PortfolioCommandKind> = Extract<PortfolioCommand, { readonly kind: Kind }>;

/** The one table that the dispatcher and the schemas are made from: a new kind of command is a file and a line here. */
export const handlers: { readonly [Kind in PortfolioCommandKind]: CommandHandler<CommandOf<Kind>> } = {
  open,
  deposit,
  withdraw,
  buy,
  sell,
  dividend,
  split,
  fee,
  "mark-to-market": markToMarket,
  rebalance,
  "record-rebalance": recordRebalance,
  "update-risk-metrics": updateRiskMetrics,
  "record-model-drift": recordModelDrift,
};

/** The handler of a command, for any kind. */
export function handlerOf(kind: string): CommandHandler<CommandContext & { readonly kind: string }> {
  if (Object.hasOwn(handlers, kind)) {
    return handlers[kind as PortfolioCommandKind];
  }
  throw invalidInput("kind", `kind: expected one of ${Object.keys(handlers).join(", ")}, was ${JSON.stringify(kind)}`, {
    received: kind,
  });
}

const KindSchema = z.looseObject({ kind: z.string() });

/** Schema of {@link PortfolioCommand}, for JSON Schema and OpenAPI; {@link parsePortfolioCommand} has better messages. */
export const PortfolioCommandSchema: z.ZodType<PortfolioCommand> = z.union(
  Object.values(handlers).map((handler) => handler.schema as z.ZodType<PortfolioCommand>),
);

/** Reads a command from JSON. Errors: `INVALID_INPUT` naming the field. */
export function parsePortfolioCommand(input: unknown): PortfolioCommand {
  const { kind } = check(KindSchema, input, "command");
  return check(handlerOf(kind).schema, input, kind) as PortfolioCommand;
}
