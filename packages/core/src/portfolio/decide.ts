import { handlerOf, parsePortfolioCommand, type PortfolioCommand } from "./commands/index.ts";
import { compareTimes } from "../values/time.ts";
import { type PortfolioEvent, portfolioStream } from "./portfolio-events.ts";
import { violation } from "./rules.ts";
import type { PortfolioState } from "./state.ts";

/**
 * The events that `command` leads to in `state` (`null` before the portfolio is opened). Pure: the same state and command
 * give the same events, identifiers included, so that a retry is recognised by a store.
 *
 * Event identifiers are `<command id>/1`, `/2`, ...; `causationId` is the command's id. Errors: `INVALID_INPUT` for a
 * malformed command, `RULE_VIOLATED` with the rule's name where the portfolio can't do it, `NOT_FOUND` for an unknown lot
 * or exchange rate.
 */
export function decide(state: PortfolioState | null, command: PortfolioCommand): readonly PortfolioEvent[] {
  const checked = parsePortfolioCommand(command);
  if (state !== null && compareTimes(checked.time, state.updatedAt) < 0) {
    throw violation(
      "time-order",
      `${checked.kind} at ${checked.time} is before the last event at ${state.updatedAt}: give commands in the order of time`,
    );
  }
  const facts = handlerOf(checked.kind).decide(state, checked);
  const portfolioId = checked.kind === "open" ? checked.portfolioId : state!.id;
  return facts.map((item, index) =>
    deepFreeze({
      id: `${checked.id}/${index + 1}`,
      stream: portfolioStream(portfolioId),
      version: (state?.version ?? 0) + index + 1,
      ...item,
      time: checked.time,
      correlationId: checked.correlationId ?? checked.id,
      causationId: checked.id,
      ...(checked.metadata === undefined ? {} : { metadata: checked.metadata }),
    }),
  );
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    for (const item of Object.values(value)) deepFreeze(item);
    Object.freeze(value);
  }
  return value;
}
