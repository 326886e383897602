import { Ring } from "./ring.ts";

/** Variances and covariance (ddof 0) of the last `window` pairs; sums as in {@link RollingMoments}. */
export class RollingComoments {
  varianceX: number = NaN;
  varianceY: number = NaN;
  covariance: number = NaN;
  private readonly xs: Ring;
  private readonly ys: Ring;
  private anchorX = 0;
  private anchorY = 0;
  private x = 0;
  private y = 0;
  private xx = 0;
  private yy = 0;
  private xy = 0;
  private lastX = NaN;
  private lastY = NaN;
  private runX = 0;
  private runY = 0;

  constructor(window: number) {
    this.xs = new Ring(window);
    this.ys = new Ring(window);
  }

  /** Whether the window is full: then the moments are numbers. */
  next(x: number, y: number): boolean {
    const { xs, ys } = this;
    const size = xs.values.length;
    this.runX = x === this.lastX ? this.runX + 1 : 1;
    this.runY = y === this.lastY ? this.runY + 1 : 1;
    this.lastX = x;
    this.lastY = y;
    if (xs.filled === 0) {
      this.anchorX = x;
      this.anchorY = y;
    }
    const goneX = xs.push(x);
    const goneY = ys.push(y);
    if (xs.head === 0) this.resum(x, y);
    else {
      this.add(x, y, 1);
      if (!Number.isNaN(goneX)) this.add(goneX, goneY, -1);
    }
    if (!xs.full) return false;
    const flatX = this.runX >= size;
    const flatY = this.runY >= size;
    this.varianceX = flatX ? 0 : Math.max(0, (this.xx - (this.x * this.x) / size) / size);
    this.varianceY = flatY ? 0 : Math.max(0, (this.yy - (this.y * this.y) / size) / size);
    this.covariance = flatX || flatY ? 0 : (this.xy - (this.x * this.y) / size) / size;
    return true;
  }

  private add(x: number, y: number, sign: number): void {
    const dx = x - this.anchorX;
    const dy = y - this.anchorY;
    this.x += sign * dx;
    this.y += sign * dy;
    this.xx += sign * dx * dx;
    this.yy += sign * dy * dy;
    this.xy += sign * dx * dy;
  }

  private resum(anchorX: number, anchorY: number): void {
    this.anchorX = anchorX;
    this.anchorY = anchorY;
    this.x = this.y = this.xx = this.yy = this.xy = 0;
    const { values } = this.xs;
    for (let i = 0; i < values.length; i++) this.add(values[i]!, this.ys.values[i]!, 1);
  }
}
