import { PlimsollError } from "../../errors.ts";
import { parsePortfolioEvent } from "../../portfolio/event-schemas.ts";
import { evolve } from "../../portfolio/evolve.ts";
import { Portfolio } from "../../portfolio/portfolio.ts";
import { portfolioStream } from "../../portfolio/portfolio-events.ts";
import { type PortfolioState, PortfolioStateSchema } from "../../portfolio/state.ts";
import type { PortfolioUpcasters } from "../../portfolio/upcast.ts";
import type { PortfolioRepository, SnapshotCodec } from "../../ports/portfolio-repository.ts";
import { check } from "../../values/check.ts";

/** What reading a portfolio stands on. */
export interface PortfolioPorts {
  readonly repository: PortfolioRepository;
  /** For events written in older shapes. @defaultValue none */
  readonly upcasters?: PortfolioUpcasters | undefined;
}

/** How a portfolio's state becomes a snapshot: it is its own JSON. */
export const portfolioSnapshots: SnapshotCodec<PortfolioState | null> = Object.freeze({
  schemaVersion: 1,
  encode: (state: PortfolioState | null): unknown => state,
  decode: (json: unknown): PortfolioState => check(PortfolioStateSchema, json, "snapshot"),
});

/** The step of a repository's fold: checks a stored event, brings it up to date and applies it. */
function portfolioEvolver(
  upcasters: PortfolioUpcasters = {},
): (state: PortfolioState | null, event: unknown) => PortfolioState {
  return (state, event) => evolve(state, parsePortfolioEvent(event, upcasters));
}

/**
 * Query: a portfolio as its events tell, now or as of a moment; from its snapshot on, where one is kept.
 *
 * Errors: `NOT_FOUND` when it wasn't open; `INVALID_INPUT` and `UNSUPPORTED` for events that can't be read;
 * `RULE_VIOLATED` when they contradict themselves.
 *
 * @param request.at - the moment to look at, ISO 8601 with zone; now unless given
 */
export async function loadPortfolio(
  ports: PortfolioPorts,
  request: { readonly portfolioId: string; readonly at?: string | undefined },
): Promise<Portfolio> {
  const { portfolioId, at } = request;
  const { state } = await ports.repository.load<PortfolioState | null, unknown>(
    portfolioStream(portfolioId),
    portfolioEvolver(ports.upcasters),
    null,
    { toTime: at, snapshots: portfolioSnapshots },
  );
  if (state !== null) return Portfolio.parse(state);
  const when = at === undefined ? "" : ` at ${at}`;
  throw new PlimsollError("NOT_FOUND", `no portfolio "${portfolioId}"${when}: open it first`, {
    kind: "portfolio",
    id: portfolioId,
  });
}
