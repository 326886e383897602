import { invalidInput } from "@plimsoll/core";
import type { ProblemContext } from "../problem/context.ts";
import { multiplyForm } from "../problem/quadratic-form.ts";
import type { RiskTerm } from "../risks/risk-kind.ts";
import type { QuadraticRisk } from "../risks/risk-shape.ts";
import type {
  AbsoluteRow,
  Cap,
  HiddenBound,
  HoldingCount,
  HoldingFloor,
  HoldingImplication,
  LargeIssuers,
  Limit,
  Program,
  Row,
} from "./program.ts";
import { requireSoundRules } from "./sound-rules.ts";

/** Lower and upper limit of a row; an exact value sets both. */
export interface RowLimits {
  readonly min?: number | null | undefined;
  readonly max?: number | null | undefined;
  readonly equals?: number | null | undefined;
}

/** Where a bound lies: offset + scale x the user's number, scale not 0. */
export interface BoundPlace {
  readonly offset: number;
  readonly scale: number;
}

/** The user's number behind a cap that is written in another unit. */
export interface CapLimit {
  readonly side: "lower" | "upper";
  readonly value: number;
  /** d(cap)/d(value). */
  readonly scale: number;
  /** The value for which the cap would be `upper`. */
  readonly of: (upper: number) => number;
}

/** What constraints lower into. Every method takes the constraint's name, so that answers can speak in the user's words. */
export class ProgramBuilder {
  readonly context: ProblemContext;
  readonly #lower: Float64Array;
  readonly #upper: Float64Array;
  readonly #lowerLimit: Int32Array;
  readonly #upperLimit: Int32Array;
  readonly #lowerScale: Float64Array;
  readonly #upperScale: Float64Array;
  readonly #hidden: HiddenBound[] = [];
  readonly #rows: Row[] = [];
  readonly #absolutes: AbsoluteRow[] = [];
  readonly #caps: Cap[] = [];
  readonly #counts: HoldingCount[] = [];
  readonly #floors: HoldingFloor[] = [];
  readonly #implications: HoldingImplication[] = [];
  readonly #largeIssuers: LargeIssuers[] = [];
  readonly #limits: Limit[] = [];
  readonly #labels = new Set<string>();
  #penalty = Infinity;
  #budget: number | undefined;

  constructor(context: ProblemContext) {
    this.context = context;
    this.#lower = new Float64Array(context.size).fill(-Infinity);
    this.#upper = new Float64Array(context.size).fill(Infinity);
    this.#lowerLimit = new Int32Array(context.size).fill(-1);
    this.#upperLimit = new Int32Array(context.size).fill(-1);
    this.#lowerScale = new Float64Array(context.size).fill(1);
    this.#upperScale = new Float64Array(context.size).fill(1);
  }

  /** Exact sum of weights, known before constraints other than the budget are lowered; undefined where none is exact. */
  get budget(): number | undefined {
    return this.#budget;
  }

