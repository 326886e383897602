import { studentTDistribution } from "@plimsoll/numeric";
import * as z from "zod";
import { checkFinite } from "../input/checks.ts";
import { fitStudentT, type StudentTFit } from "./student-t-fit.ts";
import { studentTGradient } from "./student-t-gradient.ts";
import { compounded, type TailEstimate, type TailInput, type TailMethod } from "./tail-method.ts";

/** A Student-t law with location, scale and, unless given, degrees of freedom of greatest likelihood. */
export interface StudentTSpec {
  readonly kind: "student-t";
  /** Above 1, at most 1000. @defaultValue fitted within 1.05 to 1000 */
  readonly degreesOfFreedom?: number;
}

const schema: z.ZodType<StudentTSpec> = z.strictObject({
  kind: z.literal("student-t"),
  degreesOfFreedom: z.exactOptional(z.number().gt(1).max(1000)),
});

function estimate(input: TailInput, spec: StudentTSpec, factorOf: (nu: number) => number): TailEstimate {
  const fit = fitStudentT(input.series, spec.degreesOfFreedom);
  const factor = checkFinite(factorOf(fit.degreesOfFreedom), "method.degreesOfFreedom");
  return {
    value: -fit.location + factor * fit.scale,
    standardError: deltaError(fit, factor, factorOf, spec.degreesOfFreedom === undefined, input.series.length),
    gradient: () =>
      studentTGradient(input.series, fit, {
        byLocation: -1,
        byScale: factor,
        byFreedom: spec.degreesOfFreedom === undefined ? fit.scale * slopeOf(factorOf, fit.degreesOfFreedom) : null,
      }),
    conventions: {
      degreesOfFreedom: fit.degreesOfFreedom,
      location: fit.location,
      scale: fit.scale,
      fit: spec.degreesOfFreedom === undefined ? "maximum likelihood" : "maximum likelihood, degrees of freedom given",
      standardError: "delta method, expected information",
    },
  };
}

/** The derivative by the degrees of freedom. */
function slopeOf(factorOf: (nu: number) => number, nu: number): number {
  const step = 1e-4 * nu;
  return (factorOf(nu + step) - factorOf(nu - step)) / (2 * step);
}

/** Delta method on (location, scale, degrees of freedom) with the expected information of Lange, Little & Taylor (1989). */
function deltaError(
  { scale, degreesOfFreedom: nu, trigammaDifference }: StudentTFit,
  factor: number,
  factorOf: (nu: number) => number,
  fitted: boolean,
  n: number,
): number {
  if (scale === 0) return 0;
  const location = (scale ** 2 * (nu + 3)) / (nu + 1);
  const byScale = (2 * nu) / ((nu + 3) * scale ** 2);
  // at the upper bound the law is normal in all but name, and its degrees of freedom carry no information
  if (!fitted || nu >= 999) return Math.sqrt((location + factor ** 2 / byScale) / n);
  const byBoth = -2 / (scale * (nu + 1) * (nu + 3));
  const byFreedom = (trigammaDifference - (2 * (nu + 5)) / (nu * (nu + 1) * (nu + 3))) / 4;
  const slope = scale * slopeOf(factorOf, nu);
  const determinant = byScale * byFreedom - byBoth ** 2;
  const quadratic = (factor ** 2 * byFreedom - 2 * factor * slope * byBoth + slope ** 2 * byScale) / determinant;
  return Math.sqrt((location + quadratic) / n);
}

/** Definitions 5: VaR = -m - s t_a; ES = -m + s f_nu(t_a) / a (nu + t_a^2) / (nu - 1). */
export const studentTMethod: TailMethod<StudentTSpec> = {
  kind: "student-t",
  schema,
  minimum: 4,
  scaling: "square-root-of-time",
  valueAtRisk: (input, spec) => estimate(input, spec, (nu) => -studentTDistribution(nu).quantile(input.tail)),
  expectedShortfall: (input, spec) =>
    estimate(input, spec, (nu) => {
      const law = studentTDistribution(nu);
      const t = law.quantile(input.tail);
      return ((law.pdf(t) / input.tail) * (nu + t * t)) / (nu - 1);
    }),
  sampler: (input, spec) => {
    const { location, scale, degreesOfFreedom } = fitStudentT(input.series, spec.degreesOfFreedom);
    return compounded(input.horizon, (stream) => location + scale * stream.studentT(degreesOfFreedom));
  },
};
