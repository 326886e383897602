import { type Book, type Choice, sharesOf, spareCash, totalsOf } from "./book.ts";

/** The least objective over every allocation that the cash covers, as a share of the value; Infinity where there is none. */
export function enumerate(book: Book): number {
  const choice: Choice = { lots: book.least.slice(), keepsOdd: new Uint8Array(book.size) };
  let best = Infinity;
  const visit = (asset: number): void => {
    if (asset === book.size) {
      const totals = totalsOf(book, sharesOf(book, choice));
      if (spareCash(book, totals) >= -1e-11 * book.value) best = Math.min(best, totals.objective / book.value);
      return;
    }
    for (const keeps of book.odd[asset] === 0 ? [0] : [0, 1]) {
      choice.keepsOdd[asset] = keeps;
      for (let count = book.least[asset]!; count <= book.most[asset]!; count += 1) {
        choice.lots[asset] = count;
        visit(asset + 1);
      }
    }
  };
  visit(0);
  return best;
}
