import { type Cone, type ConicProgram, type ConicSolution, sparseFromEntries } from "@plimsoll/numeric";

/** A constant and multiples of variables, by their positions. */
export interface Affine {
  readonly constant: number;
  readonly variables: ArrayLike<number>;
  readonly coefficients: ArrayLike<number>;
}

/** constant + sum coefficient x variable. */
export function affine(
  constant: number,
  ...terms: readonly (readonly [variable: number, coefficient: number])[]
): Affine {
  return { constant, variables: terms.map(([j]) => j), coefficients: terms.map(([, value]) => value) };
}

/** factor x an affine expression + constant. */
export function scaledAffine({ constant, variables, coefficients }: Affine, factor: number, plus: number = 0): Affine {
  return {
    constant: factor * constant + plus,
    variables,
    coefficients: Array.from(coefficients, (value) => factor * value),
  };
}

/** The sum of affine expressions. */
export function sumOf(...parts: readonly Affine[]): Affine {
  return {
    constant: parts.reduce((sum, { constant }) => sum + constant, 0),
    variables: parts.flatMap(({ variables }) => Array.from(variables)),
    coefficients: parts.flatMap(({ coefficients }) => Array.from(coefficients)),
  };
}

/** Names a row of a model: {@link ConicDuals.of} finds its dual. */
export type RowName = number;

/** Duals of a solved model: z in the dual cone, so that slopes of the objective = sum z x slopes of the rows. */
export interface ConicDuals {
  of(row: RowName): number;
}

/** What a risk adds itself to: variables, and rows that each lie in a cone. Weights are the first variables. */
export interface ConicModel {
  readonly weights: number;
  /** Adds variables without limits; returns the position of the first. */
  variables(count?: number): number;
  /** expression = 0. */
  zero(expression: Affine): RowName;
  /** expression >= 0. */
  nonnegative(expression: Affine): RowName;
  /** Norm of the other expressions at most the first. Returns the name of the first row; the others follow. */
  secondOrder(bound: Affine, parts: readonly Affine[]): RowName;
  /** y exp(x / y) <= z. */
  exponential(x: Affine, y: Affine, z: Affine): RowName;
  /** |z| <= x^exponent y^(1 - exponent). */
  power(exponent: number, x: Affine, y: Affine, z: Affine): RowName;
}

interface Block {
  readonly cone: Cone;
  readonly first: RowName;
}

/** A conic program that is built row by row, with what it minimises. */
export class ConicProgramModel implements ConicModel {
  readonly weights: number;
  #variables: number;
  readonly #costs: { readonly at: number; readonly value: number }[] = [];
  readonly #curvature: { readonly i: number; readonly j: number; readonly value: number }[] = [];
  readonly #rows: Affine[] = [];
  readonly #zeros: RowName[] = [];
  readonly #nonnegatives: RowName[] = [];
  readonly #blocks: Block[] = [];

  constructor(weights: number) {
    this.weights = weights;
    this.#variables = weights;
  }

  variables(count: number = 1): number {
    const first = this.#variables;
    this.#variables += count;
    return first;
  }

  /** Adds an expression to what is minimised, but for its constant. */
  minimize({ variables, coefficients }: Affine): void {
    for (let k = 0; k < variables.length; k += 1) this.#costs.push({ at: variables[k]!, value: coefficients[k]! });
  }

  /** Adds value x (variable i) x (variable j) to what is minimised. */
  minimizeProduct(i: number, j: number, value: number): void {
    this.#curvature.push({ i: Math.min(i, j), j: Math.max(i, j), value: i === j ? 2 * value : value });
  }

  zero(expression: Affine): RowName {
    const name = this.#add(expression);
    this.#zeros.push(name);
    return name;
  }

  nonnegative(expression: Affine): RowName {
    const name = this.#add(expression);
    this.#nonnegatives.push(name);
    return name;
  }

  secondOrder(bound: Affine, parts: readonly Affine[]): RowName {
    return this.#block({ kind: "second-order", size: parts.length + 1 }, [bound, ...parts]);
  }

  exponential(x: Affine, y: Affine, z: Affine): RowName {
    return this.#block({ kind: "exponential" }, [x, y, z]);
  }

  power(exponent: number, x: Affine, y: Affine, z: Affine): RowName {
    return this.#block({ kind: "power", exponent }, [x, y, z]);
  }

  #block(cone: Cone, rows: readonly Affine[]): RowName {
    const [first] = rows.map((row) => this.#add(row));
    this.#blocks.push({ cone, first: first! });
    return first!;
  }

  #add(row: Affine): RowName {
    return this.#rows.push(row) - 1;
  }

  /** The program, rows of one kind together. */
  program(): ConicProgram {
    const size = this.#variables;
    const order = this.#order();
    const rowOf: number[] = [];
    const columnOf: number[] = [];
    const values: number[] = [];
    const limits = new Float64Array(order.length);
    order.forEach((name, at) => {
      const { constant, variables, coefficients } = this.#rows[name]!;
      limits[at] = constant;
      for (let k = 0; k < variables.length; k += 1) {
        if (coefficients[k] === 0) continue;
        rowOf.push(at);
        columnOf.push(variables[k]!);
        values.push(-coefficients[k]!);
      }
    });
    const linear = new Float64Array(size);
    for (const { at, value } of this.#costs) linear[at] = linear[at]! + value;
    const rows = sparseFromEntries(order.length, size, rowOf, columnOf, values);
    const cones: Cone[] = [
      { kind: "zero", size: this.#zeros.length },
      { kind: "nonnegative", size: this.#nonnegatives.length },
      ...this.#blocks.map(({ cone }) => cone),
    ];
    const program = { size, linear, rows, limits, cones };
    if (this.#curvature.length === 0) return program;
    const quadratic = sparseFromEntries(
      size,
      size,
      this.#curvature.map(({ i }) => i),
      this.#curvature.map(({ j }) => j),
      this.#curvature.map(({ value }) => value),
    );
    return { ...program, quadratic };
  }

  /** Duals by the names of rows. */
  dualsOf(solution: ConicSolution): ConicDuals {
    const place = new Int32Array(this.#rows.length);
    this.#order().forEach((name, at) => (place[name] = at));
    return { of: (row) => solution.duals[place[row]!]! };
  }

  #order(): readonly RowName[] {
    const order = [...this.#zeros, ...this.#nonnegatives];
    for (const { cone, first } of this.#blocks) {
      const count = cone.kind === "exponential" || cone.kind === "power" ? 3 : cone.size;
      for (let k = 0; k < count; k += 1) order.push(first + k);
    }
    return order;
  }
}
