import * as z from "zod";
import { PlimsollError } from "../../errors.ts";
import type { ReturnPanel } from "../../panel/return-panel.ts";
import type { BarInterval } from "../../ports/bars.ts";
import type { MarketDataRepository } from "../../ports/market-data-repository.ts";
import type { RiskEngine } from "../../ports/risk-engine.ts";
import type { RunOptions } from "../../ports/run-options.ts";
import { check } from "../../values/check.ts";
import type { MoneyData } from "../../values/money.ts";
import type { WeightsData } from "../../values/weights.ts";
import { loadPortfolio, type PortfolioPorts } from "./load-portfolio.ts";
import { priceShape, readPrices } from "./read-prices.ts";

/** What a risk engine is asked about a portfolio. */
export interface PortfolioRiskQuestion {
  readonly portfolioId: string;
  /** Fractions of the value now; cash earns nothing. */
  readonly weights: WeightsData;
  /** Value now, in the portfolio's currency. */
  readonly value: MoneyData;
  /** Simple returns of the assets held, each in the currency of its instrument. */
  readonly returns: ReturnPanel;
  /** Confidence, within (0, 1). */
  readonly level: number;
  /** Periods ahead, at least 1. */
  readonly horizon: number;
  /** Which estimator; the engine knows the names. */
  readonly method: string;
}

/** What {@link calculateVaR} stands on. */
export interface VaRPorts<Measures> extends PortfolioPorts {
  readonly marketData: MarketDataRepository;
  readonly riskEngine: RiskEngine<PortfolioRiskQuestion, Measures>;
}

/** Which portfolio's risk, seen from when, over which past. */
export interface VaRRequest {
  readonly portfolioId: string;
  /** Holdings as of this moment, ISO 8601 with zone. @defaultValue now */
  readonly at?: string | undefined;
  /** First price, included. @defaultValue the first there is */
  readonly from?: string | undefined;
  /** Last price, included. @defaultValue the last there is */
  readonly to?: string | undefined;
  /** @defaultValue "day" */
  readonly interval?: BarInterval | undefined;
  /** Prices as they were known at this moment. @defaultValue everything stored */
  readonly knownAt?: string | undefined;
  /** Confidence, within (0, 1). @defaultValue 0.95 */
  readonly level?: number | undefined;
  /** Periods ahead. @defaultValue 1 */
  readonly horizon?: number | undefined;
  /** @defaultValue "historical" */
  readonly method?: string | undefined;
}

/** The risk of a portfolio and what it was measured on. */
export interface PortfolioRisk<Measures> {
  readonly measures: Measures;
  readonly weights: WeightsData;
  readonly value: MoneyData;
  /** Rows of returns behind the measures. */
  readonly observations: number;
  /** Assets priced in another currency than the portfolio's: their exchange-rate risk is not in the measures. */
  readonly foreign: readonly string[];
}

/** Schema of {@link VaRRequest}. */
export const VaRRequestSchema: z.ZodType<VaRRequest> = z.strictObject({
  portfolioId: z.string().min(1),
  at: z.string().optional(),
  from: priceShape.from,
  to: priceShape.to,
  interval: priceShape.interval,
  knownAt: priceShape.knownAt,
  level: z.number().gt(0).lt(1).optional(),
  horizon: z.int().min(1).optional(),
  method: z.string().min(1).optional(),
});

/**
 * Query: the risk of a portfolio's present holdings over the past of their prices; nothing is written.
 *
 * Errors: `INVALID_INPUT` for a malformed request; `NOT_FOUND` for an unknown portfolio; `RULE_VIOLATED`
 * (`position-held`) for one that holds only cash; `NOT_ENOUGH_DATA` naming an asset with fewer than 2 prices in the
 * range; those of the engine.
 */
export async function calculateVaR<Measures>(
  ports: VaRPorts<Measures>,
  request: VaRRequest,
  options: RunOptions = {},
): Promise<PortfolioRisk<Measures>> {
  const {
    portfolioId,
    at,
    level = 0.95,
    horizon = 1,
    method = "historical",
    ...range
  } = check(VaRRequestSchema, request, "request");
  const portfolio = await loadPortfolio(ports, { portfolioId, at });
  const held = Object.values(portfolio.state.positions);
  if (held.length === 0) {
    throw new PlimsollError(
      "RULE_VIOLATED",
      `portfolio "${portfolioId}" holds only cash, whose value is not at risk: buy something first`,
      { rule: "position-held" },
    );
  }
  const prices = await readPrices(ports, { ...range, assets: held.map(({ ticker }) => ticker) }, { least: 2 });
  const returns = prices.simpleReturns();
  const weights = portfolio.weights.toJSON();
  const value = portfolio.value.toJSON();
  const question = { portfolioId, weights, value, returns, level, horizon, method };
  const measures = await ports.riskEngine.measure(question, options);
  return {
    measures,
    weights,
    value,
    observations: returns.rows,
    foreign: held.filter(({ currency }) => currency !== portfolio.currency).map(({ ticker }) => ticker),
  };
}
