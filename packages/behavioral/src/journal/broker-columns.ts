import { csvError, type CsvOptions } from "@plimsoll/core";

/** Which column of a broker's file holds what: names as the header has them, in any case; `null`: none does. */
export interface BrokerColumns {
  /** Date, or date and time. */
  readonly at?: string | undefined;
  /** Time of day, where it has a column of its own. */
  readonly time?: string | null | undefined;
  /** Without one, a quantity below zero is a sale. */
  readonly side?: string | null | undefined;
  readonly asset?: string | undefined;
  readonly quantity?: string | undefined;
  readonly price?: string | undefined;
  /** A name for each row that no other row has; an order's number is none when it is filled in parts. */
  readonly id?: string | null | undefined;
  readonly account?: string | null | undefined;
  /** Commission and fees, added up over the columns named. */
  readonly cost?: string | readonly string[] | null | undefined;
  readonly limitPrice?: string | null | undefined;
  readonly currency?: string | null | undefined;
}

/** Positions of the columns in a row, -1 where there is none. */
export interface ColumnPositions {
  readonly at: number;
  readonly time: number;
  readonly side: number;
  readonly asset: number;
  readonly quantity: number;
  readonly price: number;
  readonly id: number;
  readonly account: number;
  readonly costs: readonly number[];
  readonly limitPrice: number;
  readonly currency: number;
}

type SingleColumn = Exclude<keyof BrokerColumns, "cost">;

/** Usual names, without case and punctuation, the most telling first. */
const usualNames: Readonly<Record<SingleColumn | "cost", readonly string[]>> = {
  at: [
    "tradedate",
    "tradedatetime",
    "executiontime",
    "exectime",
    "executiondate",
    "filledtime",
    "filltime",
    "datetime",
    "dateandtime",
    "timestamp",
    "rundate",
    "activitydate",
    "transactiondate",
    "date",
    "time",
  ],
  time: ["tradetime", "executiontime", "exectime", "filltime", "timeofday", "time"],
  side: [
    "side",
    "action",
    "buysell",
    "bs",
    "direction",
    "transactiontype",
    "transcode",
    "tradetype",
    "transaction",
    "type",
  ],
  asset: ["symbol", "ticker", "tickersymbol", "asset", "instrument", "security", "isin", "stock", "product"],
  quantity: [
    "quantity",
    "qty",
    "filledqty",
    "filledquantity",
    "shares",
    "noofshares",
    "numberofshares",
    "units",
    "size",
    "quantityfilled",
  ],
  price: [
    "tprice",
    "tradeprice",
    "fillprice",
    "avgfillprice",
    "executionprice",
    "avgprice",
    "averageprice",
    "filledprice",
    "priceshare",
    "pricepershare",
    "unitprice",
    "price",
  ],
  id: ["tradeid", "executionid", "execid", "fillid", "transactionid", "reference", "referencenumber", "id"],
  account: ["accountid", "accountnumber", "account", "accountname"],
  cost: [
    "commission",
    "commissions",
    "comm",
    "commfee",
    "feescomm",
    "fee",
    "fees",
    "regfee",
    "exchangefee",
    "charges",
    "tax",
    "stampduty",
  ],
  limitPrice: ["limitprice", "lmtprice", "limit"],
  currency: ["currency", "currencyprimary", "pricecurrency", "ccy"],
};

const needed = ["at", "asset", "quantity", "price"] as const;

function bare(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{Letter}\p{Number}]/gu, "");
}

interface Reading {
  readonly positions: ColumnPositions;
  readonly missing: readonly string[];
}

function readHeader(header: readonly string[], columns: BrokerColumns): Reading {
  const names = header.map(bare);
  const missing: string[] = [];
  const named = (field: string, name: string): number => {
    const position = header.findIndex((title) => title.toLowerCase() === name.toLowerCase());
    if (position === -1) missing.push(`${field} ("${name}")`);
    return position;
  };
  const single = (field: SingleColumn, taken: readonly number[] = []): number => {
    const given = columns[field];
    if (given === null) return -1;
    if (given !== undefined) return named(field, given);
    for (const usual of usualNames[field]) {
      const position = names.findIndex((name, index) => name === usual && !taken.includes(index));
      if (position !== -1) return position;
    }
    if ((needed as readonly string[]).includes(field)) missing.push(field);
    return -1;
  };
  const at = single("at");
  const { cost } = columns;
  const costs =
    cost === null
      ? []
      : cost === undefined
        ? [...names.keys()].filter((position) => usualNames.cost.includes(names[position]!))
        : (typeof cost === "string" ? [cost] : cost).map((name) => named("cost", name));
  return {
    positions: {
      at,
      time: single("time", [at]),
      side: single("side"),
      asset: single("asset"),
      quantity: single("quantity"),
      price: single("price"),
      id: single("id"),
      account: single("account"),
      costs,
      limitPrice: single("limitPrice"),
      currency: single("currency"),
    },
    missing,
  };
}

/** Where the header stands and what its columns are: brokers write titles above it. */
export function findColumns(
  records: readonly (readonly string[])[],
  lines: readonly number[],
  columns: BrokerColumns,
  options: CsvOptions,
): { readonly header: number; readonly positions: ColumnPositions } {
  let best: { readonly header: number; readonly missing: readonly string[] } | undefined;
  for (let header = 0; header < Math.min(records.length, 40); header++) {
    const { positions, missing } = readHeader(records[header]!, columns);
    if (missing.length === 0) return { header, positions };
    if (best === undefined || missing.length < best.missing.length) best = { header, missing };
  }
  if (best === undefined) throw csvError(options, {}, "the file is empty: export the trades with a header");
  throw csvError(
    options,
    { line: lines[best.header]! },
    `no column for ${best.missing.join(", ")}: name it by the option columns; the header has ${records[best.header]!.join(", ")}`,
  );
}
