import type { Highs } from "highs";
import { type Book, type Choice, hasFees, heldShares, moneyRounding } from "./book.ts";

/** What the integer program said; money as a share of the portfolio's value. */
export interface IntegerOutcome {
  readonly status: "solved" | "stopped" | "infeasible";
  readonly choice: Choice | undefined;
  /** No choice has a smaller objective. */
  readonly bound: number;
  readonly nodes: number;
}

/** When the integer program may stop. */
export interface IntegerLimits {
  readonly gap: number;
  readonly nodes: number;
  readonly milliseconds: number | undefined;
  /** Cash that has to stay beyond what must, as a share of the portfolio's value: HiGHS overdraws by its tolerance. */
  readonly reserve: number;
}

/**
 * The mixed-integer program of an allocation on HiGHS, in units of the portfolio's value. Columns by asset: whole lots,
 * odd shares kept (0 or 1), deviation; with fees bought, sold, fee and traded (0 or 1); with proceeds held, the value
 * of the short position. Then the money that isn't invested and its deviation from the cash target.
 */
export function solveInteger(highs: Highs, book: Book, limits: IntegerLimits): IntegerOutcome {
  const model = new RowWriter();
  const lots: number[] = [];
  const odds: number[] = [];
  const balance: [number, number][] = [];
  // fees and shorts, which the money that isn't invested has to cover
  const covered: [number, number][] = [];
  let start = book.cash / book.value;
  for (let i = 0; i < book.size; i += 1) {
    const price = book.prices[i]! / book.value;
    const lotValue = book.lots[i]! * price;
    const oddValue = book.odd[i]! * price;
    const target = book.targets[i]! / book.value;
    const held = heldShares(book, i) * price;
    const count = model.column(0, book.least[i]!, book.most[i]!, true);
    const odd = book.odd[i] === 0 ? -1 : model.column(0, 0, 1, true);
    lots.push(count);
    odds.push(odd);
    const value: [number, number][] = [[count, lotValue]];
    if (odd >= 0) value.push([odd, oddValue]);
    const deviation = model.column(1, 0, Infinity);
    model.row([...value, [deviation, -1]], -Infinity, target);
    model.row([...value, [deviation, 1]], target, Infinity);
    balance.push(...value);
    start += held;
    const ends = [book.least[i]!, book.most[i]!].flatMap((each) => [each * lotValue, each * lotValue + oddValue]);
    if (hasFees(book)) {
      const largest = Math.max(...ends.map((end) => Math.abs(end - held)));
      covered.push([writeFee(model, book, i, value, held, largest), -1]);
    }
    if (book.holdsProceeds && Math.min(...ends) < 0) {
      const short = model.column(0, 0, Infinity);
      model.row([...value, [short, 1]], 0, Infinity);
      covered.push([short, -1]);
    }
  }
  const left = model.column(0, limits.reserve, Infinity);
  const away = model.column(1, 0, Infinity);
  const cashTarget = book.cashTarget / book.value;
  model.row([...balance, [left, 1]], start, start);
  model.row(
    [
      [left, 1],
      [away, -1],
    ],
    -Infinity,
    cashTarget,
  );
  model.row(
    [
      [left, 1],
      [away, 1],
    ],
    cashTarget,
    Infinity,
  );
  if (covered.length > 0) model.row([[left, 1], ...covered], limits.reserve, Infinity);
  return highs.withModel(model.build(), (solver): IntegerOutcome => {
    solver.options.set({
      output_flag: false,
      primal_feasibility_tolerance: 1e-9,
      mip_feasibility_tolerance: 1e-9,
      mip_rel_gap: 0,
      mip_abs_gap: limits.gap,
      mip_max_nodes: limits.nodes,
      ...(limits.milliseconds === undefined ? {} : { time_limit: limits.milliseconds / 1000 }),
    });
    solver.run();
    const { modelStatus } = highs.constants;
    const status = solver.getModelStatus();
    const nodes = Number(solver.info.get("mip_node_count"));
    if (status === modelStatus.infeasible) return { status: "infeasible", choice: undefined, bound: Infinity, nodes };
    const { colValue } = solver.getSolution();
    const found = Number(solver.info.get("primal_solution_status")) === 2;
    return {
      status: status === modelStatus.optimal ? "solved" : "stopped",
      choice: found
        ? {
            lots: Float64Array.from(lots, (column) => Math.round(colValue[column]!) + 0),
            keepsOdd: Uint8Array.from(odds, (column) => (column >= 0 && colValue[column]! > 0.5 ? 1 : 0)),
          }
        : undefined,
      // the search's own tolerances move its bound by as much
      bound: Math.max(0, Number(solver.info.get("mip_dual_bound")) - 1e-9 - moneyRounding),
      nodes,
    };
  });
}

