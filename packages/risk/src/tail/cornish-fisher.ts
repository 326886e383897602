import { invalidInput } from "@plimsoll/core";
import { normalPdf, normalQuantile } from "@plimsoll/numeric";
import * as z from "zod";
import { momentError, type MomentFunction, momentGradient, type SampleMoments, sampleMoments } from "./moments.ts";
import { compounded, type TailEstimate, type TailInput, type TailMethod } from "./tail-method.ts";

/** The normal quantile corrected for skewness and excess kurtosis. */
export interface CornishFisherSpec {
  readonly kind: "cornish-fisher";
  /** The deviation, which also standardises skewness and kurtosis, divides by n - ddof. @defaultValue the option `ddof` */
  readonly ddof?: number;
  /**
   * Where the corrected quantile must increase: on |z| <= 4, or everywhere (Maillard 2012), which rejects most samples
   * of normal returns too.
   * @defaultValue "local"
   */
  readonly domain?: "local" | "global";
  /** @defaultValue the option `outOfDomain` */
  readonly outOfDomain?: "throw" | "allow";
  /**
   * The two forms of modified expected shortfall (definitions 7): the mean of the corrected quantile function, or the
   * Edgeworth density of Boudt, Peterson & Croux (2008).
   * @defaultValue "cornish-fisher"
   */
  readonly shortfall?: "cornish-fisher" | "edgeworth";
}

const schema: z.ZodType<CornishFisherSpec> = z.strictObject({
  kind: z.literal("cornish-fisher"),
  ddof: z.exactOptional(z.literal([0, 1])),
  domain: z.exactOptional(z.enum(["local", "global"])),
  outOfDomain: z.exactOptional(z.enum(["throw", "allow"])),
  shortfall: z.exactOptional(z.enum(["cornish-fisher", "edgeworth"])),
});

/** q(z) and its derivatives by skewness S and excess kurtosis K. */
function corrected(quantile: number, { skewness: S, excessKurtosis: K }: SampleMoments) {
  const odd = 2 * quantile ** 3 - 5 * quantile;
  return {
    value: quantile + ((quantile ** 2 - 1) * S) / 6 + ((quantile ** 3 - 3 * quantile) * K) / 24 - (odd * S ** 2) / 36,
    bySkewness: (quantile ** 2 - 1) / 6 - (odd * S) / 18,
    byKurtosis: (quantile ** 3 - 3 * quantile) / 24,
  };
}

/** Whether q increases (definitions 6): q'(z) = A z^2 + S z / 3 + 1 - K / 8 + 5 S^2 / 36 >= 0, A = K / 8 - S^2 / 6. */
export function cornishFisherDomain(skewness: number, excessKurtosis: number, domain: "local" | "global"): boolean {
  const square = excessKurtosis / 8 - skewness ** 2 / 6;
  const constant = 1 - excessKurtosis / 8 + (5 * skewness ** 2) / 36;
  if (domain === "global") return square >= 0 && skewness ** 2 / 9 - 4 * square * constant <= 0;
  const slope = (at: number): number => square * at ** 2 + (skewness * at) / 3 + constant;
  const vertex = -skewness / (6 * square);
  return slope(-4) >= 0 && slope(4) >= 0 && !(square > 0 && Math.abs(vertex) < 4 && slope(vertex) < 0);
}

/** The moments; throws `INVALID_INPUT` outside the domain unless that is allowed. */
function checkedMoments(input: TailInput, spec: CornishFisherSpec) {
  const ddof = spec.ddof ?? input.settings.ddof;
  const domain = spec.domain ?? "local";
  const moments = sampleMoments(input.series, ddof);
  const inDomain = cornishFisherDomain(moments.skewness, moments.excessKurtosis, domain);
  if (!inDomain && (spec.outOfDomain ?? input.settings.outOfDomain) === "throw") {
    throw invalidInput(
      "method",
      `method "cornish-fisher": skewness ${moments.skewness.toPrecision(3)} and excess kurtosis ${moments.excessKurtosis.toPrecision(3)} are outside its domain, the corrected quantile would not increase: use another method, or outOfDomain: "allow"`,
      { expected: "a corrected quantile that increases" },
    );
  }
  return { ddof, domain, moments, inDomain };
}

