import { attempt } from "@plimsoll/core";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type BrokerCsvOptions, readBrokerCsv } from "./read-broker-csv.ts";

/** The trades of a file, without ids, as short text. */
function shortOf(text: string, options: BrokerCsvOptions = {}): readonly string[] {
  return readBrokerCsv(text, options).trades.map(({ at, side, asset, quantity, price, cost }) =>
    [at, side, asset, quantity, price, ...(cost === undefined ? [] : [cost])].join(" "),
  );
}

/** Where and why a file is refused. */
function refusal(text: string, options: BrokerCsvOptions = {}): string {
  const outcome = attempt(() => readBrokerCsv(text, { file: "trades.csv", ...options }));
  return outcome.success ? "accepted" : outcome.error.message;
}

describe("layouts of brokers:", () => {
  test("US dates, titles above, totals below, dividends between, newest first", () => {
    const text = `"Transactions for account ...123, all of 2024"

Date,Action,Symbol,Description,Quantity,Price,Fees & Comm,Amount
02/14/2024,Cash Dividend,ABC,ABC CORP,,,,$12.00
"01/31/2024 as of 01/30/2024",Sell,ABC,ABC CORP,10,"$1,020.50",$1.03,"$10,203.97"
01/15/2024,Buy,ABC,ABC CORP,"1,200",$98.10,,"($117,720.00)"
Transactions Total,,,,,,,"-$107,504.03"
`;
    const { trades, skipped } = readBrokerCsv(text);
    expect(shortOf(text)).toEqual(["2024-01-15 buy ABC 1200 98.1", "2024-01-31 sell ABC 10 1020.5 1.03"]);
    expect(trades.every(({ id }) => /^t-[0-9a-f]{12}$/.test(id))).toBe(true);
    expect(skipped.map(({ line, reason }) => `${line} ${reason}`)).toEqual(["4 not-a-trade", "7 not-a-row"]);
  });

  test("Interactive Brokers: signed quantities, negative commissions, compact and comma times", () => {
    const header = "Symbol,DateTime,Quantity,TradePrice,Commission,TradeID,CurrencyPrimary";
    expect(
      shortOf(`${header}\nABC,20240102;140500,100,10.5,-1,71,USD\nABC,20240103;150000,-40,11,-0.5,72,USD`),
    ).toEqual(["2024-01-02T14:05:00 buy ABC 100 10.5 1", "2024-01-03T15:00:00 sell ABC 40 11 0.5"]);
    expect(shortOf(`Symbol,Date/Time,Quantity,T. Price,Comm/Fee\nABC,"2024-01-02, 14:05:00","1,000",10.5,-1`)).toEqual([
      "2024-01-02T14:05:00 buy ABC 1000 10.5 1",
    ]);
  });

  test("a European file: semicolons, decimal commas, day first, a column of times", () => {
    const text = `Datum;Uhrzeit;Art;ISIN;Anzahl;Kurs;Gebühr;Währung
31.01.2024;09:05;Verkauf;DE0001;10;1.020,50;1,00;EUR
30.01.2024;17:30:10;Kauf;DE0001;10;98,1;1,00;EUR`;
    const columns = { at: "Datum", time: "Uhrzeit", side: "Art", quantity: "Anzahl", price: "Kurs", cost: "Gebühr" };
    expect(shortOf(text, { columns })).toEqual([
      "2024-01-30T17:30:10 buy DE0001 10 98.1 1",
      "2024-01-31T09:05:00 sell DE0001 10 1020.5 1",
    ]);
  });

  test("long words for sides, two fees, short years, AM and PM, named zones", () => {
    const text = `Run Date,Action,Symbol,Quantity,Price ($),Commission ($),Fees ($),Account Number,Limit Price
1/2/24 2:05 PM EST,YOU BOUGHT ABC CORP (ABC) (Cash),5,10,1,0.02,X1,10.1`;
    const moved = text.replace("(Cash),5", "(Cash),ABC,5");
    expect(readBrokerCsv(moved, { zones: { EST: "-05:00" }, dateFormat: "m/d/y" }).trades[0]).toMatchObject({
      side: "buy",
      asset: "ABC",
      quantity: 5,
      price: 10,
      at: "2024-01-02T14:05:00-05:00",
      cost: 1.02,
      account: "X1",
      limitPrice: 10.1,
    });
    expect(refusal(moved, { dateFormat: "m/d/y" })).toContain('the zone "EST" has several meanings');
  });

  test.each([
    ["bot", "buy"],
    ["SLD", "sell"],
    ["Buy to Cover", "buy"],
    ["Sell Short", "sell"],
    ["Market buy", "buy"],
    ["Limit sell", "sell"],
    ["Reinvestment", "buy"],
    ["Achat", "buy"],
    ["Venta", "sell"],
  ])("the side %s is a %s", (word, side) => {
    expect(shortOf(`date,side,symbol,quantity,price\n2024-01-02,${word},A,1,2`)).toEqual([`2024-01-02 ${side} A 1 2`]);
  });

  test.each(["Dividend", "Deposit", "Stock Split", "Interest on cash", "Withholding tax", "ACH"])(
    "%s is no trade and is listed",
    (word) => {
      const { trades, skipped } = readBrokerCsv(`date,side,symbol,quantity,price\n2024-01-02,${word},A,1,2`);
      expect(trades).toEqual([]);
      expect(skipped).toMatchObject([{ line: 2, reason: "not-a-trade" }]);
    },
  );
});

