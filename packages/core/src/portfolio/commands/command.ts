import * as z from "zod";
import { PlimsollError } from "../../errors.ts";
import { TimeSchema } from "../../values/time.ts";
import type { PortfolioFact } from "../portfolio-events.ts";
import type { PortfolioState } from "../state.ts";

/** What comes with every command: its identity, its time, and what it belongs to. */
export interface CommandContext {
  /** Unique identifier, such as a UUID; the events it leads to are `<id>/1`, `<id>/2`, ..., so that a retry is recognised. */
  readonly id: string;
  /** When it takes effect: an ISO day or ISO 8601 with zone, not before the last event. */
  readonly time: string;
  /** @defaultValue `id` */
  readonly correlationId?: string;
  /** Who and why, kept with the events, such as `{ actor: "anna", reason: "quarterly review" }`. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The fields of {@link CommandContext}, to be spread into the schema of a command. */
export const contextShape: {
  readonly id: z.ZodString;
  readonly time: z.ZodType<string>;
  readonly correlationId: z.ZodExactOptional<z.ZodString>;
  readonly metadata: z.ZodExactOptional<z.ZodRecord<z.ZodString, z.ZodString>>;
} = {
  id: z.string().min(1),
  time: TimeSchema,
  correlationId: z.string().min(1).exactOptional(),
  metadata: z.record(z.string(), z.string()).exactOptional(),
};

/** Schema of {@link CommandContext}. */
export const CommandContextSchema: z.ZodType<CommandContext> = z.strictObject(contextShape);

/** One kind of command: its name, its shape, and what it decides. Every file of this folder exports one. */
export interface CommandHandler<Command extends CommandContext & { readonly kind: string }> {
  readonly kind: Command["kind"];
  readonly schema: z.ZodType<Command>;
  /** The facts that `command` leads to in `state` (`null` before the portfolio is opened), or a thrown `PlimsollError`. */
  decide(state: PortfolioState | null, command: Command): readonly PortfolioFact[];
}

/** A `decide` that needs an open portfolio. */
export function whenOpen<Command extends CommandContext & { readonly kind: string }>(
  decide: (state: PortfolioState, command: Command) => readonly PortfolioFact[],
): CommandHandler<Command>["decide"] {
  return (state, command) => {
    if (state !== null) return decide(state, command);
    throw new PlimsollError("RULE_VIOLATED", `can't ${command.kind}: the portfolio isn't open; open it first`, {
      rule: "open-first",
    });
  };
}
