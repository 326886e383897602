import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blocksOf } from "./blocks.ts";
import { type ConeBlock, scalingEntries } from "./cone-block.ts";
import { exponentialBarrier } from "./exponential.ts";
import type { DualBarrier } from "./nonsymmetric.ts";
import { powerBarrier } from "./power.ts";

const share = fc.double({ min: -1, max: 1, noNaN: true });
const positive = fc.double({ min: 0.05, max: 3, noNaN: true });

/** H v from the entries that a block writes: -H, further rows eliminated. */
function timesScaling(block: ConeBlock, v: Float64Array): Float64Array {
  const { size } = block;
  const entries = new Float64Array(scalingEntries(block));
  block.writeScaling(entries, 0);
  if (block.layout === "diagonal") return v.map((value, k) => -entries[k]! * value);
  const out = new Float64Array(size);
  if (block.layout === "dense") {
    for (let j = 0, p = 0; j < size; j++)
      for (let i = 0; i <= j; i++, p++) {
        out[i]! -= entries[p]! * v[j]!;
        if (i !== j) out[j]! -= entries[p]! * v[i]!;
      }
    return out;
  }
  for (let k = 0; k < size; k++) out[k] = -entries[k]! * v[k]!;
  for (const from of [size, 2 * size + 1]) {
    const column = entries.subarray(from, from + size);
    const product = column.reduce((sum, value, k) => sum + value * v[k]!, 0) / entries[from + size]!;
    for (let k = 0; k < size; k++) out[k]! += column[k]! * product;
  }
  return out;
}

const insideSecondOrder = fc
  .tuple(fc.array(share, { minLength: 1, maxLength: 8 }), positive)
  .map(([tail, room]) => Float64Array.of(Math.hypot(...tail) + room, ...tail));
const insideExponential = fc
  .tuple(share, positive, positive)
  .map(([x, y, room]) => Float64Array.of(x, y, y * Math.exp(x / y) * (1 + room)));
const insideDualExponential = fc
  .tuple(positive, share, positive)
  .map(([u, v, room]) => Float64Array.of(-u, v, u * Math.exp(-v / u - 1) * (1 + room)));
const exponent = fc.double({ min: 0.1, max: 0.9, noNaN: true });

const barriers: readonly [string, DualBarrier, fc.Arbitrary<Float64Array>][] = [
  ["exponential", exponentialBarrier, insideDualExponential],
  ...[0.2, 2 / 3].map((a): [string, DualBarrier, fc.Arbitrary<Float64Array>] => [
    `power ${a.toFixed(2)}`,
    powerBarrier(a),
    fc
      .tuple(positive, positive, share)
      .map(([u, v, w]) => Float64Array.of(u, v, 0.95 * w * (u / a) ** a * (v / (1 - a)) ** (1 - a))),
  ]),
];