test("what is uncertain or wrong is refused with file, line, column and remedy", () => {
  const header = "date,side,symbol,quantity,price\n";
  expect(refusal(`${header}1/2/2024,buy,A,1,2`)).toContain("may be month/day/year or day/month/year");
  expect(refusal(`${header}2024-01-02,buy,A,"1,234",2`)).toContain("name the mark by the option decimal");
  expect(refusal(`${header}2024-01-02,swap,A,1,2`)).toBe(
    'trades.csv, line 2, column "side": "swap" is neither a purchase nor a sale that is known: name your words by the option sides, such as { buy: ["K"], sell: ["V"] }',
  );
  expect(refusal(`${header}2024-01-02,buy,A,1,2`, { columns: { price: "Kurs" } })).toContain(
    'no column for price ("Kurs")',
  );
  expect(refusal("date,symbol,quantity\n2024-01-02,A,1")).toContain("no column for price");
  expect(refusal("")).toContain("the file is empty");
  expect(refusal(`${header}2024-01-02,buy,A,1,0`)).toContain('line 2, column "price": expected a price above 0, was 0');
  expect(refusal(`${header}2024-01-02,buy,A,,5`)).toContain('line 2, column "quantity": is blank');
  expect(refusal(`${header}2024-01-02,buy,A,ten,5`)).toContain('"ten" is not a number');
  expect(refusal(`${header}2024-01-02,buy,,1,5`)).toContain("the name of the asset is blank");
  expect(refusal(`${header}2024-02-30,buy,A,1,5`)).toContain('"2024-02-30" is not');
  expect(refusal(`${header}2024-01-02 25:00,buy,A,1,5`)).toContain('"25:00" is not a time of day');
  expect(refusal(`id,${header}7,2024-01-02,buy,A,1,5\n7,2024-01-03,sell,A,1,5`)).toContain('the id "7" is there twice');
  expect(refusal(`id,${header}7,2024-01-02,buy,A,1,5\n7,2024-01-03,sell,A,1,5`, { columns: { id: null } })).toBe(
    "accepted",
  );
  const two = "date,side,symbol,quantity,price,currency\n2024-01-02,buy,A,1,2,EUR\n2024-01-02,buy,B,1,2,USD";
  expect(refusal(two)).toContain("the file has the currencies EUR, USD");
  const { trades, skipped } = readBrokerCsv(two, { currency: "USD" });
  expect(trades.map(({ asset }) => asset)).toEqual(["B"]);
  expect(skipped).toMatchObject([{ line: 2, reason: "another-currency" }]);
});

test("what is written is read back, in any order of columns, delimiter and decimal mark", () => {
  const trade = fc.record({
    day: fc.integer({ min: 1, max: 28 }),
    side: fc.constantFrom("buy" as const, "sell" as const),
    asset: fc.constantFrom("A", "B.C", "D E"),
    quantity: fc.integer({ min: 1, max: 9_999_999 }).map((value) => value / 100),
    price: fc.integer({ min: 1, max: 9_999_999 }).map((value) => value / 100),
    cost: fc.integer({ min: 1, max: 999 }).map((value) => value / 100),
  });
  const names = ["date", "side", "symbol", "quantity", "price", "commission"] as const;
  fc.assert(
    fc.property(
      fc.array(trade, { minLength: 1, maxLength: 8 }),
      fc.shuffledSubarray([...names], { minLength: 6 }),
      fc.constantFrom([",", "."], [";", ","], ["\t", ","]) as fc.Arbitrary<[",", "."] | [";", ","]>,
      fc.boolean(),
      (rows, header, [delimiter, decimal], us) => {
        const days = rows.map(({ day }) => day).sort((a, b) => a - b);
        const number = (value: number): string => value.toFixed(2).replace(".", decimal);
        const lines = rows.map((row, index) => {
          const day = String(days[index]).padStart(2, "0");
          const cells = {
            date: us ? `01/${day}/2024` : `2024-01-${day}`,
            side: row.side,
            symbol: row.asset,
            quantity: number(row.quantity),
            price: number(row.price),
            commission: number(row.cost),
          };
          return header.map((name) => cells[name]).join(delimiter);
        });
        const text = [header.join(delimiter), ...lines].join("\n");
        const options: BrokerCsvOptions = us ? { dateFormat: "m/d/y" } : {};
        const { trades } = readBrokerCsv(text, options);
        expect(trades).toMatchObject(
          rows.map(({ side, asset, quantity, price, cost }, index) => ({
            side,
            asset,
            quantity,
            price,
            cost,
            at: `2024-01-${String(days[index]).padStart(2, "0")}`,
          })),
        );
        expect(new Set(trades.map(({ id }) => id)).size).toBe(rows.length);
        expect(readBrokerCsv(text, options)).toEqual(readBrokerCsv(text, options));
      },
    ),
  );
});
