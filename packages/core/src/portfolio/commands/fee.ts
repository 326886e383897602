import * as z from "zod";
import { type MoneyData, PositiveMoneySchema } from "../../values/money.ts";
import { fact } from "../portfolio-events.ts";
import { moneyData } from "../valuation.ts";
import { type CommandContext, type CommandHandler, contextShape, whenOpen } from "./command.ts";
import { payment, requireCash } from "../rules.ts";

/** Charges a fee to the account, such as custody or advice; the fee of a trade belongs to the trade. */
export interface ChargeFee extends CommandContext {
  readonly kind: "fee";
  /** Above zero, in the portfolio's currency. */
  readonly amount: MoneyData;
  readonly description: string;
}

export const fee: CommandHandler<ChargeFee> = {
  kind: "fee",
  schema: z.strictObject({
    kind: z.literal("fee"),
    ...contextShape,
    amount: PositiveMoneySchema,
    description: z.string(),
  }),
  decide: whenOpen((state, command) => {
    const amount = payment(state, command.amount, "amount");
    requireCash(state, amount.negated(), `charge ${command.description}`);
    return [fact("FeeCharged", { amount: moneyData(amount, state.currency), description: command.description })];
  }),
};
