import { invalidInput, PlimsollError, throwIfAborted } from "@plimsoll/core";
import type { MatrixInput } from "../problem/inputs.ts";
import { readMatrix } from "../problem/read-numbers.ts";
import { drive } from "../solve/driver.ts";
import { requireHighs, type Solving } from "../solve/solving.ts";
import type { AllocateOptions, Allocation, AllocationRequest } from "./allocation.ts";
import { balanceBound } from "./balance-bound.ts";
import { type Book, type Choice, heldShares, holding, moneyRounding, sharesOf, spareCash, totalsOf } from "./book.ts";
import { certificateOf } from "./certify-allocation.ts";
import { allocateGreedily } from "./greedy.ts";
import { type IntegerOutcome, solveInteger } from "./milp.ts";
import { readRequest } from "./read-request.ts";

/** HiGHS may overdraw by its feasibility tolerance; with this share of the value kept back it can't. */
const safeReserve = 1e-7;

/**
 * Turns target weights into whole shares that the cash pays for.
 *
 * Minimises (sum |value_i - target_i| + |cash left + fees - cash target| + fees) / value over whole lots, where value is
 * that of cash and holdings before trading, target_i = weight_i x value, and the cash target is 0 unless `cashWeight`
 * says otherwise. Without fees that is the integer program of PyPortfolioOpt, divided by the value. A position
 * never passes its target by a whole lot or more. Cash never turns negative: fees are paid out of it, and sales add to
 * it. Where two allocations are equally good, the one that trades nothing wins; what else is tied may differ between
 * versions of the solver, so compare objectives, not shares.
 *
 * `milp` proves its answer to `tolerance` with HiGHS, which runs in one go: an abort is seen before and after, `maxNodes`
 * and `timeLimitMs` end it earlier with status `feasible`. `greedy` needs no WebAssembly. The certificate is
 * {@link certifyAllocation}'s. Cash that doesn't pay for a single lot is an answer, not an error.
 *
 * Throws `PlimsollError`: `INVALID_INPUT` (weights that don't sum to 1 with `cashWeight` within 1e-3, prices that are
 * missing or not positive, negative weights without `shorts`, NaN), `INFEASIBLE` where proceeds of shorts that are held
 * already can't be covered, `NOT_CONVERGED` where a limit ends the search before it has an allocation, `ABORTED`.
 *
 * @example
 * ```ts
 * import { allocateShares } from "@plimsoll/optimize";
 *
 * const allocation = await allocateShares({
 *   weights: { VTI: 0.6, BND: 0.3, GLD: 0.1 },
 *   prices: { VTI: 251.2, BND: 72.4, GLD: 189.9 },
 *   cash: 10_000,
 *   fee: { fixed: 1 },
 * });
 * console.log(allocation.status, allocation.shares, allocation.cash.toFixed(2));
 * // optimal { VTI: 24, BND: 41, GLD: 5 } 50.30
 * ```
 */
export async function allocateShares(request: AllocationRequest, options: AllocateOptions = {}): Promise<Allocation> {
  const { method = "milp", tolerance = 1e-6 } = options;
  if (method !== "milp" && method !== "greedy") {
    throw invalidInput("method", `expected milp or greedy, was ${String(method)}`);
  }
  if (!(tolerance >= 0)) throw invalidInput("tolerance", `expected tolerance to be at least 0, was ${tolerance}`);
  throwIfAborted(options.signal, "allocation");
  const book = readRequest(request);
  const covariance = request.covariance === undefined ? undefined : readCovariance(request.covariance, request, book);
  const work = method === "greedy" ? greedy(book) : milp(book, tolerance, options);
  const { outcome, milliseconds } = await drive(work, options);
  return report(book, outcome, milliseconds, tolerance, covariance);
}

interface Found {
  readonly choice: Choice;
  /** What a search says, as a share of the value. */
  readonly reported: number | undefined;
  readonly solver: string;
  readonly nodes: number;
}

function* descend(book: Book): Solving<Choice | undefined> {
  const work = allocateGreedily(book);
  let step = work.next();
  for (let done = 1; step.done !== true; done += 1) {
    yield { phase: "allocation", done };
    step = work.next();
  }
  return step.value;
}

function* greedy(book: Book): Solving<Found> {
  const choice = yield* descend(book);
  if (choice === undefined) throw notCovered();
  return { choice, reported: undefined, solver: "steepest descent", nodes: 0 };
}

