import type { ProspectGoal } from "../../program/goal.ts";
import { impliedBox } from "../../program/implied-box.ts";
import { absoluteValue, type Program } from "../../program/program.ts";
import type { Pieces } from "../pieces.ts";
import { type Cell, CellBounds } from "./cell-bound.ts";

interface Open extends Cell {
  readonly bound: number;
}

/** Cells x scenarios x assets: what the search may take, about a second; with more assets than this it gains little. */
const mostWork = 6e6;
const fewAssets = 4;
const workWithMany = 1e6;
const workBetweenYields = 5e4;

/**
 * An upper bound of the prospect value over a program: the weights are divided into ever smaller boxes, the one with the
 * greatest bound first (Falk & Soland 1969), until none promises more than `allowed` above what was found, or the work
 * is done. With two or three assets that proves the best portfolio; with many the bound stays wide.
 */
export function* prospectBound(goal: ProspectGoal, program: Program, found: number, allowed: number): Pieces<number> {
  const bounds = new CellBounds(goal, program.budget);
  const size = program.size * goal.scenarios.rows;
  const heap = new CellHeap();
  const box = impliedBox(program);
  const root = narrowed({ lower: box.lower, upper: box.upper }, program);
  if (root === undefined) return -Infinity;
  heap.push({ ...root, bound: bounds.boundOf(root) });
  // what is left of the best boxes never has to be looked at again
  let settled = found;
  let sinceYield = 0;
  const most = program.size <= fewAssets ? mostWork : workWithMany;
  for (let cells = 1; cells * size < most;) {
    const best = heap.top();
    if (best === undefined || best.bound <= found + allowed) break;
    heap.pop();
    const parts = halves(best);
    if (parts === undefined) {
      settled = Math.max(settled, best.bound);
      continue;
    }
    for (const part of parts) {
      const cell = narrowed(part, program);
      if (cell === undefined) continue;
      heap.push({ ...cell, bound: Math.min(best.bound, bounds.boundOf(cell)) });
      cells += 1;
      sinceYield += size;
      if (sinceYield < workBetweenYields) continue;
      sinceYield = 0;
      yield;
    }
  }
  return Math.max(settled, heap.top()?.bound ?? -Infinity);
}

/** Both halves of the widest side; undefined where a cell can't be divided. */
function halves({ lower, upper }: Cell): readonly [Cell, Cell] | undefined {
  let widest = 0;
  for (let i = 1; i < lower.length; i += 1) if (upper[i]! - lower[i]! > upper[widest]! - lower[widest]!) widest = i;
  const middle = (lower[widest]! + upper[widest]!) / 2;
  if (!(middle > lower[widest]! && middle < upper[widest]!)) return undefined;
  const below = upper.slice();
  const above = lower.slice();
  below[widest] = middle;
  above[widest] = middle;
  return [
    { lower, upper: below },
    { lower: above, upper },
  ];
}

/** A cell with what the budget leaves of each side; undefined where no feasible portfolio is in it. */
function narrowed({ lower, upper }: Cell, program: Program): Cell | undefined {
  const { size, budget, rows, absolutes } = program;
  const low = lower.slice();
  const high = upper.slice();
  for (let i = 0; i < size; i += 1) if (low[i]! > high[i]!) return undefined;
  if (budget !== undefined) {
    const least = low.reduce((sum, value) => sum + value, 0);
    const most = high.reduce((sum, value) => sum + value, 0);
    const room = 1e-12 * (Math.abs(budget) + Math.abs(least) + Math.abs(most));
    if (least > budget + room || most < budget - room) return undefined;
    for (let i = 0; i < size; i += 1) {
      // a little wider than exact, so that rounding excludes nothing
      low[i] = Math.max(low[i]!, Math.min(upper[i]!, budget - (most - upper[i]!) - room));
      high[i] = Math.min(high[i]!, Math.max(lower[i]!, budget - (least - lower[i]!) + room));
    }
  }
  for (const { coefficients, lower: least, upper: most } of rows) {
    let smallest = 0;
    let greatest = 0;
    let terms = 0;
    for (let i = 0; i < size; i += 1) {
      const [a, b] = [coefficients[i]! * low[i]!, coefficients[i]! * high[i]!];
      smallest += Math.min(a, b);
      greatest += Math.max(a, b);
      terms += Math.max(Math.abs(a), Math.abs(b));
    }
    if (smallest > most + 1e-9 * terms || greatest < least - 1e-9 * terms) return undefined;
  }
  for (const row of absolutes) {
    const nearest = row.centres.map((centre, i) => Math.min(Math.max(centre, low[i]!), high[i]!));
    if (absoluteValue(row, nearest) > row.upper + 1e-9 * Math.abs(row.upper)) return undefined;
  }
  return { lower: low, upper: high };
}

/** Cells by their bound, the greatest on top. */
class CellHeap {
  readonly #cells: Open[] = [];

  top(): Open | undefined {
    return this.#cells[0];
  }

  push(cell: Open): void {
    const cells = this.#cells;
    let at = cells.push(cell) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (cells[parent]!.bound >= cell.bound) break;
      cells[at] = cells[parent]!;
      at = parent;
    }
    cells[at] = cell;
  }

  pop(): void {
    const cells = this.#cells;
    const last = cells.pop();
    if (last === undefined || cells.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= cells.length) break;
      if (child + 1 < cells.length && cells[child + 1]!.bound > cells[child]!.bound) child += 1;
      if (cells[child]!.bound <= last.bound) break;
      cells[at] = cells[child]!;
      at = child;
    }
    cells[at] = last;
  }
}
