import { PlimsollError, type ErrorCode } from "../errors.ts";

/** A port's promise that an implementation breaks. */
export class ContractViolation extends Error {
  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = "ContractViolation";
  }
}

/** Demands that `actual` equals `expected` in structure: plain objects, arrays, typed arrays; NaN equals NaN. */
export function equal(actual: unknown, expected: unknown, what: string): void {
  const difference = differ(actual, expected, "");
  if (difference === undefined) return;
  throw new ContractViolation(
    `${what}${difference.path}: expected ${show(difference.expected)}, was ${show(difference.actual)}`,
  );
}

/** Demands that a condition holds. */
export function holds(condition: boolean, what: string): void {
  if (!condition) throw new ContractViolation(`expected that ${what}`);
}

/** Demands that the work fails with a {@link PlimsollError} of that code, and returns the error. */
export async function failsWith<Code extends ErrorCode>(
  code: Code,
  work: () => Promise<unknown>,
  what: string,
): Promise<PlimsollError<Code>> {
  let outcome: unknown;
  try {
    outcome = await work();
  } catch (error) {
    if (PlimsollError.is(error, code)) return error;
    throw new ContractViolation(`${what}: expected the error ${code}, was ${String(error)}`, { cause: error });
  }
  throw new ContractViolation(`${what}: expected the error ${code}, but it succeeded with ${show(outcome)}`);
}

/** Everything that an async iterable gives. */
export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

interface Difference {
  readonly path: string;
  readonly actual: unknown;
  readonly expected: unknown;
}

/** Whether the keys tell all: not so for `Map`, `Set`, `Date` and other classes. */
const isComparable = (value: object): boolean =>
  Array.isArray(value) || ArrayBuffer.isView(value) || Object.getPrototypeOf(value) === Object.prototype;

type Keyed = Readonly<Record<string, unknown>>;

function differ(actual: unknown, expected: unknown, path: string): Difference | undefined {
  if (Object.is(actual, expected)) return undefined;
  const here = { path, actual, expected };
  if (typeof actual !== "object" || typeof expected !== "object" || actual === null || expected === null) return here;
  if (Object.getPrototypeOf(actual) !== Object.getPrototypeOf(expected) || !isComparable(actual)) return here;
  const keys = new Set([...Object.keys(actual), ...Object.keys(expected)]);
  for (const key of keys) {
    if (!(key in actual) || !(key in expected)) return { ...here, path: `${path}.${key}` };
    const inner = differ((actual as Keyed)[key], (expected as Keyed)[key], `${path}.${key}`);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

function show(value: unknown): string {
  const plain = typeof value === "number" || typeof value === "bigint";
  // functions and undefined have no JSON
  const text = plain ? `${value}` : ((JSON.stringify(value) as string | undefined) ?? typeof value);
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}
