import type { ValueFunction } from "../../program/goal.ts";

/** A value function as bounds need it: with its slope at a distance from 0, which is monotone on each side. */
export interface Worth {
  value(outcome: number): number;
  gainSlope(size: number): number;
  lossSlope(size: number): number;
}

/** Slopes in closed form; each is monotone in the size of the outcome. */
export function worthOf(worth: ValueFunction): Worth {
  if (worth.kind === "power") {
    const { alpha, beta, lambda } = worth;
    return {
      value: (outcome) => (outcome < 0 ? -lambda * Math.pow(-outcome, beta) : Math.pow(outcome, alpha)),
      gainSlope: (size) => alpha * Math.pow(size, alpha - 1),
      lossSlope: (size) => lambda * beta * Math.pow(size, beta - 1),
    };
  }
  const { gain, loss, lambda } = worth;
  return {
    value: (outcome) => (outcome < 0 ? lambda * (Math.exp(loss * outcome) - 1) : 1 - Math.exp(-gain * outcome)),
    gainSlope: (size) => gain * Math.exp(-gain * size),
    lossSlope: (size) => lambda * loss * Math.exp(-loss * size),
  };
}
