import type { Evidence } from "../choice-set/evidence.ts";
import type { Pattern, PatternKind } from "./pattern.ts";

/**
 * One kind of pattern. A finder reads the record in time order and lets a pattern rest on nothing later than the day of
 * its `until`: trades and prices after it change neither severity nor message. A later trade may prolong a pattern.
 */
export interface PatternFinder {
  readonly kind: PatternKind;
  /** What counts, and where the idea or the threshold comes from. */
  readonly method: string;
  /** What a severity of 50 means. */
  readonly middle: string;
  readonly find: (evidence: Evidence) => readonly Pattern[];
}

/**
 * Patterns that chance makes as well are told only where the investor's own record up to then is this many times likelier
 * under the habit than under chance. By Ville's inequality at most one unbiased investor in twenty is ever told of the kind.
 */
export const requiredEvidence = 20;

/** A severity of 0 to 100 that is 50 where `size` is `middle`. */
export function severityOf(size: number, middle: number): number {
  return 100 * (1 - 2 ** (-Math.max(0, size) / middle));
}

/** ISO time in UTC of epoch milliseconds. */
export function isoTime(instant: number): string {
  return new Date(instant).toISOString();
}

/** How sure the record makes it, in words. */
export function oddsInWords(wealth: number): string {
  const odds =
    wealth >= 1e6
      ? "more than a million"
      : wealth >= 1000
        ? `${Math.round(wealth / 100) * 100}`
        : `${Math.round(wealth)}`;
  return (
    `The record up to then is ${odds} times likelier under such a habit than under chance; ` +
    "at most one investor in twenty who trades by chance is ever told this."
  );
}

/** A ratio with two digits: 1.8, 12, 0.43. */
export function twoDigits(value: number): string {
  return value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(2)));
}

/** A fraction in per cent with two digits. */
export function percent(fraction: number): string {
  return `${twoDigits(100 * fraction)} %`;
}