function estimate(
  input: TailInput,
  spec: CornishFisherSpec,
  factorOf: (moments: SampleMoments) => {
    readonly value: number;
    readonly bySkewness: number;
    readonly byKurtosis: number;
  },
  conventions: Readonly<Record<string, string>>,
): TailEstimate {
  const { ddof, domain, moments, inDomain } = checkedMoments(input, spec);
  const factor = factorOf(moments);
  const f: MomentFunction = {
    value: -moments.mean + moments.deviation * factor.value,
    byMean: -1,
    byDeviation: factor.value,
    bySkewness: moments.deviation * factor.bySkewness,
    byKurtosis: moments.deviation * factor.byKurtosis,
  };
  return {
    value: f.value,
    standardError: momentError(input.series, moments, f),
    gradient: () => momentGradient(input.series, ddof, moments, f),
    conventions: { ddof, domain, inDomain, ...conventions, standardError: "influence function of the moments" },
  };
}

/** The mean of q over the tail. */
function quantileMean(tail: number, { skewness: S, excessKurtosis: K }: SampleMoments) {
  const at = normalQuantile(tail);
  const scale = normalPdf(at) / tail;
  return {
    value: scale * (1 + (at * S) / 6 + ((at ** 2 - 1) * K) / 24 - ((2 * at ** 2 - 1) * S ** 2) / 36),
    bySkewness: scale * (at / 6 - ((2 * at ** 2 - 1) * S) / 18),
    byKurtosis: (scale * (at ** 2 - 1)) / 24,
  };
}

/**
 * -(1 / a) times the integral of z phi(z) [1 + S/6 H3 + K/24 H4 + S^2/72 H6] up to g = q(z_a); the integral of z phi H_k
 * is -phi(g) (H_k + k H_(k-2)).
 */
function edgeworthMean(tail: number, moments: SampleMoments) {
  const { skewness: S, excessKurtosis: K } = moments;
  const { value: g, bySkewness, byKurtosis } = corrected(normalQuantile(tail), moments);
  const scale = normalPdf(g) / tail;
  const three = g ** 3;
  const four = g ** 4 - 2 * g ** 2 - 1;
  const six = g ** 6 - 9 * g ** 4 + 9 * g ** 2 + 3;
  // by the fundamental theorem: minus the integrand at g over a
  const density =
    1 +
    (S / 6) * (g ** 3 - 3 * g) +
    (K / 24) * (g ** 4 - 6 * g ** 2 + 3) +
    (S ** 2 / 72) * (g ** 6 - 15 * g ** 4 + 45 * g ** 2 - 15);
  const byEdge = -scale * g * density;
  return {
    value: scale * (1 + (S * three) / 6 + (K * four) / 24 + (S ** 2 * six) / 72),
    bySkewness: scale * (three / 6 + (S * six) / 36) + byEdge * bySkewness,
    byKurtosis: (scale * four) / 24 + byEdge * byKurtosis,
  };
}

/** Definitions 6 and 7. */
export const cornishFisherMethod: TailMethod<CornishFisherSpec> = {
  kind: "cornish-fisher",
  schema,
  minimum: 4,
  scaling: "square-root-of-time",
  valueAtRisk: (input, spec) =>
    estimate(
      input,
      spec,
      (moments) => {
        const q = corrected(normalQuantile(input.tail), moments);
        return { value: -q.value, bySkewness: -q.bySkewness, byKurtosis: -q.byKurtosis };
      },
      {},
    ),
  expectedShortfall: (input, spec) => {
    const shortfall = spec.shortfall ?? "cornish-fisher";
    const mean = shortfall === "edgeworth" ? edgeworthMean : quantileMean;
    return estimate(input, spec, (moments) => mean(input.tail, moments), { shortfall });
  },
  // the corrected quantile of a normal draw has the corrected law, where it increases
  sampler: (input, spec) => {
    const { moments } = checkedMoments(input, spec);
    return compounded(
      input.horizon,
      (stream) => moments.mean + moments.deviation * corrected(stream.normal(), moments).value,
    );
  },
};