/** The column of one asset's fee: at least each piece of it; the objective keeps it from being more. */
function writeFee(
  model: RowWriter,
  { fee, prices, value: total }: Book,
  i: number,
  value: readonly [number, number][],
  held: number,
  largest: number,
): number {
  const bought = model.column(0, 0, largest);
  const sold = model.column(0, 0, largest);
  const paid = model.column(1, 0, Infinity);
  model.row([...value, [bought, -1], [sold, 1]], held, held);
  const perShare = fee.perShare / prices[i]!;
  const pieces: [number, number][] = [
    [bought, fee.buyRate + perShare],
    [sold, fee.sellRate + perShare],
    [paid, -1],
  ];
  if (fee.fixed === 0 && fee.minimum === 0) {
    model.row(pieces, -Infinity, 0);
    return paid;
  }
  const traded = model.column(0, 0, 1, true);
  model.row([...pieces, [traded, fee.fixed / total]], -Infinity, 0);
  model.row(
    [
      [traded, (fee.fixed + fee.minimum) / total],
      [paid, -1],
    ],
    -Infinity,
    0,
  );
  model.row(
    [
      [bought, 1],
      [sold, 1],
      [traded, -largest],
    ],
    -Infinity,
    0,
  );
  return paid;
}

type ModelData = Parameters<Highs["createModel"]>[0] & object;

/** Columns and rows as HiGHS takes them. */
class RowWriter {
  readonly #costs: number[] = [];
  readonly #lower: number[] = [];
  readonly #upper: number[] = [];
  readonly #integer: number[] = [];
  readonly #rowLower: number[] = [];
  readonly #rowUpper: number[] = [];
  readonly #starts: number[] = [0];
  readonly #indices: number[] = [];
  readonly #values: number[] = [];

  column(cost: number, lower: number, upper: number, integer = false): number {
    this.#costs.push(cost);
    this.#lower.push(lower);
    this.#upper.push(upper);
    this.#integer.push(integer ? 1 : 0);
    return this.#costs.length - 1;
  }

  row(entries: readonly [number, number][], lower: number, upper: number): void {
    for (const [column, value] of entries) {
      if (value === 0) continue;
      this.#indices.push(column);
      this.#values.push(value);
    }
    this.#starts.push(this.#indices.length);
    this.#rowLower.push(lower);
    this.#rowUpper.push(upper);
  }

  build(): ModelData {
    const numCols = this.#costs.length;
    const numRows = this.#rowLower.length;
    return {
      numCols,
      numRows,
      colCost: Float64Array.from(this.#costs),
      colLower: Float64Array.from(this.#lower),
      colUpper: Float64Array.from(this.#upper),
      rowLower: Float64Array.from(this.#rowLower),
      rowUpper: Float64Array.from(this.#rowUpper),
      integrality: Int32Array.from(this.#integer),
      matrix: {
        format: "csr",
        numRows,
        numCols,
        starts: Int32Array.from(this.#starts),
        indices: Int32Array.from(this.#indices),
        values: Float64Array.from(this.#values),
      },
    };
  }
}
