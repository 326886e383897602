import { PricePanel } from "@plimsoll/core";
import { exp, QuickNormals, type RandomStream } from "@plimsoll/numeric";

/**
 * How simulated prices move. `"diffusion"`: constant volatility; `"garch"`: the market and each asset's own part follow
 * GARCH(1,1) with persistence .98; `"regime-shift"`: a calm and a turbulent state in turns.
 */
export type PriceModel = "diffusion" | "garch" | "regime-shift";

/** Volatility of the market and of what is an asset's own, a day, and the assets' beta (golden market model). */
const marketVolatility = 0.01;
const ownVolatility = 0.02;
const beta = 0.9;

/** GARCH(1,1) around the same variance. */
const shockWeight = 0.08;
const persistence = 0.9;

/** Calm and turbulent days: market volatility and drift, and the chance to leave the state. */
const regimes = [
  { volatility: 0.007, drift: 0.0005, leave: 0.01 },
  { volatility: 0.02, drift: -0.001, leave: 0.03 },
] as const;

/**
 * The same day, price by price: log returns beta m + e. With `lotteries`, assets differ in volatility and some jump
 * upwards, so that there is something to gamble on.
 */
export class Market {
  readonly assets: readonly string[];
  /** Days since 1970, weekdays only. */
  readonly days: number[] = [];
  /** Level of the market, by day. */
  readonly levels: number[] = [];
  /** Volatility of each asset's own part, and its chance of a jump a day. */
  readonly ownScale: Float64Array;
  readonly jumpChance: Float64Array;
  readonly #model: PriceModel;
  readonly #normals: QuickNormals;
  readonly #stream: RandomStream;
  readonly #draws: Float64Array;
  readonly #variances: Float64Array;
  #marketVariance = 1;
  #regime = 0;
  #values: Float64Array;
  #nextDay: number;

  constructor(stream: RandomStream, start: number, count: number, model: PriceModel, lotteries: boolean) {
    this.assets = Array.from({ length: count }, (_, index) => `S${String(index + 1).padStart(2, "0")}`);
    this.#model = model;
    this.#stream = stream.substream("states");
    this.#normals = new QuickNormals(stream.substream("shocks"));
    this.#draws = new Float64Array(count + 1);
    this.#variances = new Float64Array(count).fill(1);
    this.#nextDay = start;
    this.#values = new Float64Array(count * 512);
    const characters = stream.substream("characters");
    this.ownScale = Float64Array.from({ length: count }, () =>
      lotteries ? ownVolatility * exp(0.4 * characters.normal()) : ownVolatility,
    );
    this.jumpChance = Float64Array.from({ length: count }, () => (lotteries ? 0.02 * characters.uniform() : 0));
    this.#open(stream.substream("levels"));
  }

  #open(stream: RandomStream): void {
    this.#pushDay(100);
    for (let asset = 0; asset < this.assets.length; asset++) {
      this.#values[asset] = quoted(20 * exp(2.3 * stream.uniform()));
    }
  }

  #pushDay(level: number): void {
    // 1970-01-01 was a Thursday
    while ((this.#nextDay + 4) % 7 === 0 || (this.#nextDay + 4) % 7 === 6) this.#nextDay += 1;
    this.days.push(this.#nextDay++);
    this.levels.push(level);
    const needed = this.days.length * this.assets.length;
    if (needed > this.#values.length) {
      const larger = new Float64Array(2 * this.#values.length);
      larger.set(this.#values);
      this.#values = larger;
    }
  }

  /** Index of the last day. */
  get today(): number {
    return this.days.length - 1;
  }

  /** The next trading day. */
  step(): void {
    const count = this.assets.length;
    const draws = this.#normals.draw(this.#draws);
    const market = this.#marketReturn(draws[count]!);
    this.#pushDay(this.levels.at(-1)! * exp(market));
    const row = this.today * count;
    for (let asset = 0; asset < count; asset++) {
      let own = this.ownScale[asset]! * draws[asset]!;
      if (this.#model === "garch") {
        const variance = this.#variances[asset]!;
        own *= Math.sqrt(variance);
        this.#variances[asset] = nextVariance(variance, draws[asset]!);
      }
      if (this.jumpChance[asset]! > 0) {
        // the jumps' mean is taken back on every day, so that a lottery is fair
        const jump = 5 * this.ownScale[asset]!;
        own += (this.#stream.uniform() < this.jumpChance[asset]! ? jump : 0) - this.jumpChance[asset]! * jump;
      }
      this.#values[row + asset] = quoted(this.#values[row - count + asset]! * exp(beta * market + own));
    }
  }

  #marketReturn(shock: number): number {
    if (this.#model === "diffusion") return marketVolatility * shock;
    if (this.#model === "garch") {
      const variance = this.#marketVariance;
      this.#marketVariance = nextVariance(variance, shock);
      return marketVolatility * Math.sqrt(variance) * shock;
    }
    const { volatility, drift, leave } = regimes[this.#regime]!;
    if (this.#stream.uniform() < leave) this.#regime = 1 - this.#regime;
    return drift + volatility * shock;
  }

  /** Price of an asset `lag` days ago. */
  price(asset: number, lag = 0): number {
    return this.#values[(this.today - lag) * this.assets.length + asset]!;
  }

  /** Return of an asset over `length` days that ended `lag` days ago. */
  pastReturn(asset: number, length: number, lag = 0): number {
    return this.price(asset, lag) / this.price(asset, lag + length) - 1;
  }

  panel(): PricePanel {
    return PricePanel.of({
      dates: { axis: "day", index: Float64Array.from(this.days) },
      assets: this.assets,
      values: this.#values.slice(0, this.days.length * this.assets.length),
    });
  }
}

function nextVariance(variance: number, shock: number): number {
  return 1 - shockWeight - persistence + shockWeight * variance * shock * shock + persistence * variance;
}

/** To the tick of United States exchanges: a cent, a hundredth of one below a dollar. */
export function quoted(price: number): number {
  return price >= 1 ? Math.round(price * 100) / 100 : Math.max(1, Math.round(price * 10_000)) / 10_000;
}
