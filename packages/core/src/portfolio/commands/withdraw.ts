import * as z from "zod";
import { type MoneyData, PositiveMoneySchema } from "../../values/money.ts";
import { fact } from "../portfolio-events.ts";
import { moneyData } from "../valuation.ts";
import { type CommandContext, type CommandHandler, contextShape, whenOpen } from "./command.ts";
import { payment, requireCash } from "../rules.ts";

/** Takes cash out, at most what is there unless the account allows margin. */
export interface Withdraw extends CommandContext {
  readonly kind: "withdraw";
  /** Above zero, in the portfolio's currency. */
  readonly amount: MoneyData;
}

export const withdraw: CommandHandler<Withdraw> = {
  kind: "withdraw",
  schema: z.strictObject({ kind: z.literal("withdraw"), ...contextShape, amount: PositiveMoneySchema }),
  decide: whenOpen((state, command) => {
    const amount = payment(state, command.amount, "amount");
    requireCash(state, amount.negated(), "withdraw");
    return [fact("CashWithdrawn", { amount: moneyData(amount, state.currency) })];
  }),
};
