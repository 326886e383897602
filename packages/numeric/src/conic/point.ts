/** A point of the embedding, or a step between two. */
export interface Point {
  readonly x: Float64Array;
  readonly z: Float64Array;
  readonly s: Float64Array;
  tau: number;
  kappa: number;
}

/** Room for a point. */
export function emptyPoint(n: number, m: number): Point {
  return { x: new Float64Array(n), z: new Float64Array(m), s: new Float64Array(m), tau: 1, kappa: 1 };
}

/** A copy of a point. */
export function copyPoint({ x, z, s, tau, kappa }: Point): Point {
  return { x: x.slice(), z: z.slice(), s: s.slice(), tau, kappa };
}

/** Makes a point equal to another. */
export function setPoint(to: Point, from: Point): void {
  to.x.set(from.x);
  to.z.set(from.z);
  to.s.set(from.s);
  to.tau = from.tau;
  to.kappa = from.kappa;
}

/** point += length step. */
export function movePoint(point: Point, step: Point, length: number): void {
  for (let j = 0; j < point.x.length; j++) point.x[j]! += length * step.x[j]!;
  for (let i = 0; i < point.z.length; i++) {
    point.z[i]! += length * step.z[i]!;
    point.s[i]! += length * step.s[i]!;
  }
  point.tau += length * step.tau;
  point.kappa += length * step.kappa;
}

/** point *= factor. */
export function scalePoint(point: Point, factor: number): void {
  for (let j = 0; j < point.x.length; j++) point.x[j]! *= factor;
  for (let i = 0; i < point.z.length; i++) {
    point.z[i]! *= factor;
    point.s[i]! *= factor;
  }
  point.tau *= factor;
  point.kappa *= factor;
}
