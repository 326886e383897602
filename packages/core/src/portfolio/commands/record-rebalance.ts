import * as z from "zod";
import { type MoneyData, NonNegativeMoneySchema, PositiveMoneySchema } from "../../values/money.ts";
import { type WeightsData, WeightsSchema } from "../../values/weights.ts";
import { DecisionBasisSchema, PlannedOrderSchema, PricesSchema } from "../event-schemas.ts";
import { type DecisionBasis, fact, type PlannedOrder } from "../portfolio-events.ts";
import { withPrices } from "../state.ts";
import { moneyData, portfolioValue, portfolioWeights, settled } from "../valuation.ts";
import { type CommandContext, type CommandHandler, contextShape, whenOpen } from "./command.ts";
import { payment } from "../rules.ts";

/**
 * Records a rebalance whose orders a broker filled: the fills come first, each as a `buy` or `sell` of its own; this says
 * which plan they belonged to. Value and weights after it are those of the portfolio at `prices`.
 */
export interface RecordRebalance extends CommandContext {
  readonly kind: "record-rebalance";
  readonly targets: WeightsData;
  readonly orders: readonly PlannedOrder[];
  readonly prices: Readonly<Record<string, string>>;
  readonly turnover: number;
  /** Fees actually paid. */
  readonly cost: MoneyData;
  readonly valueBefore: MoneyData;
  readonly weightsBefore: WeightsData;
  /** @defaultValue none */
  readonly basis?: DecisionBasis;
}

export const recordRebalance: CommandHandler<RecordRebalance> = {
  kind: "record-rebalance",
  schema: z.strictObject({
    kind: z.literal("record-rebalance"),
    ...contextShape,
    targets: WeightsSchema,
    orders: z.array(PlannedOrderSchema).readonly(),
    prices: PricesSchema,
    turnover: z.number().nonnegative(),
    cost: NonNegativeMoneySchema,
    valueBefore: PositiveMoneySchema,
    weightsBefore: WeightsSchema,
    basis: DecisionBasisSchema.exactOptional(),
  }),
  decide: whenOpen((before, command) => {
    const { targets, orders, prices, turnover, cost, valueBefore, weightsBefore, basis } = command;
    payment(before, cost, "cost");
    payment(before, valueBefore, "valueBefore");
    const state = { ...before, positions: withPrices(before, prices) };
    return [
      fact("PortfolioRebalanced", {
        targets,
        execution: "external",
        orders,
        prices,
        turnover,
        cost,
        valueBefore,
        valueAfter: moneyData(settled(portfolioValue(state), state.currency), state.currency),
        weightsBefore,
        weightsAfter: portfolioWeights(state),
        basis: basis ?? null,
      }),
    ];
  }),
};
