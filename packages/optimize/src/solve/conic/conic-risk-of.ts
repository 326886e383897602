import type { RiskTerm } from "../../risks/risk-kind.ts";
import type { RiskShape } from "../../risks/risk-shape.ts";
import { conicActive } from "./active-model.ts";
import type { ConicModel } from "./conic-model.ts";
import type { ConicRisk } from "./conic-risk.ts";
import { conicDrawdowns } from "./drawdowns.ts";
import { conicEntropic } from "./entropic.ts";
import { conicGrowth } from "./growth.ts";
import { conicNegativeEntropy } from "./negative-entropy.ts";
import { quadraticNorm } from "./quadratic-norm.ts";
import { conicShortfalls } from "./shortfalls.ts";
import type { RankRows } from "./rank-rows.ts";
import { conicSorted, mostSorted } from "./sorted-losses.ts";
import { conicTails } from "./tails.ts";

/** Risks whose rows are generated, with the rows so far. */
export type GeneratedRows = ReadonlyMap<RiskTerm, RankRows>;

/** Whether a risk's comparisons are too many for one cone program: then its rows are generated. */
export function isGenerated({ shape }: RiskTerm): boolean {
  return shape.form === "ranks" && shape.scenarios.rows > mostSorted;
}

/** Adds a risk to a model, by its rows so far where they are generated. */
export function conicRiskOf(model: ConicModel, term: RiskTerm, generated?: GeneratedRows): ConicRisk {
  const { shape, benchmark } = term;
  const rows = generated?.get(term);
  if (rows !== undefined)
    return benchmark === undefined ? rows.addTo(model) : conicActive(model, benchmark, (active) => rows.addTo(active));
  // a quadratic form has the benchmark in its centre
  if (benchmark === undefined || shape.form === "quadratic") return added(model, shape);
  return conicActive(model, benchmark, (active) => added(active, shape));
}

function added(model: ConicModel, shape: RiskShape): ConicRisk {
  switch (shape.form) {
    case "quadratic":
      return quadraticNorm(shape.risk);
    case "tails":
      return conicTails(model, shape.scenarios, shape.tails);
    case "shortfalls":
      return conicShortfalls(model, shape.scenarios, shape.spec, shape.root);
    case "entropic":
      return conicEntropic(model, shape.scenarios, shape.tail);
    case "drawdowns":
      return conicDrawdowns(model, shape.scenarios, shape.gauge);
    case "ranks":
      return conicSorted(model, shape.scenarios, shape.rankWeights);
    case "growth":
      return conicGrowth(model, shape.scenarios);
    case "negative-entropy":
      return conicNegativeEntropy(model, shape.budget);
  }
}
