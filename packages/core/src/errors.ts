/** What each error code says about its cause: the typed `details` of a {@link PlimsollError}. */
export interface ErrorDetailsByCode {
  /** An argument, file or field has a value that its contract excludes. */
  readonly INVALID_INPUT: {
    /** The offending argument or field, such as `"constraints[2].max"`. */
    readonly argument: string;
    /** Which rule was broken, for code that must tell bad inputs apart, such as `"not-finite"` or `"asymmetric"`. */
    readonly reason?: string;
    readonly expected?: string;
    readonly received?: string;
    /** The file and the 1-based line, when the input came from a file. */
    readonly file?: string;
    readonly line?: number;
  };
  /** A rule of the domain would be broken, such as selling more than is held. */
  readonly RULE_VIOLATED: { readonly rule: string };
  /** No point satisfies all constraints. */
  readonly INFEASIBLE: {
    readonly conflict: readonly string[];
    readonly relaxation: readonly { readonly constraint: string; readonly from: number; readonly to: number }[];
  };
  /** The objective improves without limit on the feasible set. */
  readonly UNBOUNDED: { readonly direction?: Readonly<Record<string, number>> };
  /** A ratio has no portfolio to maximise: none that is feasible earns more than the risk-free rate. */
  readonly NO_POSITIVE_EXCESS_RETURN: { readonly largest: number };
  /** An iteration ended without reaching its tolerance. */
  readonly NOT_CONVERGED: { readonly iterations: number; readonly residual: number; readonly tolerance: number };
  /** Fewer observations than the estimator needs. */
  readonly NOT_ENOUGH_DATA: { readonly required: number; readonly available: number; readonly argument: string };
  /** Another writer was first. */
  readonly CONFLICT: {
    readonly stream: string;
    readonly expectedVersion: number | "any" | "none";
    readonly actualVersion: number;
  };
  readonly NOT_FOUND: { readonly kind: string; readonly id: string };
  /** A data vendor answered with an error. */
  readonly VENDOR: { readonly vendor: string; readonly status?: number };
  /** A store, queue or other resource cannot be reached or is held by another process. */
  readonly UNAVAILABLE: { readonly resource: string };
  /** The caller's `AbortSignal` fired. */
  readonly ABORTED: { readonly phase?: string };
  /** The request is well formed, but this build has no method for it. */
  readonly UNSUPPORTED: { readonly feature: string };
}

/** Every code a {@link PlimsollError} can carry. */
export type ErrorCode = keyof ErrorDetailsByCode;

/** The JSON form of a {@link PlimsollError}, for workers, queues and logs. */
export interface SerializedError {
  readonly name: string;
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

const brand: symbol = Symbol.for("plimsoll.error");

/**
 * The one error class of the suite: a `code` to branch on, `details` typed by that code, a message that names the
 * offending thing and the way out.
 *
 * @example
 * ```ts
 * import { PlimsollError } from "@plimsoll/core";
 *
 * const error = new PlimsollError("NOT_FOUND", 'no portfolio "p-1": open it first', { kind: "portfolio", id: "p-1" });
 * console.log(error.code, error.details.id);
 * ```
 */
export class PlimsollError<Code extends ErrorCode = ErrorCode> extends Error {
  readonly code: Code;
  readonly details: ErrorDetailsByCode[Code];

  constructor(code: Code, message: string, details: ErrorDetailsByCode[Code], options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = "PlimsollError";
    this.code = code;
    this.details = details;
    Object.defineProperty(this, brand, { value: true });
  }

  /** Whether `value` is a `PlimsollError`, also one made by another copy of the package; narrows to `code` if given. */
  static is<Code extends ErrorCode = ErrorCode>(value: unknown, code?: Code): value is PlimsollError<Code> {
    if (!(value instanceof Error) || !(brand in value)) return false;
    return code === undefined || (value as PlimsollError).code === code;
  }

  /** The error as plain data: `structuredClone` alone would drop class, code and details. */
  toJSON(): SerializedError {
    return {
      name: this.name,
      code: this.code,
      message: this.message,
      details: this.details,
    };
  }

  /** The error that `toJSON` wrote. */
  static fromJSON(serialized: SerializedError): PlimsollError {
    const error = new PlimsollError(serialized.code, serialized.message, serialized.details);
    error.name = serialized.name;
    return error;
  }
}

/** The outcome of a `safe` function: the data, or the error as a value. */
export type Result<Data> =
  | { readonly success: true; readonly data: Data }
  | { readonly success: false; readonly error: PlimsollError };

/** Runs `body` and returns an expected failure (a {@link PlimsollError}) as a value; any other error is a bug and is thrown. */
export function attempt<Data>(body: () => Data): Result<Data> {
  try {
    return { success: true, data: body() };
  } catch (error) {
    if (PlimsollError.is(error)) return { success: false, error };
    throw error;
  }
}

/** {@link attempt} for a promise. */
export async function attemptAsync<Data>(body: () => Promise<Data>): Promise<Result<Data>> {
  try {
    return { success: true, data: await body() };
  } catch (error) {
    if (PlimsollError.is(error)) return { success: false, error };
    throw error;
  }
}

/** An `INVALID_INPUT` error: `argument` names the culprit, the message says what was expected and the remedy. */
export function invalidInput(
  argument: string,
  message: string,
  details: Omit<ErrorDetailsByCode["INVALID_INPUT"], "argument"> = {},
): PlimsollError<"INVALID_INPUT"> {
  return new PlimsollError("INVALID_INPUT", message, { argument, ...details });
}

/** Throws an `ABORTED` error when `signal` has fired. */
export function throwIfAborted(signal: AbortSignal | undefined, phase?: string): void {
  if (signal?.aborted !== true) return;
  throw new PlimsollError(
    "ABORTED",
    phase === undefined ? "the operation was aborted" : `aborted during ${phase}`,
    phase === undefined ? {} : { phase },
    { cause: signal.reason as unknown },
  );
}
