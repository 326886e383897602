/** How a block enters the linear systems: -H by its diagonal, whole, or as a diagonal with two further rows. */
export type BlockLayout = "diagonal" | "dense" | "expanded";

/**
 * One cone of a program at work in the interior point method: what every file of this folder implements. Vectors are
 * those of the whole program; a block reads and writes its own rows, `offset` to `offset + size`. H is the scaling with
 * Hz = s, and g the gradient of the dual barrier.
 */
export interface ConeBlock {
  readonly offset: number;
  readonly size: number;
  /** Parameter of the barrier: s'z / degree is the block's part of mu. */
  readonly degree: number;
  readonly layout: BlockLayout;
  /** Whether the cone is its own dual under some symmetric product. */
  readonly symmetric: boolean;
  /** Sets slacks and duals on the central path. */
  center(s: Float64Array, z: Float64Array): void;
  /** How far inside the cone a vector lies, negative outside; symmetric cones only. */
  margin(v: Float64Array): number;
  /** Moves a vector by `amount` along the cone's axis; symmetric cones only. */
  shift(v: Float64Array, amount: number): void;
  /** Finds H for these slacks and duals; with `dualOnly`, by the dual barrier's Hessian. False where rounding prevents it. */
  scale(s: Float64Array, z: Float64Array, mu: number, dualOnly: boolean): boolean;
  /** Writes the entries of -H from `at` on, in the order of the layout: upper triangle by columns, then the further columns. */
  writeScaling(values: Float64Array, at: number): void;
  /** out = s + the second-order correction of the affine step + `target` g(z); the right hand side of the combined step. */
  correct(
    s: Float64Array,
    z: Float64Array,
    stepS: Float64Array,
    stepZ: Float64Array,
    target: number,
    out: Float64Array,
  ): void;
  /** The longest step, up to `limit`, that leaves s and z in their cones. */
  stepLength(s: Float64Array, z: Float64Array, stepS: Float64Array, stepZ: Float64Array, limit: number): number;
  /** Primal plus dual barrier after a step; nonsymmetric cones only. */
  barrier(s: Float64Array, z: Float64Array, stepS: Float64Array, stepZ: Float64Array, step: number): number;
}

/** Entries of a block in the linear system. */
export function scalingEntries({ layout, size }: ConeBlock): number {
  if (layout === "diagonal") return size;
  return layout === "dense" ? (size * (size + 1)) / 2 : 3 * size + 2;
}