describe.each(barriers)("dual barrier of the %s cone", (_name, barrier, inside) => {
  const derivatives = (z: Float64Array): { gradient: Float64Array; hessian: Float64Array } => {
    const [gradient, hessian] = [new Float64Array(3), new Float64Array(9)];
    barrier.derivatives(z, 0, gradient, hessian);
    return { gradient, hessian };
  };

  test("its center is its own image", () => {
    const center = Float64Array.from(barrier.center);
    derivatives(center).gradient.forEach((value, k) => expect(value).toBeCloseTo(-center[k]!, 13));
  });

  test("logarithmically homogeneous: g'z = -3, Hz = -g, third derivative along z is -2H", () => {
    fc.assert(
      fc.property(inside, fc.tuple(share, share, share), (z, direction) => {
        const { gradient, hessian } = derivatives(z);
        const p = Float64Array.from(direction);
        const third = new Float64Array(3);
        barrier.third(z, 0, z, p, third);
        expect(gradient.reduce((sum, value, k) => sum + value * z[k]!, 0)).toBeCloseTo(-3, 9);
        for (let i = 0; i < 3; i++) {
          const row = hessian.subarray(3 * i, 3 * i + 3);
          const size = Math.max(...hessian.map(Math.abs));
          expect(Math.abs(row.reduce((sum, value, k) => sum + value * z[k]!, 0) + gradient[i]!)).toBeLessThan(
            1e-10 * size,
          );
          const twice = row.reduce((sum, value, k) => sum + 2 * value * p[k]!, 0);
          expect(Math.abs(third[i]! + twice)).toBeLessThan(1e-10 * size);
        }
      }),
    );
  });

  test("gradient and Hessian are those of the value", () => {
    fc.assert(
      fc.property(inside, (z) => {
        const { gradient, hessian } = derivatives(z);
        for (let k = 0; k < 3; k++) {
          const step = 1e-6 * Math.max(Math.abs(z[k]!), barrier === exponentialBarrier && k !== 1 ? 0 : 1e-2);
          const [up, down] = [z.slice(), z.slice()];
          up[k]! += step;
          down[k]! -= step;
          const slope = (barrier.value(up, 0) - barrier.value(down, 0)) / (2 * step);
          const curvature = Math.abs(hessian[4 * k]!);
          // differences near the boundary carry an error of the third order
          expect(Math.abs(slope - gradient[k]!)).toBeLessThan(1e-5 * (1 + Math.abs(gradient[k]!) + curvature ** 1.5));
        }
      }),
    );
  });

  test("the shadow of minus the gradient is the point itself, and lies in the primal cone", () => {
    fc.assert(
      fc.property(inside, (z) => {
        const s = derivatives(z).gradient.map((value) => -value);
        expect(barrier.contains(s, 0)).toBe(true);
        const shadow = new Float64Array(3);
        barrier.shadow(s, 0, shadow);
        const size = Math.max(...z.map(Math.abs));
        for (let k = 0; k < 3; k++) expect(Math.abs(shadow[k]! - z[k]!)).toBeLessThan(1e-7 * size);
      }),
    );
  });
});

describe("scalings", () => {
  test("map z to s: nonnegative, second-order, exponential, power", () => {
    const power = exponent.chain((a) =>
      fc.tuple(positive, positive, share, positive, positive, share).map(([x, y, z, u, v, w]) => ({
        cone: { kind: "power", exponent: a } as const,
        s: Float64Array.of(x, y, 0.9 * z * x ** a * y ** (1 - a)),
        z: Float64Array.of(u, v, 0.9 * w * (u / a) ** a * (v / (1 - a)) ** (1 - a)),
      })),
    );
    const exponential = fc
      .tuple(insideExponential, insideDualExponential)
      .map(([s, z]) => ({ cone: { kind: "exponential" } as const, s, z }));
    const secondOrder = fc.tuple(insideSecondOrder, insideSecondOrder).map(([s, z]) => {
      const size = Math.min(s.length, z.length);
      return { cone: { kind: "second-order", size } as const, s: s.slice(0, size), z: z.slice(0, size) };
    });
    const nonnegative = fc.array(fc.tuple(positive, positive), { minLength: 1, maxLength: 4 }).map((pairs) => ({
      cone: { kind: "nonnegative", size: pairs.length } as const,
      s: Float64Array.from(pairs, ([s]) => s),
      z: Float64Array.from(pairs, ([, z]) => z),
    }));
    fc.assert(
      fc.property(fc.oneof(power, exponential, secondOrder, nonnegative), ({ cone, s, z }) => {
        const [block] = blocksOf([cone]);
        const product = s.reduce((sum, value, k) => sum + value * z[k]!, 0);
        expect(block!.scale(s, z, product / block!.degree, false)).toBe(true);
        const size = Math.max(...s.map(Math.abs));
        timesScaling(block!, z).forEach((value, k) => expect(Math.abs(value - s[k]!)).toBeLessThan(1e-6 * size));
      }),
    );
  });

  test("a step ends on the boundary of the second-order cone", () => {
    fc.assert(
      fc.property(insideSecondOrder, fc.array(share, { minLength: 9, maxLength: 9 }), (s, direction) => {
        const [block] = blocksOf([{ kind: "second-order", size: s.length }]);
        const step = Float64Array.from(direction.slice(0, s.length));
        const still = new Float64Array(s.length);
        const length = block!.stepLength(s, s, step, still, 1e3);
        const end = s.map((value, k) => value + length * step[k]!);
        const size = end[0]! + Math.hypot(...end.subarray(1));
        const outside = length < 1e3 ? Math.abs(block!.margin(end)) : -block!.margin(end);
        expect(outside).toBeLessThan(1e-7 * (1 + size));
      }),
    );
  });
});
