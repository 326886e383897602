import { Ring } from "../rolling/ring.ts";
import { DominantCycle } from "./dominant-cycle.ts";
import { waveOffset, waveTable } from "./wave-table.ts";

const degrees = 180 / Math.PI;
const longest = 50;

/** Phase of the dominant cycle in degrees, from -45 to 315 (Ehlers 2001), with TA-Lib's start. */
export class CyclePhase {
  readonly cycle: DominantCycle;
  phase: number = 0;
  private readonly smooths: Ring;

  constructor() {
    this.cycle = new DominantCycle(37);
    this.smooths = new Ring(longest);
  }

  /** Whether the transform has begun. */
  next(price: number): boolean {
    const { cycle, smooths } = this;
    if (!cycle.next(price)) return false;
    smooths.push(cycle.smooth);
    const waves = waveTable();
    const bars = Math.floor(cycle.length + 0.5);
    const offset = waveOffset(bars);
    let real = 0;
    let imaginary = 0;
    for (let i = 0; i < bars; i++) {
      const smooth = smooths.back(i);
      real += waves[offset + 2 * i]! * smooth;
      imaginary += waves[offset + 2 * i + 1]! * smooth;
    }
    let { phase } = this;
    if (imaginary !== 0) phase = Math.atan(real / imaginary) * degrees;
    else if (real < 0) phase -= 90;
    else if (real > 0) phase += 90;
    // the smoother lags by one bar
    phase += 90 + 360 / cycle.length;
    if (imaginary < 0) phase += 180;
    if (phase > 315) phase -= 360;
    this.phase = phase;
    return true;
  }
}
