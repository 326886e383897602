import { expect, test } from "vitest";
import { Ticker } from "./ticker.ts";

test.each(["AAPL", "BRK.B", "^GSPC", "7203.T", "BTC-USD", "EURUSD=X", "AAPL US Equity", "constructor", "münchen"])(
  "Ticker accepts %s as written",
  (symbol) => {
    const ticker = Ticker.of(symbol);
    expect(String(ticker)).toBe(symbol);
    expect(Ticker.parse(JSON.parse(JSON.stringify(ticker))).equals(ticker)).toBe(true);
    expect(Ticker.is(ticker)).toBe(true);
  },
);

test.each(["", " AAPL", "AAPL ", "A  B", "A\nB", "x".repeat(65), "__proto__", 5, null])(
  "Ticker refuses %j",
  (input) => {
    expect(() => Ticker.parse(input)).toThrow(expect.objectContaining({ code: "INVALID_INPUT" }));
  },
);