  /** States the exact sum of weights; one that may be broken isn't exact. */
  fixBudget(total: number): void {
    if (this.#penalty === Infinity) this.#budget = total;
  }

  /** Whether the bounds so far, which are lowered before other constraints, leave no room for shorts. */
  get isLongOnly(): boolean {
    return this.#lower.every((value) => value >= 0);
  }

  /** Registers a number that the user wrote; give it to {@link ProgramBuilder.bound} when several bounds share it. */
  limit(constraint: string, label: string, side: Limit["side"], value: number): number {
    return this.#limits.push({ constraint, label, side, value }) - 1;
  }

  /**
   * Lets what `lower` writes be broken at a price: `penalty` x the violation, counted in the user's own numbers, enters
   * the objective.
   */
  soften(penalty: number, lower: () => void): void {
    this.#penalty = penalty;
    lower();
    this.#penalty = Infinity;
  }

  /** Bounds one weight by {@link BoundPlace} of the user's number; the tighter of several bounds holds. */
  bound(asset: number, side: "lower" | "upper", limit: number, { offset, scale }: BoundPlace = inPlace): void {
    const value = offset + scale * this.#limits[limit]!.value;
    if (this.#penalty < Infinity) {
      this.#softBound(asset, side, limit, { offset, scale });
      return;
    }
    const [values, limits, scales] =
      side === "lower"
        ? [this.#lower, this.#lowerLimit, this.#lowerScale]
        : [this.#upper, this.#upperLimit, this.#upperScale];
    const given = { asset, side, value, limit, scale };
    if (side === "lower" ? value <= values[asset]! : value >= values[asset]!) {
      this.#hidden.push(given);
      return;
    }
    if (limits[asset]! >= 0)
      this.#hidden.push({ ...given, value: values[asset]!, limit: limits[asset]!, scale: scales[asset]! });
    values[asset] = value;
    limits[asset] = limit;
    scales[asset] = scale;
  }

  /** A bound that may be broken is a row whose side and price are those of the user's number. */
  #softBound(asset: number, side: "lower" | "upper", limit: number, { offset, scale }: BoundPlace): void {
    const { constraint, label, value } = this.#limits[limit]!;
    const { assets, size } = this.context;
    const own = `[${assets[asset]}]`;
    const one = label.endsWith(own) ? label : `${label}${own}`;
    // one number may bound a weight on both sides
    const name = this.#labels.has(one) ? `${one}.${side}` : one;
    this.#claim(name);
    const coefficients = new Float64Array(size);
    coefficients[asset] = Math.sign(scale);
    const least = (side === "lower") === scale > 0;
    const place = Math.sign(scale) * offset + Math.abs(scale) * value;
    const position = this.limit(constraint, name, least ? "lower" : "upper", value);
    this.#rows.push({
      label: name,
      coefficients,
      lower: least ? place : -Infinity,
      upper: least ? Infinity : place,
      lowerLimit: least ? position : -1,
      upperLimit: least ? -1 : position,
      limitScale: Math.abs(scale),
      penalty: this.#penalty / Math.abs(scale),
    });
  }

