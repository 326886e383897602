import {
  type Book,
  type Choice,
  type Entry,
  entryOf,
  hasFees,
  holding,
  moneyRounding,
  sharesIn,
  sharesOf,
  spareCash,
  totalsOf,
} from "./book.ts";

/** A move must help by more than rounding, as a share of the portfolio's value. */
const leastGain = 1e-12;

/**
 * Whole lots by steepest descent from three starts: what is held, the targets rounded towards 0, and rounded to the
 * nearest lots, which is taken back where it costs more than there is. One asset at a time moves to where the objective falls most, and two at a time where one
 * alone no longer helps, as long as the cash allows. Ties go to the first asset. `undefined` where no start leads to an
 * allocation that the cash covers.
 *
 * @yields after each move.
 */
export function* allocateGreedily(book: Book): Generator<undefined, Choice | undefined> {
  let best: Choice | undefined;
  let least = Infinity;
  for (const start of [holding(book), roundedTargets(book, Math.trunc), roundedTargets(book, Math.round)]) {
    const choice = yield* new Descent(book, start).run();
    if (choice === undefined) continue;
    const { objective } = totalsOf(book, sharesOf(book, choice));
    if (objective >= least - leastGain * book.value) continue;
    least = objective;
    best = choice;
  }
  return best;
}

function roundedTargets({ targets, prices, lots, least, most }: Book, round: (lots: number) => number): Choice {
  const counts = targets.map((target, i) => {
    const wanted = target / (prices[i]! * lots[i]!);
    // whole but for rounding
    const whole = round(wanted + Math.sign(target) * 1e-12 * Math.max(1, Math.abs(wanted))) + 0;
    return Math.min(Math.max(whole, least[i]!), most[i]!);
  });
  return { lots: counts, keepsOdd: new Uint8Array(counts.length) };
}

interface Move {
  readonly asset: number;
  readonly lots: number;
  readonly keeps: number;
  readonly entry: Entry;
  /** What changes, in money. */
  readonly cost: number;
  readonly spent: number;
  readonly fee: number;
  readonly short: number;
}

class Descent {
  readonly #book: Book;
  readonly #lots: Float64Array;
  readonly #keepsOdd: Uint8Array;
  readonly #entries: Entry[];
  #cash: number;
  #fees: number;
  #shorts: number;

  constructor(book: Book, start: Choice) {
    this.#book = book;
    this.#lots = start.lots.slice();
    this.#keepsOdd = start.keepsOdd.slice();
    const shares = sharesOf(book, start);
    this.#entries = Array.from(shares, (count, i) => entryOf(book, i, count));
    const { cash, fees, shorts } = totalsOf(book, shares);
    this.#cash = cash;
    this.#fees = fees;
    this.#shorts = shorts;
  }

  *run(): Generator<undefined, Choice | undefined> {
    for (;;) {
      const overspent = this.#spare(0, 0) < -moneyRounding * this.#book.value;
      const moves = overspent ? this.#repair() : (this.#single() ?? this.#pair());
      if (moves === undefined) return overspent ? undefined : { lots: this.#lots, keepsOdd: this.#keepsOdd };
      for (const move of moves) this.#apply(move);
      yield;
    }
  }

  #spare(spent: number, short: number): number {
    return spareCash(this.#book, { cash: this.#cash - spent, shorts: this.#shorts + short });
  }

  /** How much more the objective is when the uninvested money changes. */
  #away(spent: number, fee: number): number {
    const left = this.#cash + this.#fees - this.#book.cashTarget;
    return Math.abs(left - spent + fee) - Math.abs(left);
  }

  #apply({ asset, lots, keeps, entry, spent, fee, short }: Move): void {
    this.#cash -= spent;
    this.#fees += fee;
    this.#shorts += short;
    this.#entries[asset] = entry;
    this.#lots[asset] = lots;
    this.#keepsOdd[asset] = keeps;
  }

  #move(asset: number, lots: number, keeps: number): Move {
    const old = this.#entries[asset]!;
    const entry = entryOf(this.#book, asset, sharesIn(this.#book, asset, lots, keeps === 1));
    return {
      asset,
      lots,
      keeps,
      entry,
      cost: entry.deviation + entry.fee - old.deviation - old.fee,
      spent: entry.spent - old.spent,
      fee: entry.fee - old.fee,
      short: entry.short - old.short,
    };
  }

  #single(): readonly Move[] | undefined {
    const threshold = leastGain * this.#book.value;
    let best = -threshold;
    let chosen: Move | undefined;
    for (let asset = 0; asset < this.#book.size; asset += 1) {
      for (const move of this.#moves(asset)) {
        if (this.#spare(move.spent, move.short) < -moneyRounding * this.#book.value) continue;
        const change = move.cost + this.#away(move.spent, move.fee);
        if (change >= best - threshold) continue;
        best = change;
        chosen = move;
      }
    }
    return chosen === undefined ? undefined : [chosen];
  }

  // one lot more of one asset and one less of another
  #pair(): readonly Move[] | undefined {
    const { size, least, most, value } = this.#book;
    const threshold = leastGain * value;
    const steps: Move[] = [];
    for (let asset = 0; asset < size; asset += 1) {
      const count = this.#lots[asset]!;
      for (const to of [count + 1, count - 1]) {
        if (to >= least[asset]! && to <= most[asset]!) steps.push(this.#move(asset, to, this.#keepsOdd[asset]!));
      }
    }
    let best = -threshold;
    let chosen: readonly Move[] | undefined;
    for (const [at, first] of steps.entries()) {
      for (let next = at + 1; next < steps.length; next += 1) {
        const second = steps[next]!;
        const spent = first.spent + second.spent;
        if (first.asset === second.asset) continue;
        if (this.#spare(spent, first.short + second.short) < -moneyRounding * value) continue;
        const change = first.cost + second.cost + this.#away(spent, first.fee + second.fee);
        if (change >= best - threshold) continue;
        best = change;
        chosen = [first, second];
      }
    }
    return chosen;
  }

  // overspent: the least harm for each unit of money that comes back
  #repair(): readonly Move[] | undefined {
    const { size, value } = this.#book;
    const spare = this.#spare(0, 0);
    let best = Infinity;
    let chosen: Move | undefined;
    for (let asset = 0; asset < size; asset += 1) {
      for (const move of this.#moves(asset)) {
        const regained = Math.min(this.#spare(move.spent, move.short), 0) - spare;
        if (!(regained > leastGain * value)) continue;
        const score = (move.cost + this.#away(move.spent, move.fee)) / regained;
        if (score >= best - leastGain) continue;
        best = score;
        chosen = move;
      }
    }
    return chosen === undefined ? undefined : [chosen];
  }

  #moves(asset: number): readonly Move[] {
    const { targets, prices, lots, least, most, heldLots, odd } = this.#book;
    const count = this.#lots[asset]!;
    const keeps = this.#keepsOdd[asset]!;
    const goal = Math.floor(targets[asset]! / (prices[asset]! * lots[asset]!));
    const moves: Move[] = [];
    const offer = (to: number, kept: number): void => {
      if (to < least[asset]! || to > most[asset]! || (to === count && kept === keeps)) return;
      moves.push(this.#move(asset, to, kept));
    };
    for (const kept of odd[asset] === 0 ? [0] : [0, 1]) {
      for (const to of [count, count + 1, count - 1, goal, goal + 1]) offer(to, kept);
    }
    // a trade that its fee eats up is better undone
    if (hasFees(this.#book)) offer(heldLots[asset]!, odd[asset] === 0 ? 0 : 1);
    return moves;
  }
}
