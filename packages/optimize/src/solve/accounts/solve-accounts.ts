import { dot, normalCdf } from "@plimsoll/numeric";
import { traceLine } from "../../frontier/trace-line.ts";
import type { LineData, LinePoint } from "../../frontier/line-data.ts";
import type { Json } from "../../problem/normalize.ts";
import type { CompiledProblem } from "../../program/compile.ts";
import type { Account, AccountProof, AccountsGoal } from "../../program/goal.ts";
import { polyhedronOf } from "../../program/polyhedron.ts";
import { solveLinear } from "../linear/solve-linear.ts";
import type { Outcome } from "../outcome.ts";
import { applyForm } from "../quadratic/apply-form.ts";
import type { Solving } from "../solving.ts";
import { type AccountPortfolio, accountPortfolio } from "./account-portfolio.ts";

/** Solves every account on the exact mean-variance frontier of the program, which is traced once. */
export function* solveAccounts(compiled: CompiledProblem, goal: AccountsGoal): Solving<Outcome> {
  const { program } = compiled;
  yield { phase: "frontier", done: 0 };
  const traced = traceLine(compiled, goal.covariance, goal.mean);
  if (traced.status !== "traced") {
    if (traced.status === "not-converged")
      return { status: "not-converged", iterations: traced.iterations, residual: Number.NaN };
    return traced.status === "infeasible" ? traced : { status: "unbounded", direction: traced.direction };
  }
  const { line } = traced;
  const found = goal.accounts.map((account) => ({ account, portfolio: accountPortfolio(line, account) }));
  const failure = failureOf(found, line);
  if (failure !== undefined) return failure;
  const proofs: AccountProof[] = [];
  for (const { account, portfolio } of found) {
    if (portfolio.status === "bound") proofs.push(boundProof(account, portfolio.point, line, program.rows.length));
    if (portfolio.status !== "greatest") continue;
    const vertex = yield* solveLinear(
      polyhedronOf(program),
      goal.mean.map((value) => -value),
    );
    if (vertex.status !== "optimal")
      return { status: "not-converged", iterations: vertex.iterations, residual: Number.NaN };
    proofs.push(proofOf(account, portfolio.point.weights, 0, vertex.rowDuals, program.rows.length));
  }
  const mixed = (length: number, of: (proof: AccountProof) => readonly number[]): Float64Array => {
    const sum = new Float64Array(length);
    proofs.forEach((proof, k) =>
      of(proof).forEach((value, i) => {
        sum[i] = sum[i]! + goal.accounts[k]!.share * value;
      }),
    );
    return sum;
  };
  return {
    status: "optimal",
    weights: mixed(program.size, ({ weights }) => weights),
    rowDuals: mixed(program.rows.length, ({ rows }) => rows),
    absoluteDuals: mixed(program.absolutes.length, ({ absolutes }) => absolutes),
    capDuals: new Float64Array(0),
    proof: { accounts: proofs } as unknown as Json,
    solver: "critical line",
    iterations: line.corners.length,
    nodes: 0,
  };
}

/** Multipliers of 1/2 variance - t mean become those of -mean with the threshold's price p: 1 + p = p z t / volatility. */
function boundProof(account: Account, found: LinePoint, line: LineData, rows: number): AccountProof {
  // without risk, as all in cash, there is no slope: that of the next portfolios of the frontier supports it
  const riskless = !(found.variance > 0);
  const point = riskless ? riskyPoint(line) : found;
  const volatility = Math.sqrt(point.variance);
  const ratio = (account.deviations * point.riskTolerance) / volatility;
  const price = 1 / (ratio - 1);
  const factor = (price * account.deviations) / volatility;
  const proof = proofOf(
    account,
    found.weights,
    price,
    point.rowDuals.map((dual) => dual * factor),
    rows,
  );
  return riskless ? { ...proof, at: Array.from(point.weights) } : proof;
}

/** The first portfolio of the frontier that has risk. */
function riskyPoint({ corners, ray, form, mean }: LineData): LinePoint {
  const risky = corners.find(({ variance }) => variance > 0);
  const last = corners.at(-1)!;
  if (risky !== undefined || ray === undefined) return risky ?? last;
  const weights = last.weights.map((weight, i) => weight + ray.weights[i]!);
  return {
    riskTolerance: last.riskTolerance + 1,
    weights,
    rowDuals: last.rowDuals.map((dual, k) => dual + ray.rowDuals[k]!),
    expectedReturn: dot(mean, weights),
    variance: dot(weights, applyForm(form, weights)),
  };
}

function proofOf(
  { name }: Account,
  weights: Float64Array,
  price: number,
  rowDuals: Float64Array,
  rows: number,
): AccountProof {
  return {
    name,
    weights: Array.from(weights),
    price,
    rows: Array.from(rowDuals.subarray(0, rows)),
    absolutes: Array.from(rowDuals.subarray(rows)),
  };
}

function failureOf(
  found: readonly { readonly account: Account; readonly portfolio: AccountPortfolio }[],
  line: LineData,
): Outcome | undefined {
  const relaxation = found.flatMap(({ account, portfolio }) =>
    portfolio.status === "infeasible"
      ? [{ constraint: account.name, from: account.threshold, to: portfolio.greatest }]
      : [],
  );
  if (relaxation.length > 0) {
    const goals = relaxation.map(
      ({ constraint, from, to }) =>
        `account "${constraint}" (threshold ${from}, which is ${(from - to).toPrecision(4)} too high: the greatest possible is ${to})`,
    );
    return {
      status: "infeasible",
      explained: {
        message: `no portfolio reaches the goal of ${goals.join(", nor of ")}: lower the threshold, or allow a larger probability`,
        details: { conflict: relaxation.map(({ constraint }) => constraint), relaxation },
      },
    };
  }
  for (const { account, portfolio } of found) {
    if (portfolio.status !== "unbounded") continue;
    const probability = normalCdf(-portfolio.deviations);
    return {
      status: "unbounded",
      direction: line.ray!.weights,
      message: `the return of account "${account.name}" grows without limit, as for any probability above ${probability.toPrecision(6)}: add bounds, or lower its probability`,
    };
  }
  return undefined;
}
