import * as z from "zod";
import { type Constraint, ConstraintsSchema } from "../../values/constraints.ts";
import { type MoneyData, PositiveMoneySchema } from "../../values/money.ts";
import { RiskToleranceSchema } from "../../values/risk-tolerance.ts";
import { type LotMethod, LotMethodSchema } from "../lots.ts";
import { fact } from "../portfolio-events.ts";
import { type AccountPermissions, AccountPermissionsSchema } from "../state.ts";
import { type CommandContext, type CommandHandler, contextShape } from "./command.ts";
import { violation, wholeMinorUnits } from "../rules.ts";

/** Opens a portfolio with initial capital above zero, whose currency becomes the portfolio's. */
export interface OpenPortfolio extends CommandContext {
  readonly kind: "open";
  readonly portfolioId: string;
  readonly owner: string;
  readonly initialCapital: MoneyData;
  /** From 0 to 1. */
  readonly riskTolerance: number;
  /** Which lots a sale takes unless it says so. @defaultValue "fifo" */
  readonly lotMethod?: LotMethod;
  /** @defaultValue both "forbidden" */
  readonly permissions?: AccountPermissions;
  /** The account's standing limits. @defaultValue none */
  readonly constraints?: readonly Constraint[];
}

export const open: CommandHandler<OpenPortfolio> = {
  kind: "open",
  schema: z.strictObject({
    kind: z.literal("open"),
    ...contextShape,
    portfolioId: z.string().min(1),
    owner: z.string().min(1),
    initialCapital: PositiveMoneySchema,
    riskTolerance: RiskToleranceSchema,
    lotMethod: LotMethodSchema.exactOptional(),
    permissions: AccountPermissionsSchema.exactOptional(),
    constraints: ConstraintsSchema.exactOptional(),
  }),
  decide(state, command) {
    if (state !== null) {
      throw violation("open-once", `portfolio "${state.id}" is already open; choose another portfolioId`);
    }
    wholeMinorUnits(command.initialCapital, "initialCapital");
    return [
      fact("PortfolioOpened", {
        portfolioId: command.portfolioId,
        owner: command.owner,
        initialCapital: command.initialCapital,
        riskTolerance: command.riskTolerance,
        lotMethod: command.lotMethod ?? "fifo",
        permissions: command.permissions ?? { shorts: "forbidden", margin: "forbidden" },
        constraints: command.constraints ?? [],
      }),
    ];
  },
};
