import type { RandomStream } from "../random/index.ts";
import type { Cone, ConicProgram } from "./program.ts";
import { sparseFromDense } from "./sparse-matrix.ts";

/** How far a vector lies outside a cone or its dual; 0 inside. */
export function distanceOutside(cone: Cone, v: Float64Array, side: "primal" | "dual"): number {
  const [x = 0, y = 0, z = 0] = v;
  switch (cone.kind) {
    case "zero":
      return side === "dual" ? 0 : v.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    case "nonnegative":
      return v.reduce((most, value) => Math.max(most, -value), 0);
    case "second-order":
      return Math.max(0, Math.hypot(...v.subarray(1)) - x);
    case "exponential":
      if (side === "dual") return Math.max(x, x < 0 ? -x * Math.exp(y / x - 1) - z : Math.max(-y, -z), 0);
      return Math.max(-y, y > 0 ? y * Math.exp(x / y) - z : Math.max(x, -z), 0);
    case "power": {
      const [a, b] = side === "dual" ? [cone.exponent, 1 - cone.exponent] : [1, 1];
      const most = Math.max(0, x / a) ** cone.exponent * Math.max(0, y / b) ** (1 - cone.exponent);
      return Math.max(-x, -y, Math.abs(z) - most, 0);
    }
  }
}

/** A program with points inside its primal and dual cones, so that it has an optimum; columns of sizes 10^-spread to 10^spread. */
export function randomProgram(random: RandomStream, spread: number = 0): ConicProgram {
  const n = 1 + random.integer(8);
  const cones: Cone[] = [];
  const s: number[] = [];
  const z: number[] = [];
  const share = (): number => 2 * random.uniform() - 1;
  const positive = (): number => random.uniform() + 0.2;
  for (let count = 1 + random.integer(6); count > 0; count--) {
    const kind = random.integer(n > 2 && count === 1 ? 5 : 4);
    if (kind === 0) {
      const size = 1 + random.integer(6);
      cones.push({ kind: "nonnegative", size });
      for (let k = 0; k < size; k++) {
        s.push(positive());
        z.push(positive());
      }
    } else if (kind === 1) {
      const size = 2 + random.integer(7);
      cones.push({ kind: "second-order", size });
      for (const v of [s, z]) {
        const tail = Array.from({ length: size - 1 }, share);
        v.push(Math.hypot(...tail) + positive(), ...tail);
      }
    } else if (kind === 2) {
      cones.push({ kind: "exponential" });
      const [x, y, u, v] = [share(), positive(), positive(), share()];
      s.push(x, y, y * Math.exp(x / y) + positive());
      z.push(-u, v, u * Math.exp(-v / u - 1) + positive());
    } else if (kind === 3) {
      const a = 0.1 + 0.8 * random.uniform();
      cones.push({ kind: "power", exponent: a });
      const [x, y, u, v] = [positive(), positive(), positive(), positive()];
      s.push(x, y, 0.9 * share() * x ** a * y ** (1 - a));
      z.push(u, v, 0.9 * share() * (u / a) ** a * (v / (1 - a)) ** (1 - a));
    } else {
      const size = 1 + random.integer(2);
      cones.push({ kind: "zero", size });
      for (let k = 0; k < size; k++) {
        s.push(0);
        z.push(share());
      }
    }
  }
  const m = s.length;
  const sizes = Array.from({ length: n }, () => 10 ** (spread * share()));
  const matrix = Float64Array.from({ length: m * n }, (_, k) => (random.uniform() < 0.7 ? share() * sizes[k % n]! : 0));
  const factor = Float64Array.from({ length: n * n }, (_, k) => (random.uniform() < 0.5 ? share() * sizes[k % n]! : 0));
  const curved = random.uniform() < 0.5;
  const quadratic = new Float64Array(n * n);
  const x = sizes.map((size) => share() / size);
  const limits = Float64Array.from(s);
  const linear = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < m; i++) {
      limits[i]! += matrix[i * n + j]! * x[j]!;
      linear[j]! -= matrix[i * n + j]! * z[i]!;
    }
    for (let i = 0; i < (curved ? n : 0); i++) {
      for (let k = 0; k < n; k++) quadratic[i * n + j]! += factor[k * n + i]! * factor[k * n + j]!;
      linear[i]! -= quadratic[i * n + j]! * x[j]!;
    }
  }
  return {
    size: n,
    quadratic: sparseFromDense(quadratic, n, n, "upper"),
    linear,
    rows: sparseFromDense(matrix, m, n),
    limits,
    cones,
  };
}
