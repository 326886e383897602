import type { SimulatedAccount, SimulatedPosition } from "../simulated-account.ts";

/** Brings positions to a target value: sells what is above it, then buys with the proceeds what is below. */
export function rebalance(account: SimulatedAccount, target: number, positions: readonly SimulatedPosition[]): void {
  for (const position of positions) {
    const value = account.valueOf(position);
    if (value > target) account.sell(position, 1 - target / value);
  }
  const proceeds = account.cash;
  // cents are not worth an order
  if (proceeds < 1) return;
  const short = positions.filter((position) => account.valueOf(position) < target * (1 - 1e-9));
  const missing = short.reduce((sum, position) => sum + target - account.valueOf(position), 0);
  for (const position of short) {
    const wanted = target - account.valueOf(position);
    account.buy(position.asset, missing > proceeds ? (wanted * proceeds) / missing : wanted);
  }
}
