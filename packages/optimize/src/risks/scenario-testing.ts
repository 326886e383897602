import type { Highs } from "highs";
import { drive } from "../solve/driver.ts";
import { requireHighs } from "../solve/solving.ts";

/** Portfolio problem of linear losses, for the textbook linear program. */
export interface LinearReference {
  readonly kind: "cvar" | "worst" | "range" | "cvar-range" | "mad" | "flpm";
  readonly values: readonly (readonly number[])[];
  readonly upper: number;
  readonly confidence?: number;
  readonly target?: number;
  /** Minimise coefficient x risk + linear'w. */
  readonly coefficient: number;
  readonly linear: readonly number[];
  /** Risk at most this. */
  readonly cap?: number;
  /** linear'w at least this. */
  readonly floor?: { readonly slopes: readonly number[]; readonly least: number };
}

interface Row {
  readonly entries: readonly (readonly [number, number])[];
  readonly lower: number;
  readonly upper: number;
}

/**
 * Least value by the textbook linear programs of Rockafellar & Uryasev (2002) and Konno & Yamazaki (1991), all scenarios
 * at once, sum of weights 1, weights from 0 to `upper`; undefined where infeasible.
 */
export async function leastByLinearProgram(reference: LinearReference): Promise<number | undefined> {
  const { kind, values, upper, confidence = 0.95, target = 0, coefficient, linear, cap, floor } = reference;
  const assets = linear.length;
  const count = values.length;
  const columns: { cost: number; lower: number; upper: number }[] = linear.map((cost) => ({ cost, lower: 0, upper }));
  const rows: Row[] = [{ entries: linear.map((_, i) => [i, 1] as const), lower: 1, upper: 1 }];
  const risk = new Map<number, number>();
  const column = (share: number, lower: number): number => {
    columns.push({ cost: coefficient * share, lower, upper: Infinity });
    risk.set(columns.length - 1, share);
    return columns.length - 1;
  };
  // level + share x sum of excesses over it, of sign x returns
  const tail = (sign: number, share: number): void => {
    const level = column(1, -Infinity);
    for (const row of values) {
      const excess = column(share, 0);
      const entries = row.map((value, i) => [i, sign * value] as const);
      rows.push({ entries: [...entries, [level, 1], [excess, 1]], lower: 0, upper: Infinity });
    }
  };
  const extreme = (sign: number): void => {
    const level = column(1, -Infinity);
    for (const row of values)
      rows.push({
        entries: [...row.map((value, i) => [i, sign * value] as const), [level, 1]],
        lower: 0,
        upper: Infinity,
      });
  };
  const share = 1 / ((1 - confidence) * count);
  if (kind === "cvar" || kind === "cvar-range") tail(1, share);
  if (kind === "cvar-range") tail(-1, share);
  if (kind === "worst" || kind === "range") extreme(1);
  if (kind === "range") extreme(-1);
  if (kind === "flpm") {
    for (const row of values) {
      const short = column(1 / count, 0);
      rows.push({
        entries: [...row.map((value, i) => [i, value] as const), [short, 1]],
        lower: target,
        upper: Infinity,
      });
    }
  }
  if (kind === "mad") {
    const means = linear.map((_, i) => values.reduce((sum, row) => sum + row[i]!, 0) / count);
    for (const row of values) {
      const deviation = column(1 / count, 0);
      const entries = row.map((value, i) => [i, value - means[i]!] as const);
      rows.push({ entries: [...entries, [deviation, 1]], lower: 0, upper: Infinity });
      rows.push({ entries: [...entries, [deviation, -1]], lower: -Infinity, upper: 0 });
    }
  }
  if (cap !== undefined) rows.push({ entries: [...risk], lower: -Infinity, upper: cap });
  if (floor !== undefined)
    rows.push({ entries: floor.slopes.map((value, i) => [i, value] as const), lower: floor.least, upper: Infinity });
  const highs = await loaded();
  const starts = [0];
  const indices: number[] = [];
  const entries: number[] = [];
  for (const row of rows) {
    for (const [at, value] of row.entries) {
      indices.push(at);
      entries.push(value);
    }
    starts.push(indices.length);
  }
  return highs.withModel(
    {
      numCols: columns.length,
      numRows: rows.length,
      colCost: columns.map(({ cost }) => cost),
      colLower: columns.map((entry) => entry.lower),
      colUpper: columns.map((entry) => entry.upper),
      rowLower: rows.map((row) => row.lower),
      rowUpper: rows.map((row) => row.upper),
      matrix: { format: "csr", numRows: rows.length, numCols: columns.length, starts, indices, values: entries },
    },
    (model): number | undefined => {
      model.options.set({ output_flag: false, primal_feasibility_tolerance: 1e-10, dual_feasibility_tolerance: 1e-10 });
      model.run();
      if (model.getModelStatus() !== highs.constants.modelStatus.optimal) return undefined;
      return assets > 0 ? model.getObjectiveValue() : undefined;
    },
  );
}

async function loaded(): Promise<Highs> {
  const { outcome } = await drive(requireHighs());
  return outcome;
}
