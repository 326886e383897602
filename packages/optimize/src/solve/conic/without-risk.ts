import type { Json } from "../../problem/normalize.ts";
import type { ConvexGoal } from "../../program/goal.ts";
import type { Program } from "../../program/program.ts";
import type { RootProof } from "../../risks/root-proof.ts";
import type { Solved } from "../outcome.ts";

/** Risk, in what it would be if no part offset another, that is no more than rounding. */
const rounding = 1e-13;

/**
 * The proof of a portfolio without risk where a root is all that is minimised: 0 is a slope of it there, and no limit has a
 * price. Undefined where that isn't so.
 */
export function provenWithoutRisk(goal: ConvexGoal, program: Program, found: Solved): Solved | undefined {
  const { risk, coefficient, linear, charges } = goal;
  const { rows, absolutes, caps, size } = program;
  if (risk === undefined || coefficient === 0 || charges.length > 0 || linear.some((value) => value !== 0))
    return undefined;
  if ([...rows, ...absolutes, ...caps].some(({ penalty }) => penalty < Infinity)) return undefined;
  const { shape } = risk;
  const isRoot = (shape.form === "shortfalls" && shape.root) || (shape.form === "quadratic" && shape.risk.root);
  const slopes = new Float64Array(size);
  const equal = risk.magnitude(new Float64Array(size).fill(1 / size), slopes);
  if (!isRoot || risk.value(found.weights) > rounding * Math.max(equal, risk.magnitude(found.weights, slopes)))
    return undefined;
  const proof: RootProof = { at: Array.from(found.weights), share: 0 };
  return {
    ...found,
    rowDuals: new Float64Array(rows.length),
    absoluteDuals: new Float64Array(absolutes.length),
    capDuals: new Float64Array(caps.length),
    proof: { ...(found.proof as { readonly [key: string]: Json } | undefined), ...proof },
  };
}
