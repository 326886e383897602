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
import { conicSorted, mostSorted } from "./sorted-losses.ts";
import { conicTails } from "./tails.ts";

/** Whether a cone program of reasonable size holds a risk. */
export function isConicRisk({ shape }: RiskTerm): boolean {
  return shape.form !== "ranks" || shape.scenarios.rows <= mostSorted;
}

/** Adds a risk to a model. Throws where it has no cone program: ask {@link isConicRisk} first. */
export function conicRiskOf(model: ConicModel, term: RiskTerm): ConicRisk {
  if (!isConicRisk(term)) throw new Error(`the risk "${term.kind}" has no cone program`);
  const { shape, benchmark } = term;
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