function* milp(book: Book, tolerance: number, options: AllocateOptions): Solving<Found> {
  const first = yield* descend(book);
  const verified = balanceBound(book) / book.value;
  if (first !== undefined && objectiveOf(book, first) - verified <= tolerance) {
    return {
      choice: preferred(book, first, tolerance, verified),
      reported: undefined,
      solver: "steepest descent",
      nodes: 0,
    };
  }
  const highs = yield* requireHighs();
  const solve = (reserve: number): IntegerOutcome =>
    solveInteger(highs, book, {
      // half of it for the search: its bound is taken down by its own tolerances
      gap: tolerance / 2,
      nodes: options.maxNodes ?? 5000,
      milliseconds: options.timeLimitMs,
      reserve,
    });
  const outcome = solve(0);
  yield { phase: "allocation", done: outcome.nodes };
  let { choice, nodes } = outcome;
  if (choice !== undefined && overspends(book, choice)) {
    const again = solve(safeReserve);
    choice = again.choice;
    nodes += again.nodes;
  }
  let best = first;
  if (choice !== undefined && !overspends(book, choice)) {
    if (best === undefined || objectiveOf(book, choice) < objectiveOf(book, best)) best = choice;
  }
  if (best === undefined) {
    if (outcome.status === "infeasible") throw notCovered();
    throw new PlimsollError(
      "NOT_CONVERGED",
      `no allocation was found within ${nodes} nodes: raise maxNodes or timeLimitMs`,
      { iterations: nodes, residual: Infinity, tolerance },
    );
  }
  const bound = outcome.status === "infeasible" ? verified : Math.max(outcome.bound, verified);
  return { choice: preferred(book, best, tolerance, bound), reported: bound, solver: "highs", nodes };
}

/** Trading nothing, where nothing is better by more than the tolerance. */
function preferred(book: Book, choice: Choice, tolerance: number, bound: number): Choice {
  const still = holding(book);
  return !overspends(book, still) && objectiveOf(book, still) - bound <= tolerance ? still : choice;
}

function objectiveOf(book: Book, choice: Choice): number {
  return totalsOf(book, sharesOf(book, choice)).objective / book.value;
}

function overspends(book: Book, choice: Choice): boolean {
  return spareCash(book, totalsOf(book, sharesOf(book, choice))) < -moneyRounding * book.value;
}

function notCovered(): PlimsollError<"INFEASIBLE"> {
  return new PlimsollError(
    "INFEASIBLE",
    'no allocation keeps the proceeds of all shorts in cash: pay in more cash, or pass shorts: "spend-proceeds"',
    { conflict: ["shorts"], relaxation: [] },
  );
}

function report(
  book: Book,
  { choice, reported, solver, nodes }: Found,
  milliseconds: number,
  tolerance: number,
  covariance: Float64Array | undefined,
): Allocation {
  const { assets, value, prices, targets } = book;
  const shares = sharesOf(book, choice);
  const certificate = certificateOf(book, shares, reported, tolerance);
  const { gap, budgetResidual, lotResidual } = certificate;
  const byAsset = (values: ArrayLike<number>): Record<string, number> =>
    Object.fromEntries(assets.map((asset, i) => [asset, values[i]!]));
  const trades = assets.flatMap((asset, i) => {
    // a difference of decimals such as 0.3 - 0.1 keeps no more digits than they have
    const traded = Number((shares[i]! - heldShares(book, i)).toPrecision(12));
    return traded === 0 ? [] : [[asset, traded] as const];
  });
  const difference = shares.map((count, i) => (count * prices[i]! - targets[i]!) / value);
  return {
    status: gap <= tolerance && budgetResidual <= tolerance && lotResidual <= tolerance ? "optimal" : "feasible",
    shares: byAsset(shares),
    trades: Object.fromEntries(trades),
    weights: byAsset(shares.map((count, i) => (count * prices[i]!) / value)),
    cash: certificate.cash,
    fees: totalsOf(book, shares).fees,
    value,
    trackingError: trackingError(difference, covariance),
    certificate,
    stats: { solver, nodes, milliseconds },
  };
}

function readCovariance(input: MatrixInput, { weights }: AllocationRequest, book: Book): Float64Array {
  const named = Object.keys(weights).length;
  const other = book.assets[named];
  if (other !== undefined) {
    throw invalidInput(
      "covariance",
      `"${other}" is held but not in weights, so the covariance can't cover it: give it a weight of 0`,
    );
  }
  return readMatrix(input, named, named, "covariance").values;
}

function trackingError(difference: Float64Array, covariance: Float64Array | undefined): number {
  if (covariance === undefined) return Math.sqrt(difference.reduce((sum, each) => sum + each * each, 0));
  const n = Math.round(Math.sqrt(covariance.length));
  let variance = 0;
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j < n; j += 1) variance += covariance[i * n + j]! * difference[i]! * difference[j]!;
  }
  return Math.sqrt(Math.max(0, variance));
}
