import { invalidInput } from "@plimsoll/core";

/** Numbers by asset: a record, or in asset order. */
export type TickValues = Readonly<Record<string, number>> | Float64Array | readonly number[];

/** Epoch milliseconds; throws `INVALID_INPUT` for a time whose zone is left open. */
export function timeOf(at: string | number): number {
  const time =
    typeof at === "number" ? at : /^\d{4}-\d{2}-\d{2}(T.*(Z|[+-]\d{2}:\d{2}))?$/.test(at) ? Date.parse(at) : NaN;
  if (Number.isFinite(time)) return time;
  throw invalidInput("at", `at: expected an ISO date, an ISO instant with its zone or epoch milliseconds, was ${at}`, {
    received: String(at),
  });
}

function isList(values: TickValues): values is Float64Array | readonly number[] {
  return values instanceof Float64Array || Array.isArray(values);
}

/** The assets that values are of. */
export function namesOf(values: TickValues): readonly string[] {
  return isList(values) ? Array.from(values, (_, i) => `asset-${i + 1}`) : Object.keys(values);
}

/** Finite numbers in asset order; assets that a record leaves out have 0, or are an error. */
export function readTick(
  values: TickValues,
  assets: readonly string[],
  argument: string,
  absent: "zero" | "required",
): Float64Array<ArrayBuffer> {
  const out = new Float64Array(assets.length);
  if (isList(values)) {
    if (values.length !== assets.length) {
      throw invalidInput(
        argument,
        `${argument}: expected ${assets.length} numbers, one an asset, was ${values.length}`,
      );
    }
    for (let i = 0; i < out.length; i++) out[i] = values[i]!;
  } else {
    let found = 0;
    for (let i = 0; i < out.length; i++) {
      const value = values[assets[i]!];
      if (value !== undefined) found++;
      else if (absent === "required") {
        throw invalidInput(`${argument}.${assets[i]}`, `${argument}: "${assets[i]}" is missing: every asset needs one`);
      }
      out[i] = value ?? 0;
    }
    if (found !== Object.keys(values).length) {
      const unknown = Object.keys(values).find((name) => !assets.includes(name))!;
      throw invalidInput(
        `${argument}.${unknown}`,
        `${argument}: "${unknown}" is not among the assets: name all in options.assets`,
      );
    }
  }
  for (let i = 0; i < out.length; i++) {
    if (!Number.isFinite(out[i])) {
      throw invalidInput(
        `${argument}.${assets[i]}`,
        `${argument}.${assets[i]}: expected a finite number, was ${out[i]}`,
      );
    }
  }
  return out;
}
