import { type Book, entryOf, hasFees, sharesIn } from "./book.ts";

const golden = (Math.sqrt(5) - 1) / 2;

/**
 * A lower bound on the objective, in money, that needs no solver: with multipliers on "what isn't invested is left" and on
 * "what is left pays the fees" every asset stands alone, and its best whole lots are among a few candidates. The bound is
 * concave in the multipliers, any of them are valid, and the best are at least as good as the linear relaxation
 * (Geoffrion 1974).
 */
export function balanceBound(book: Book): number {
  const candidates = Array.from(book.assets, (_, i) => candidatesOf(book, i));
  const balanced = (feePrice: number): number =>
    largest((price) => bound(book, candidates, price, feePrice), feePrice - 1, feePrice + 2);
  return Math.max(hasFees(book) ? largest(balanced, 0, 4) : balanced(0), 0);
}

/** The largest value of a concave function on an interval, by golden section. */
function largest(of: (x: number) => number, low: number, high: number): number {
  let from = low;
  let to = high;
  let a = to - golden * (to - from);
  let b = from + golden * (to - from);
  let atA = of(a);
  let atB = of(b);
  let best = Math.max(of(low), atA, atB);
  for (let round = 0; round < 40; round += 1) {
    if (atA < atB) {
      from = a;
      a = b;
      atA = atB;
      b = from + golden * (to - from);
      atB = of(b);
      best = Math.max(best, atB);
    } else {
      to = b;
      b = a;
      atB = atA;
      a = to - golden * (to - from);
      atA = of(a);
      best = Math.max(best, atA);
    }
  }
  return best;
}

interface Candidate {
  readonly deviation: number;
  readonly fee: number;
  /** Money that the trade moves into the asset, without its fee. */
  readonly invested: number;
}

function bound(book: Book, candidates: readonly (readonly Candidate[])[], price: number, feePrice: number): number {
  // least of |left - target| + (price - feePrice) left over left >= 0, for a difference of at least -1
  let sum = Math.min(price - feePrice, 1) * book.cashTarget - price * book.cash;
  for (const options of candidates) {
    let least = Infinity;
    for (const { deviation, fee, invested } of options) {
      least = Math.min(least, deviation + (1 + feePrice) * fee + price * invested);
    }
    sum += least;
  }
  return sum;
}

/**
 * Whole lots at which deviation + fee + price x invested can be least. On each side of no trade that is convex and
 * piecewise linear in the shares, with kinks at the target, at no position, and where the least fee ends.
 */
function candidatesOf(book: Book, i: number): readonly Candidate[] {
  const { fee, prices, targets, lots, heldLots, odd } = book;
  const price = prices[i]!;
  const found = new Map<number, Candidate>();
  const heldNow = heldLots[i]! * lots[i]! + odd[i]!;
  const kinks = [targets[i]! / price, 0, book.least[i]! * lots[i]!, book.most[i]! * lots[i]!, heldNow];
  for (const [rate, sign] of [
    [fee.buyRate, 1],
    [fee.sellRate, -1],
  ] as const) {
    const perShare = rate * price + fee.perShare;
    if (fee.minimum > 0 && perShare > 0) kinks.push(heldNow + (sign * fee.minimum) / perShare);
  }
  for (const keeps of odd[i] === 0 ? [false] : [false, true]) {
    for (const kink of kinks) {
      const count = Math.floor((kink - (keeps ? odd[i]! : 0)) / lots[i]!);
      for (const near of [count - 1, count, count + 1, count + 2]) {
        const shares = sharesIn(book, i, Math.min(Math.max(near, book.least[i]!), book.most[i]!), keeps);
        if (found.has(shares)) continue;
        const entry = entryOf(book, i, shares);
        found.set(shares, { deviation: entry.deviation, fee: entry.fee, invested: entry.spent - entry.fee });
      }
    }
  }
  return [...found.values()];
}
