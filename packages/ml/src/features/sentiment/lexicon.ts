import { invalidInput } from "@plimsoll/core";

/** Words (and phrases, their words separated by one blank) with what they are worth, as data that the caller brings. */
export interface Lexicon {
  readonly words: Readonly<Record<string, number>>;
  /**
   * Words that turn the ones after them around.
   * @defaultValue not, no, never, without, none, nor, neither, hardly, barely, cannot, and everything that ends in n't
   */
  readonly negations?: readonly string[] | undefined;
  /**
   * Factors of the word that follows, such as `{ very: 1.5, slightly: 0.5 }`.
   * @defaultValue none
   */
  readonly intensifiers?: Readonly<Record<string, number>> | undefined;
}

/** Options of {@link lexiconScorer}. */
export interface ScorerOptions {
  /**
   * How many words after a negation are turned around.
   * @defaultValue 3
   */
  readonly negationReach?: number | undefined;
  /**
   * What a negated word's worth is multiplied by.
   * @defaultValue -1
   */
  readonly negationFactor?: number | undefined;
}

/** What a text is worth. */
export interface TextScore {
  /** Sum over the words found. */
  readonly score: number;
  /** The sum over the number of all words: comparable between texts; 0 for an empty one. */
  readonly comparative: number;
  /** Number of words in the text. */
  readonly words: number;
  /** Found words that count as good, and as bad, after negation. */
  readonly positive: number;
  readonly negative: number;
  /** The words found, in their order, with what they counted. */
  readonly found: readonly { readonly term: string; readonly value: number }[];
}

const defaultNegations: readonly string[] = [
  "not",
  "no",
  "never",
  "without",
  "none",
  "nor",
  "neither",
  "hardly",
  "barely",
  "cannot",
];

/** The words of a text in lower case: letters and digits of any script, with apostrophes and hyphens inside. */
function wordsOf(text: string): string[] {
  return (
    text
      .toLowerCase()
      .replaceAll("\u2019", "'")
      .match(/[\p{L}\p{N}]+(?:['-][\p{L}\p{N}]+)*/gu) ?? []
  );
}

/** The words of a text, compound ones taken apart unless the lexicon knows them. */
function termsOf(text: string, isKnown: (word: string) => boolean): string[] {
  return wordsOf(text).flatMap((word) => (word.includes("-") && !isKnown(word) ? word.split("-") : [word]));
}

/**
 * A function that scores texts with a lexicon: the longest phrase first, negated words turned around, intensified ones
 * multiplied.
 *
 * No word list is bundled: bring AFINN (its object is `words`), one of {@link lexiconFromLists}, or read Loughran-McDonald with
 * {@link loughranMcDonaldLexicon}. Scores of models such as FinBERT go directly into `sentimentFeatures`.
 *
 * @throws `INVALID_INPUT` for an empty lexicon or a worth that is not finite
 *
 * @example
 * ```ts
 * import { lexiconScorer } from "@plimsoll/ml";
 *
 * const score = lexiconScorer({ words: { profit: 2, beats: 1, loss: -3, "profit warning": -3 } });
 * console.log(score("Acme beats estimates, profit up").score); // 3
 * console.log(score("Acme issues profit warning").score, score("No loss this year").score); // -3 3
 * ```
 */
export function lexiconScorer(lexicon: Lexicon, options: ScorerOptions = {}): (text: string) => TextScore {
  const { negationReach = 3, negationFactor = -1 } = options;
  if (!(Number.isInteger(negationReach) && negationReach >= 0)) {
    throw invalidInput("negationReach", `negationReach: expected a whole number >= 0, was ${negationReach}`);
  }
  const worth = new Map<string, number>();
  let longest = 1;
  for (const [term, value] of Object.entries(lexicon.words)) {
    if (!Number.isFinite(value))
      throw invalidInput(`words.${term}`, `words: "${term}" is worth ${value}: write a number`);
    const key = term.trim().toLowerCase().replaceAll("\u2019", "'");
    worth.set(key, value);
    longest = Math.max(longest, key.split(" ").length);
  }
  if (worth.size === 0) throw invalidInput("words", "words: expected at least one, the lexicon is empty");
  const negations = new Set(lexicon.negations ?? defaultNegations);
  const intensifiers = new Map(Object.entries(lexicon.intensifiers ?? {}));
  const negates = (term: string): boolean =>
    negations.has(term) || (lexicon.negations === undefined && term.endsWith("n't"));

  return (text) => {
    const terms = termsOf(text, (word) => worth.has(word));
    const found: { term: string; value: number }[] = [];
    let negatedUntil = -1;
    let factor = 1;
    for (let i = 0; i < terms.length;) {
      let length = Math.min(longest, terms.length - i);
      while (length > 0 && !worth.has(terms.slice(i, i + length).join(" "))) length--;
      if (length === 0) {
        const term = terms[i]!;
        if (negates(term)) negatedUntil = i + negationReach;
        factor = intensifiers.get(term) ?? 1;
        i++;
        continue;
      }
      const term = terms.slice(i, i + length).join(" ");
      const turned = i <= negatedUntil ? negationFactor : 1;
      found.push({ term, value: worth.get(term)! * factor * turned });
      // a word of the lexicon may itself negate, such as AFINN's "no"
      if (negates(term)) negatedUntil = i + negationReach;
      factor = 1;
      i += length;
    }
    const score = found.reduce((sum, { value }) => sum + value, 0);
    return {
      score,
      comparative: terms.length > 0 ? score / terms.length : 0,
      words: terms.length,
      positive: found.filter(({ value }) => value > 0).length,
      negative: found.filter(({ value }) => value < 0).length,
      found,
    };
  };
}

/**
 * A lexicon of good words (worth 1) and bad ones (worth -1).
 * @throws `INVALID_INPUT` for a word in both lists
 */
export function lexiconFromLists(lists: {
  readonly positive: readonly string[];
  readonly negative: readonly string[];
}): Lexicon {
  const words: Record<string, number> = {};
  for (const word of lists.positive) words[word.toLowerCase()] = 1;
  for (const word of lists.negative) {
    if (words[word.toLowerCase()] === 1) {
      throw invalidInput("negative", `"${word}" is in both lists: take it out of one`);
    }
    words[word.toLowerCase()] = -1;
  }
  return { words };
}

/**
 * The lexicon in the text of a Loughran-McDonald master dictionary (CSV), which the caller must have the right to use:
 * positive words are worth 1, negative ones -1. Words that were taken out again (a negative year) are left out.
 *
 * @throws `INVALID_INPUT` where the columns Word, Positive and Negative are not there
 */
export function loughranMcDonaldLexicon(csv: string): Lexicon {
  const lines = csv.split(/\r?\n/).filter((line) => line.trim() !== "");
  const header = (lines[0] ?? "").split(",").map((name) => name.trim().toLowerCase());
  const [word, positive, negative] = ["word", "positive", "negative"].map((name) => {
    const place = header.indexOf(name);
    if (place >= 0) return place;
    throw invalidInput(
      "csv",
      `csv: no column "${name}" in the first line: expected a Loughran-McDonald master dictionary`,
    );
  }) as [number, number, number];
  const words: Record<string, number> = {};
  for (const line of lines.slice(1)) {
    const cells = line.split(",");
    const isPositive = Number(cells[positive]) > 0;
    const isNegative = Number(cells[negative]) > 0;
    if (isPositive !== isNegative) words[(cells[word] ?? "").trim().toLowerCase()] = isPositive ? 1 : -1;
  }
  return { words };
}
