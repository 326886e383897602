import type { Certificate } from "../certify/certificate.ts";
import type { CertifyOptions } from "../certify/certify.ts";
import { tolerances } from "../certify/certify.ts";
import { check } from "../certify/check.ts";
import type { CompiledProblem } from "../program/compile.ts";
import { objectiveAt, type LineCorner, type LineData, type LinePoint } from "./line-data.ts";

/** A portfolio on the mean-variance frontier. Plain JSON, but for the getters `weightArray` and `certificate`. */
export interface FrontierPortfolio {
  readonly weights: Readonly<Record<string, number>>;
  /** Weights in the order of the problem's assets; not part of the JSON. */
  readonly weightArray: Float64Array;
  /** In the unit of `mean`. */
  readonly expectedReturn: number;
  /** In the unit of the covariance. */
  readonly variance: number;
  /** Root of the variance. */
  readonly volatility: number;
  /** lambda, in min 1/2 variance - lambda x expected return: 0 at the least variance. */
  readonly riskTolerance: number;
  /** 1 / lambda, the `riskAversion` of `max-utility` with variance; `null` at the least variance, where it is infinite. */
  readonly riskAversion: number | null;
  /** Proof that no feasible portfolio is better at this risk tolerance, by the checker of `certify`; made when first asked for, and not part of the JSON. */
  readonly certificate: Certificate;
}

/** A corner of the frontier: a portfolio where some asset or constraint begins or ceases to bind. */
export interface CornerPortfolio extends FrontierPortfolio {
  /** Largest of the relative residuals of the optimality conditions, computed from the raw data: at most 1e-8. */
  readonly residual: number;
}

/** Puts points of a frontier into the user's words. */
export class PortfolioMaker {
  readonly #compiled: CompiledProblem;
  readonly #line: LineData;
  readonly #options: CertifyOptions;

  constructor(compiled: CompiledProblem, line: LineData, options: CertifyOptions) {
    this.#compiled = compiled;
    this.#line = line;
    this.#options = options;
  }

  /** A portfolio of the frontier. */
  portfolio(point: LinePoint): FrontierPortfolio {
    return this.#dressed(point, {});
  }

  /** A corner of the frontier. */
  corner(point: LineCorner): CornerPortfolio {
    return this.#dressed(point, { residual: point.residual });
  }

  #dressed<Extra extends object>(point: LinePoint, extra: Extra): FrontierPortfolio & Extra {
    const { weights, expectedReturn, variance, riskTolerance } = point;
    const record: Record<string, number> = {};
    this.#compiled.context.assets.forEach((asset, i) => (record[asset] = weights[i]! + 0));
    const plain = {
      weights: record,
      expectedReturn,
      variance,
      volatility: Math.sqrt(variance),
      riskTolerance,
      riskAversion: riskTolerance > 0 ? 1 / riskTolerance : null,
      ...extra,
    };
    let certificate: Certificate | undefined;
    return Object.defineProperties(plain, {
      weightArray: { get: () => weights.slice(), enumerable: false },
      certificate: { get: () => (certificate ??= this.#certify(point)), enumerable: false },
    }) as FrontierPortfolio & Extra;
  }

  #certify({ weights, rowDuals, riskTolerance }: LinePoint): Certificate {
    const { program, lowered } = this.#compiled;
    const { objective, goal, factor } = objectiveAt(this.#line, riskTolerance);
    const rows = program.rows.length;
    const multipliers = {
      rows: rowDuals.subarray(0, rows).map((dual) => factor * dual),
      absolutes: rowDuals.subarray(rows).map((dual) => factor * dual),
      caps: new Float64Array(0),
    };
    const compiled = { ...this.#compiled, objective, lowered: { ...lowered, goal } };
    return check(compiled, { weights, multipliers }, tolerances(this.#options)).certificate;
  }
}
