/** What a row does, or `undefined` when its words are unknown. */
export type RowKind = "buy" | "sell" | "other" | undefined;

/** Words of an account's own for purchases and sales, read in any case; they go before the usual ones. */
export interface SideWords {
  readonly buy?: readonly string[] | undefined;
  readonly sell?: readonly string[] | undefined;
}

const buys =
  /^(?:you )?(?:(?:market|limit|stop|stop limit) )?(?:buy|bought|bot|b|purchase[ds]?|cover|reinvest(?:ed|ment)?|kauf|achat|compra|aankoop)\b/iu;
const sells =
  /^(?:you )?(?:(?:market|limit|stop|stop limit) )?(?:sell|sold|sld|s|sales?|short|verkauf|vente|venta|vendita|verkoop)\b/iu;
// dividends, interest, money in and out, corporate actions: no decision to trade
const others =
  /\b(?:dividends?|div|cdiv|interest|int|deposit|withdraw(?:al|n)?|fees?|tax|withholding|transfer|journal(?:ed)?|splits?|contribution|distribution|rebate|lending|ach|wire|adjustment|merger|spin-?off|cash|exercise|assignment|expired|expiration)\b/iu;

/** Whether the words of a row's side say that it buys, sells or does something else. */
export function rowKindOf(text: string, words: SideWords): RowKind {
  const own = (list: readonly string[] | undefined): boolean =>
    list?.some((word) => word.toLowerCase() === text.toLowerCase()) === true;
  if (own(words.buy)) return "buy";
  if (own(words.sell)) return "sell";
  if (buys.test(text)) return "buy";
  if (sells.test(text)) return "sell";
  return others.test(text) ? "other" : undefined;
}
