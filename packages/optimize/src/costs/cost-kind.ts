import type { MemberSchema } from "../problem/member-schema.ts";
import type { ProblemContext } from "../problem/context.ts";
import type { Charge } from "../program/charge.ts";
import type { Ticket } from "../program/ticket.ts";

/** What a cost or penalty lowers to. */
export interface LoweredCost {
  /** Convex costs of single weights. */
  readonly charges: readonly Charge[];
  /** Fixed costs of trades. @defaultValue none */
  readonly tickets?: readonly Ticket[];
}

/** One kind of cost or penalty in the objective: what each file of this folder exports. */
export interface CostKind<Cost extends { readonly kind: string }> {
  readonly kind: Cost["kind"];
  /** One sentence for the docs. */
  readonly summary: string;
  readonly schema: MemberSchema<Cost>;
  /** Binds to a problem's data. Throws `INVALID_INPUT` naming the culprit. */
  lower(cost: Cost, name: string, context: ProblemContext): LoweredCost;
}
