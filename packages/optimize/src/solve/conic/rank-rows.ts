import { argsort, gemv, gemvTransposed } from "@plimsoll/numeric";
import type { Scenarios } from "../../problem/context.ts";
import { type Parts, sortedBlocks } from "../scenario/parts.ts";
import { type Affine, affine, type ConicModel, type RowName, scaledAffine, sumOf } from "./conic-model.ts";
import type { ConicRisk } from "./conic-risk.ts";
import { returnUnit } from "./scenario-losses.ts";

/** Blocks of ranks whose cuts are kept apart. */
const blocks = 15;
/** Scenarios that may come into question at once, and in all, before the order is taken anew. */
const mostAtOnce = 3000;
const mostInQuestion = 6000;
/** Share of the measure that a model may lack. */
const closeEnough = 1e-11;
/** The same where the portfolio is only near the answer. */
const nearEnough = 1e-8;

/** So few in question leave nothing to refine. */
const fewInQuestion = 200;
/** Difference, in the mean size of returns, of scenarios that are nearly tied. */
const nearTie = 1e-6;

/** A part of the measure that prices of the returns support. */
interface PartCut {
  readonly block: number;
  /** One for each return. */
  readonly prices: Float64Array;
  /** One for each weight, in returns of typical size. */
  readonly slopes: Float64Array;
}

/**
 * A measure of sorted losses in a cone program without all of its comparisons. As sum drop_k x (sum of the k largest losses),
 * each sum is held for the order at one portfolio, but for the scenarios whose place among the k largest has come into
 * question since: these compete for the places left, as in Rockafellar & Uryasev (2002). Never above the measure, and equal
 * to it where every change of place is in question. Until portfolios are near each other, block cuts bring them together.
 */
export class RankRows {
  readonly #scenarios: Scenarios;
  readonly #benchmark: Float64Array | undefined;
  readonly #unit: number;
  /** Price that every loss has. */
  readonly #least: number;
  readonly #drops: Float64Array;
  readonly #parts: Parts;
  readonly #cuts: PartCut[] = [];
  /** Place of each scenario, losses downwards, at the portfolio that the order was taken at. */
  #places: Int32Array | undefined;
  /** By k - 1: scenarios that may or may not be among the k largest losses. */
  #inQuestion: Map<number, Set<number>> = new Map();
  #count = 0;

  constructor(scenarios: Scenarios, rankWeights: Float64Array, benchmark: Float64Array | undefined) {
    this.#scenarios = scenarios;
    this.#benchmark = benchmark;
    this.#unit = returnUnit(scenarios);
    this.#least = rankWeights.at(-1)!;
    const drops = rankWeights.subarray(0, -1).map((weight, k) => weight - rankWeights[k + 1]!);
    // a tail of whole scenarios may have a last share that is rounding
    const rounding = 1e-12 * drops.reduce((most, drop) => Math.max(most, drop), 0);
    this.#drops = drops.map((drop) => (drop > rounding ? drop : 0));
    const depth = this.#drops.reduce((most, drop, k) => (drop > 0 ? k + 1 : most), 0);
    this.#parts = sortedBlocks(
      rankWeights.subarray(0, depth).map((weight) => weight - this.#least),
      blocks,
    );
  }

