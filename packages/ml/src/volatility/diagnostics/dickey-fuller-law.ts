import { normalCdf } from "@plimsoll/numeric";

/** What a unit-root test allows for beside the unit root. */
export type Deterministic = "none" | "constant" | "trend";

interface Surface {
  /** Below it the small-p polynomial holds, above it the other. */
  readonly switchAt: number;
  readonly least: number;
  readonly greatest: number;
  readonly small: readonly number[];
  readonly large: readonly number[];
  /** By level 1, 5 and 10 %: b0 + b1/T + b2/T^2 + b3/T^3. */
  readonly critical: readonly [readonly number[], readonly number[], readonly number[]];
}

// p-values: MacKinnon (1994), tables 3 and 4, one variable; critical values: MacKinnon (2010), table 2
const surfaces: Readonly<Record<Deterministic, Surface>> = {
  none: {
    switchAt: -1.04,
    least: -19.04,
    greatest: Infinity,
    small: [0.6344, 1.2378, 0.032496],
    large: [0.4797, 0.93557, -0.06999, 0.033066],
    critical: [
      [-2.56574, -2.2358, -3.627, 0],
      [-1.941, -0.2686, -3.365, 31.223],
      [-1.61682, 0.2656, -2.714, 25.364],
    ],
  },
  constant: {
    switchAt: -1.61,
    least: -18.83,
    greatest: 2.74,
    small: [2.1659, 1.4412, 0.038269],
    large: [1.7339, 0.93202, -0.12745, -0.010368],
    critical: [
      [-3.43035, -6.5393, -16.786, -79.433],
      [-2.86154, -2.8903, -4.234, -40.04],
      [-2.56677, -1.5384, -2.809, 0],
    ],
  },
  trend: {
    switchAt: -2.89,
    least: -16.18,
    greatest: 0.7,
    small: [3.2512, 1.6047, 0.049588],
    large: [2.5261, 0.61654, -0.37956, -0.060285],
    critical: [
      [-3.95877, -9.0531, -28.428, -134.155],
      [-3.41049, -4.3904, -9.036, -45.374],
      [-3.12705, -2.5856, -3.925, -22.38],
    ],
  },
};

const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);

/** Probability of a Dickey-Fuller t at most as large when there is a unit root: MacKinnon's response surface, asymptotic. */
export function dickeyFullerPValue(statistic: number, deterministic: Deterministic): number {
  const surface = surfaces[deterministic];
  if (statistic <= surface.least) return 0;
  if (statistic >= surface.greatest) return 1;
  return normalCdf(polynomial(statistic <= surface.switchAt ? surface.small : surface.large, statistic));
}

/** The critical values of a Dickey-Fuller t at 1, 5 and 10 % with `rows` observations. */
export function dickeyFullerCriticalValues(rows: number, deterministic: Deterministic): CriticalValues {
  const [one, five, ten] = surfaces[deterministic].critical;
  return {
    "1%": polynomial(one, 1 / rows),
    "5%": polynomial(five, 1 / rows),
    "10%": polynomial(ten, 1 / rows),
  };
}

/** Critical values by level. */
export interface CriticalValues {
  readonly "1%": number;
  readonly "5%": number;
  readonly "10%": number;
}