  /** Adds a row; `label` is the key of its shadow price, the constraint's name where it has one row only. */
  row(constraint: string, label: string, coefficients: Float64Array, limits: RowLimits, limitScale = 1): void {
    this.#claim(label);
    const { equals, min, max } = limits;
    if (equals !== undefined && equals !== null) {
      const limit = this.limit(constraint, label, "equal", equals);
      const value = equals * limitScale;
      this.#rows.push({
        label,
        coefficients,
        lower: value,
        upper: value,
        lowerLimit: limit,
        upperLimit: limit,
        limitScale,
        penalty: this.#penalty / Math.abs(limitScale),
      });
      return;
    }
    const hasMin = min !== undefined && min !== null;
    const hasMax = max !== undefined && max !== null;
    this.#rows.push({
      label,
      coefficients,
      lower: hasMin ? min * limitScale : -Infinity,
      upper: hasMax ? max * limitScale : Infinity,
      lowerLimit: hasMin ? this.limit(constraint, label, "lower", min) : -1,
      upperLimit: hasMax ? this.limit(constraint, label, "upper", max) : -1,
      limitScale,
      penalty: this.#penalty / Math.abs(limitScale),
    });
  }

  /** Adds sum above_i max(w_i - c_i, 0) + below_i max(c_i - w_i, 0) <= max; `label` is the key of its shadow price. */
  absolute(
    constraint: string,
    label: string,
    { above, below, centres }: Pick<AbsoluteRow, "above" | "below" | "centres">,
    max: number,
  ): void {
    this.#claim(label);
    const limit = this.limit(constraint, label, "upper", max);
    this.#absolutes.push({ label, above, below, centres, upper: max, limit, penalty: this.#penalty });
  }

  /** Adds risk <= max; `from` is the user's number where that is another one. */
  cap(constraint: string, term: RiskTerm, max: number, from?: CapLimit): void {
    this.#claim(constraint);
    if (max === 0 && term.quadratic !== undefined && this.#penalty === Infinity) {
      this.#forbidRisk(constraint, term.quadratic);
      return;
    }
    const limit = this.limit(constraint, constraint, from?.side ?? "upper", from?.value ?? max);
    const own = { limit, limitScale: from?.scale ?? 1, limitOf: from?.of };
    this.#caps.push({ label: constraint, term, upper: max, ...own, penalty: this.#penalty });
  }

  /** No risk at all is linear, Q (w - centre) = 0: as a cap it would have no interior. */
  #forbidRisk(constraint: string, { form, centre }: QuadraticRisk): void {
    const { assets, size } = this.context;
    const limit = this.limit(constraint, constraint, "upper", 0);
    const limits = { lowerLimit: limit, upperLimit: limit, limitScale: 1, penalty: Infinity };
    const unit = new Float64Array(size);
    for (let i = 0; i < size; i += 1) {
      const coefficients = new Float64Array(size);
      unit[i] = 1;
      multiplyForm(form, unit, coefficients);
      unit[i] = 0;
      const own = Math.sqrt(coefficients[i]!);
      if (own === 0) continue;
      for (let j = 0; j < size; j += 1) coefficients[j] = coefficients[j]! / own;
      const level = centre === undefined ? 0 : coefficients.reduce((sum, value, j) => sum + value * centre[j]!, 0);
      const label = `${constraint}[${assets[i]}]`;
      this.#claim(label);
      this.#rows.push({ label, coefficients, lower: level, upper: level, ...limits });
    }
  }

  /** Limits how many of some assets are held. */
  count(constraint: string, assets: Int32Array, min: number | undefined, max: number | undefined): void {
    this.#requireHard(constraint);
    this.#counts.push({
      constraint,
      assets,
      min: min ?? 0,
      max: max ?? assets.length,
      minLimit: min === undefined ? -1 : this.limit(constraint, constraint, "lower", min),
      maxLimit: max === undefined ? -1 : this.limit(constraint, constraint, "upper", max),
    });
  }

  /** Makes weights 0 or at least `floor` in size. */
  floor(constraint: string, assets: Int32Array, floor: number): void {
    this.#requireHard(constraint);
    const limit = this.limit(constraint, `${constraint}.minWeight`, "lower", floor);
    for (const asset of assets) this.#floors.push({ constraint, asset, floor, limit });
  }

  /** Makes the holding of one asset ask for that of another. */
  imply(constraint: string, held: number, asked: number): void {
    this.#requireHard(constraint);
    // the rule counts as a limit of 1 that could be relaxed to 0, so that conflicts can name it
    const limit = this.limit(constraint, constraint, "lower", 1);
    this.#implications.push({ constraint, held, asked, limit });
  }

  /** Limits the sum of the issuers that are above `small`; that each is at most `largest` is for bounds and rows to say. */
  largeIssuers(rule: Omit<LargeIssuers, "limit">, label: string): void {
    this.#requireHard(rule.constraint);
    this.#largeIssuers.push({ ...rule, limit: this.limit(rule.constraint, label, "upper", rule.most) });
  }

  /** The finished program. Throws `INVALID_INPUT` where rules about holdings don't fit the bounds. */
  build(): Program {
    const program = this.#program();
    requireSoundRules(program);
    return program;
  }

  #program(): Program {
    return {
      size: this.context.size,
      assets: this.context.assets,
      lower: this.#lower,
      upper: this.#upper,
      lowerLimit: this.#lowerLimit,
      upperLimit: this.#upperLimit,
      lowerScale: this.#lowerScale,
      upperScale: this.#upperScale,
      hiddenBounds: this.#hidden,
      rows: this.#rows,
      absolutes: this.#absolutes,
      caps: this.#caps,
      counts: this.#counts,
      floors: this.#floors,
      implications: this.#implications,
      largeIssuers: this.#largeIssuers,
      limits: this.#limits,
      budget: this.#budget,
    };
  }

  #requireHard(constraint: string): void {
    if (this.#penalty === Infinity) return;
    throw invalidInput(
      constraint,
      `constraint "${constraint}" can't be soft: a rule about which assets are held has no measure of violation`,
    );
  }

  #claim(label: string): void {
    if (this.#labels.has(label)) {
      throw invalidInput("constraints", `two constraints are called "${label}": give each a name of its own`);
    }
    this.#labels.add(label);
  }
}

const inPlace: BoundPlace = { offset: 0, scale: 1 };
