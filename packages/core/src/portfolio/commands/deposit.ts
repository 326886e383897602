import * as z from "zod";
import { type MoneyData, PositiveMoneySchema } from "../../values/money.ts";
import { fact } from "../portfolio-events.ts";
import { moneyData } from "../valuation.ts";
import { type CommandContext, type CommandHandler, contextShape, whenOpen } from "./command.ts";
import { payment } from "../rules.ts";

/** Brings cash in. */
export interface Deposit extends CommandContext {
  readonly kind: "deposit";
  /** Above zero, in the portfolio's currency. */
  readonly amount: MoneyData;
}

export const deposit: CommandHandler<Deposit> = {
  kind: "deposit",
  schema: z.strictObject({ kind: z.literal("deposit"), ...contextShape, amount: PositiveMoneySchema }),
  decide: whenOpen((state, command) => [
    fact("CashDeposited", { amount: moneyData(payment(state, command.amount, "amount"), state.currency) }),
  ]),
};
