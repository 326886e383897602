import { probabilityWeight } from "@plimsoll/numeric";

/** Decision weights by rank, equally likely outcomes, with the least and the greatest of any run of ranks. */
export class RankWeights {
  /** weights[k]: of the (k + 1)-th outcome from the end where ranks are counted. */
  readonly weights: Float64Array;
  readonly #least: readonly Float64Array[];
  readonly #most: readonly Float64Array[];

  constructor(count: number, power: number) {
    const reached = Float64Array.from({ length: count + 1 }, (_, k) => probabilityWeight(k / count, power));
    this.weights = Float64Array.from({ length: count }, (_, k) => reached[k + 1]! - reached[k]!);
    this.#least = doubled(this.weights, Math.min);
    this.#most = doubled(this.weights, Math.max);
  }

  /** Over ranks from..to, both included. */
  least(from: number, to: number): number {
    const level = 31 - Math.clz32(to - from + 1);
    const values = this.#least[level]!;
    return Math.min(values[from]!, values[to + 1 - (1 << level)]!);
  }

  /** Over ranks from..to, both included. */
  most(from: number, to: number): number {
    const level = 31 - Math.clz32(to - from + 1);
    const values = this.#most[level]!;
    return Math.max(values[from]!, values[to + 1 - (1 << level)]!);
  }
}

/** Level l holds the extreme of each 2^l consecutive numbers. */
function doubled(values: Float64Array, extreme: (a: number, b: number) => number): readonly Float64Array[] {
  const levels = [values];
  for (let width = 1; 2 * width <= values.length; width *= 2) {
    const last = levels.at(-1)!;
    levels.push(
      Float64Array.from({ length: values.length - 2 * width + 1 }, (_, k) => extreme(last[k]!, last[k + width]!)),
    );
  }
  return levels;
}
