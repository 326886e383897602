import { invalidInput } from "@plimsoll/core";
import { rejectUnknownAssets } from "../problem/read-numbers.ts";
import type { AllocationFee, AllocationRequest } from "./allocation.ts";
import type { Book, FeeSchedule } from "./book.ts";

/** Weights rounded to a few digits sum to 1 within this. */
const sumTolerance = 1e-3;

/** Reads and checks a request. Throws `INVALID_INPUT` naming the asset and the remedy. */
export function readRequest(request: AllocationRequest): Book {
  const { weights, prices, holdings = {}, cashWeight = 0, shorts = "refuse" } = request;
  for (const [argument, record] of Object.entries({ weights, prices, holdings })) {
    if (typeof record === "object" && record !== null && !Array.isArray(record)) continue;
    throw invalidInput(argument, `expected ${argument} to be a record by asset, was ${String(record)}`);
  }
  if (shorts !== "refuse" && shorts !== "spend-proceeds" && shorts !== "hold-proceeds") {
    throw invalidInput("shorts", `expected refuse, spend-proceeds or hold-proceeds, was ${String(shorts)}`);
  }
  const cash = atLeastZero(request.cash, "cash");
  const assets = [...new Set([...Object.keys(weights), ...Object.keys(holdings)])];
  const size = assets.length;
  const read = (record: Readonly<Record<string, number>>, argument: string): Float64Array =>
    Float64Array.from(assets, (asset) => (Object.hasOwn(record, asset) ? finite(record[asset], argument, asset) : 0));
  const target = read(weights, "weights");
  const held = read(holdings, "holdings");
  const price = Float64Array.from(assets, (asset, i) => readPrice(prices, asset, target[i] !== 0 || held[i] !== 0));
  requireSum(target, atLeastZero(cashWeight, "cashWeight"));
  const negative = target.findIndex((weight) => weight < 0);
  if (negative >= 0 && shorts === "refuse") {
    throw invalidInput(
      "weights",
      `the weight of "${assets[negative]}" is ${target[negative]}: pass shorts: "spend-proceeds" or "hold-proceeds" to sell short`,
      { reason: "short" },
    );
  }
  const value = held.reduce((sum, shares, i) => sum + shares * price[i]!, cash);
  if (!(value > 0)) {
    throw invalidInput("cash", `cash and holdings are worth ${value}: there is nothing to allocate`, {
      reason: "no-value",
    });
  }
  const lots = readLots(request.lot ?? 1, assets);
  const heldLots = held.map((shares, i) => wholeLots(shares / lots[i]!));
  const odd = held.map((shares, i) => {
    const rest = shares - heldLots[i]! * lots[i]!;
    return Math.abs(rest) <= 1e-9 * lots[i]! ? 0 : rest;
  });
  const targets = target.map((weight) => weight * value);
  const wanted = targets.map((money, i) => wholeNear(money / (price[i]! * lots[i]!), Math.sign(money)));
  return {
    assets,
    size,
    value,
    cash,
    cashTarget: cashWeight * value,
    prices: price,
    targets,
    lots,
    heldLots,
    odd,
    // a position never passes its target by a whole lot, unless it is held already
    least: wanted.map((count, i) => Math.min(0, count, heldLots[i]!)),
    most: wanted.map((count, i) => Math.max(0, count, heldLots[i]!)),
    fee: readFee(request.fee ?? {}),
    holdsProceeds: shorts === "hold-proceeds",
  };
}

function readPrice(prices: Readonly<Record<string, number>>, asset: string, needed: boolean): number {
  if (!Object.hasOwn(prices, asset)) {
    if (!needed) return 1;
    throw invalidInput("prices", `prices has no entry for asset "${asset}"`, { reason: "missing-price" });
  }
  const price = prices[asset]!;
  if (Number.isFinite(price) && price > 0) return price;
  throw invalidInput("prices", `the price of "${asset}" is ${price}: every price must be a positive number`, {
    reason: "not-positive",
    received: String(price),
  });
}

function requireSum(target: Float64Array, cashWeight: number): void {
  const sum = target.reduce((total, weight) => total + weight, cashWeight);
  if (Math.abs(sum - 1) <= sumTolerance) return;
  const rest = Number((1 - sum + cashWeight).toPrecision(6));
  throw invalidInput(
    "weights",
    `weights and cashWeight sum to ${Number(sum.toPrecision(6))}, not 1, and nothing is rescaled in silence: rescale the weights${rest > 0 ? `, or pass cashWeight: ${rest} to leave the rest in cash` : ""}`,
    { reason: "sum", expected: "1", received: String(sum) },
  );
}

function readLots(lot: number | Readonly<Record<string, number>>, assets: readonly string[]): Float64Array {
  if (typeof lot === "object" && lot !== null) rejectUnknownAssets(lot, assets, "lot");
  return Float64Array.from(assets, (asset) => {
    const size = typeof lot === "number" ? lot : Object.hasOwn(lot, asset) ? lot[asset]! : 1;
    if (Number.isFinite(size) && size > 0) return size;
    throw invalidInput("lot", `the lot of "${asset}" is ${size}: expected a positive number of shares`, {
      reason: "not-positive",
    });
  });
}

function readFee({ rate = 0, perShare = 0, fixed = 0, minimum = 0 }: AllocationFee): FeeSchedule {
  const { buy, sell } = typeof rate === "number" ? { buy: rate, sell: rate } : rate;
  for (const [argument, share] of [
    ["fee.rate.buy", buy],
    ["fee.rate.sell", sell],
  ] as const) {
    if (share < 1) continue;
    throw invalidInput(argument, `expected a fraction of the traded value below 1, was ${share}: 0.1 % is 0.001`);
  }
  return {
    buyRate: atLeastZero(buy, "fee.rate"),
    sellRate: atLeastZero(sell, "fee.rate"),
    perShare: atLeastZero(perShare, "fee.perShare"),
    fixed: atLeastZero(fixed, "fee.fixed"),
    minimum: atLeastZero(minimum, "fee.minimum"),
  };
}

function atLeastZero(value: unknown, argument: string): number {
  const number = finiteNumber(value, argument);
  if (number >= 0) return number;
  throw invalidInput(argument, `expected ${argument} to be at least 0, was ${number}`, { received: String(number) });
}

function finiteNumber(value: unknown, argument: string): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw invalidInput(argument, `expected ${argument} to be a finite number, was ${String(value)}`, {
    reason: "not-finite",
  });
}

function finite(value: unknown, argument: string, asset: string): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw invalidInput(argument, `${argument} of "${asset}" is ${String(value)}: every entry must be a finite number`, {
    reason: "not-finite",
  });
}

/** Whole lots in a holding, towards 0; a quotient that is whole but for rounding counts as whole. */
function wholeLots(lots: number): number {
  const nearest = Math.round(lots);
  return Math.abs(lots - nearest) <= 1e-9 * Math.max(1, Math.abs(lots)) ? nearest : Math.trunc(lots);
}

/** The next whole number away from 0. */
function wholeNear(lots: number, sign: number): number {
  const nearest = Math.round(lots);
  return Math.abs(lots - nearest) <= 1e-12 * Math.max(1, Math.abs(lots))
    ? nearest
    : sign > 0
      ? Math.ceil(lots)
      : Math.floor(lots);
}