  /** Takes in what the model lacks at a portfolio, or a direction, exact or only `near`; returns whether it lacked anything. */
  learn(weights: Float64Array, accuracy: "exact" | "near" = "exact"): boolean {
    const { rows } = this.#scenarios;
    const returns = this.#returnsOf(weights);
    const order = argsort(returns);
    const places = this.#places;
    if (places === undefined) {
      this.#take(returns, order);
      return true;
    }
    const changed: (readonly [k: number, scenario: number])[] = [];
    const moved = new Set<number>();
    let size = 0;
    for (let place = 0; place < rows; place += 1) {
      const scenario = order[place]!;
      const before = places[scenario]!;
      size += Math.abs(returns[scenario]!) / rows;
      for (let k = Math.min(place, before); k < Math.max(place, before); k += 1) {
        if (this.#drops[k] === 0 || this.#inQuestion.get(k)?.has(scenario) === true) continue;
        changed.push([k, scenario]);
        moved.add(k);
      }
    }
    const lack = this.#lackOf(returns, order, moved);
    if (lack <= (accuracy === "exact" ? closeEnough : nearEnough) * size) return false;
    if (changed.length > mostAtOnce || this.#count + changed.length > mostInQuestion) this.#take(returns, order);
    else for (const [k, scenario] of changed) this.#question(k, scenario);
    return true;
  }

  /** What the sums of the k largest losses lack, each times its drop. */
  #lackOf(returns: Float64Array, order: Int32Array, moved: ReadonlySet<number>): number {
    const { rows } = this.#scenarios;
    const held = new Int32Array(rows);
    this.#places!.forEach((place, scenario) => (held[place] = scenario));
    let lack = 0;
    // what is held loses less than the k largest do
    let behind = 0;
    for (let k = 0; k < rows - 1; k += 1) {
      behind += returns[held[k]!]! - returns[order[k]!]!;
      if (!moved.has(k)) continue;
      const questioned = Array.from(this.#inQuestion.get(k) ?? []);
      const inside = questioned.filter((scenario) => this.#places![scenario]! <= k);
      const best = questioned.map((scenario) => returns[scenario]!).sort((a, b) => a - b);
      const gained = inside.reduce((sum, scenario, at) => sum + returns[scenario]! - best[at]!, 0);
      lack += this.#drops[k]! * Math.max(0, behind - gained);
    }
    return lack;
  }

  /**
   * Takes the order at a portfolio that is all but the answer, with nothing in question but near ties: a smaller program,
   * which an interior point solves more exactly.
   */
  refine(weights: Float64Array): void {
    const { rows } = this.#scenarios;
    if (this.#count <= fewInQuestion) return;
    const returns = this.#returnsOf(weights);
    const order = argsort(returns);
    this.#take(returns, order);
    const near = nearTie * returns.reduce((sum, earned) => sum + Math.abs(earned) / rows, 0);
    for (let k = 0; k < rows - 1; k += 1) {
      if (this.#drops[k] === 0 || returns[order[k + 1]!]! - returns[order[k]!]! > near) continue;
      const edge = returns[order[k]!]!;
      for (let at = k; at >= 0 && edge - returns[order[at]!]! <= near; at -= 1) this.#question(k, order[at]!);
      for (let at = k + 1; at < rows && returns[order[at]!]! - edge <= near; at += 1) this.#question(k, order[at]!);
    }
  }

  #returnsOf(weights: Float64Array): Float64Array {
    const { rows, values } = this.#scenarios;
    const away = this.#benchmark === undefined ? weights : weights.map((w, i) => w - this.#benchmark![i]!);
    return gemv(values, rows, weights.length, away);
  }

  #question(k: number, scenario: number): void {
    let scenarios = this.#inQuestion.get(k);
    if (scenarios === undefined) this.#inQuestion.set(k, (scenarios = new Set()));
    scenarios.add(scenario);
    this.#count += 1;
  }

  #take(returns: Float64Array, order: Int32Array): void {
    const { rows, values } = this.#scenarios;
    const size = values.length / rows;
    this.#places = new Int32Array(rows);
    order.forEach((scenario, place) => (this.#places![scenario] = place));
    this.#inQuestion = new Map();
    this.#count = 0;
    this.#parts(returns).forEach(({ points, prices }, block) => {
      const all = new Float64Array(rows);
      points.forEach((point, k) => (all[point] = prices[k]!));
      this.#cuts.push({ block, prices: all, slopes: this.#slopesOf(all, size) });
    });
  }

  #slopesOf(prices: Float64Array, size: number): Float64Array {
    const { rows, values } = this.#scenarios;
    return gemvTransposed(values, rows, size, prices).map((slope) => slope / this.#unit);
  }

  /** Adds the model as it stands. */
  addTo(model: ConicModel): ConicRisk {
    const { rows, values } = this.#scenarios;
    const size = values.length / rows;
    const weights = Int32Array.from({ length: size }, (_, i) => i);
    const unit = this.#unit;
    const count = this.#cuts.reduce((most, { block }) => Math.max(most, block + 1), 0);
    const first = model.variables(count);
    const sum = affine(0, ...Array.from({ length: count }, (_, b): [number, number] => [first + b, 1]));
    const cutRows = this.#cuts.map(({ block, slopes }) =>
      model.nonnegative(
        sumOf(affine(0, [first + block, 1]), { constant: 0, variables: weights, coefficients: slopes.map((s) => -s) }),
      ),
    );
    // the order that was taken last, with what is in question
    const held = this.#heldPrices();
    const terms: [number, number][] = [];
    const questioned: { readonly scenario: number; readonly row: RowName; readonly scale: number }[] = [];
    for (const [k, scenarios] of this.#inQuestion) {
      const drop = this.#drops[k]!;
      const scale = Math.sqrt(drop);
      const inside = [...scenarios].filter((scenario) => this.#places![scenario]! <= k).length;
      const level = model.variables();
      const excess = model.variables(scenarios.size);
      terms.push([level, (-drop / scale) * inside]);
      [...scenarios].forEach((scenario, position) => {
        const at = scenario * size;
        const earned: Affine = {
          constant: 0,
          variables: weights,
          coefficients: values.subarray(at, at + size).map((value) => (scale * value) / unit),
        };
        model.nonnegative(affine(0, [excess + position, 1]));
        const row = model.nonnegative(sumOf(affine(0, [excess + position, 1], [level, 1]), earned));
        questioned.push({ scenario, row, scale });
        terms.push([excess + position, -drop / scale]);
      });
    }
    const heldRow = model.nonnegative(
      sumOf(sum, affine(0, ...terms), {
        constant: 0,
        variables: weights,
        coefficients: this.#slopesOf(held, size),
      }),
    );
    const even = this.#slopesOf(new Float64Array(rows).fill(-this.#least), size);
    return {
      shape: "linear",
      value: scaledAffine(sumOf(sum, { constant: 0, variables: weights, coefficients: even }), unit),
      proof: (duals, _weights, price) => {
        const worth = price * unit;
        const prices = new Float64Array(rows).fill(this.#least);
        this.#cuts.forEach((cut, c) => addTimes(prices, cut.prices, -duals.of(cutRows[c]!) / worth));
        addTimes(prices, held, duals.of(heldRow) / worth);
        for (const { scenario, row, scale } of questioned)
          prices[scenario] = prices[scenario]! + (scale * duals.of(row)) / worth;
        return { prices: Array.from(prices) };
      },
    };
  }

  /** Prices of the losses that are among the k largest without question. */
  #heldPrices(): Float64Array {
    const { rows } = this.#scenarios;
    const carried = new Float64Array(rows);
    for (let k = rows - 2; k >= 0; k -= 1) carried[k] = carried[k + 1]! + this.#drops[k]!;
    const prices = Float64Array.from(this.#places ?? [], (place) => carried[place]!);
    for (const [k, scenarios] of this.#inQuestion)
      for (const scenario of scenarios)
        if (this.#places![scenario]! <= k) prices[scenario] = prices[scenario]! - this.#drops[k]!;
    return prices;
  }
}

function addTimes(sum: Float64Array, values: Float64Array, factor: number): void {
  for (let t = 0; t < sum.length; t += 1) sum[t] = sum[t]! + factor * values[t]!;
}
