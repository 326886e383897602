import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  headlinesOf,
  lexiconFromLists,
  lexiconScorer,
  loughranMcDonaldLexicon,
  sentimentFeatures,
  sentimentStream,
  sentimentTable,
} from "./index.ts";

const day = (at: number): string => new Date(Date.UTC(2024, 2, 1 + at)).toISOString().slice(0, 10);

describe("lexicon scorer", () => {
  const score = lexiconScorer({
    words: { good: 2, bad: -2, "not bad": 1, "record-high": 3, profit: 1, "profit warning": -3 },
    intensifiers: { very: 1.5 },
  });

  test("sums the worth of words, whatever their case and punctuation", () => {
    const found = score("GOOD profit, (bad) outlook!");
    expect(found).toMatchObject({ score: 1, words: 4, positive: 2, negative: 1, comparative: 0.25 });
    expect(found.found.map(({ term }) => term)).toEqual(["good", "profit", "bad"]);
    expect(score("")).toMatchObject({ score: 0, comparative: 0, words: 0 });
  });

  test("the longest phrase counts, negation turns the next words around, intensifiers multiply", () => {
    expect(score("Acme issues profit warning").score).toBe(-3);
    expect(score("not bad").score).toBe(1);
    expect(score("This is not a good result").score).toBe(-2);
    expect(score("It isn\u2019t good").score).toBe(-2);
    expect(score("not one two three four good").score).toBe(2);
    expect(score("very good").score).toBe(3);
    expect(score("shares at record-high").score).toBe(3);
    expect(score("good-looking").score).toBe(2);
    const gentle = lexiconScorer({ words: { good: 2 }, negations: ["un"] }, { negationFactor: -0.5, negationReach: 1 });
    expect(gentle("un good").score).toBe(-1);
    expect(gentle("not good").score).toBe(2);
  });

  test("lists and a Loughran-McDonald dictionary become lexicons", () => {
    expect(lexiconFromLists({ positive: ["Gain"], negative: ["LOSS"] }).words).toEqual({ gain: 1, loss: -1 });
    expect(() => lexiconFromLists({ positive: ["a"], negative: ["A"] })).toThrow("in both lists");
    // the layout of the dictionary, with made-up rows
    const csv =
      "Word,Seq_num,Word Count,Negative,Positive\nGAINFUL,1,10,0,2009\nLOSSY,2,10,2009,0\nOUTDATED,3,1,-2020,0\nTHE,4,9,0,0\n";
    expect(loughranMcDonaldLexicon(csv).words).toEqual({ gainful: 1, lossy: -1 });
    expect(() => loughranMcDonaldLexicon("a,b\n1,2")).toThrow('no column "word"');
    expect(() => lexiconScorer({ words: {} })).toThrow("the lexicon is empty");
    expect(() => lexiconScorer({ words: { a: NaN } })).toThrow('"a" is worth NaN');
  });
});

describe("sentiment features", () => {
  const dates = ["2024-03-01", "2024-03-04", "2024-03-05"];

  test("headlines after the cutoff and of weekends count for the next row", () => {
    const headlines = [
      { time: "2024-02-29T23:30:00Z", score: 9 },
      { time: "2024-03-01T19:59:59Z", score: 1 },
      { time: "2024-03-01T20:01:00Z", score: 2 },
      { time: "2024-03-02", score: -3 },
      { time: "2024-03-05T21:00:00Z", score: 5 },
    ];
    const options = { include: ["sentiment-1", "news-count-1"], cutoff: "20:00" };
    const found = sentimentFeatures(dates, headlines, options);
    expect([...found.column("news-count-1")]).toEqual([2, 2, 0]);
    expect([...found.column("sentiment-1")]).toEqual([5, -0.5, NaN]);
    const whole = sentimentFeatures(dates, headlines, { include: ["news-count-1"] });
    expect([...whole.column("news-count-1")]).toEqual([2, 1, 1]);
  });

  test("mean, balance, dispersion, surprise, intensity and decay equal those worked by hand", () => {
    const headlines = [
      { time: dates[0]!, score: 2 },
      { time: dates[0]!, score: -1, weight: 3 },
      { time: dates[1]!, score: 4 },
      { time: dates[2]!, score: -2 },
      { time: dates[2]!, score: 0 },
    ];
    const include = [
      "sentiment-2",
      "sentiment-balance-3",
      "sentiment-dispersion-3",
      "sentiment-surprise-3",
      "news-intensity-3",
      "sentiment-decay-1",
      "sentiment-momentum-1-2",
      "news-count-3",
    ];
    const row = sentimentFeatures(dates, headlines, { include }).row(2);
    // weights 1, 3, 1, 1, 1; scores 2, -1, 4, -2, 0
    const mean = 1 / 7;
    const half = (total: number[], weight: number[], decay: number) => {
      const fade = (sums: number[]) => sums.reduce((sum, value) => sum * decay + value, 0);
      return fade(total) / fade(weight);
    };
    const slow = half([-1, 4, -2], [4, 1, 2], Math.SQRT1_2);
    const fast = half([-1, 4, -2], [4, 1, 2], 0.5);
    const expected = [
      2 / 3,
      0,
      Math.sqrt((4 + 3 + 16 + 4) / 7 - mean * mean),
      -1 - 3 / 5,
      2 / (5 / 3),
      fast,
      fast - slow,
      5,
    ];
    expected.forEach((value, i) => expect(row[i]).toBeCloseTo(value, 12));
    expect(sentimentTable.map(({ kind }) => kind).sort()).toEqual(
      include.map((name) => name.replace(/(-\d+)+$/, "")).sort(),
    );
  });

  const headlines = fc.array(
    fc
      .record({
        at: fc.integer({ min: 0, max: 11 }),
        hour: fc.integer({ min: 0, max: 23 }),
        score: fc.integer({ min: -5, max: 5 }),
      })
      .map(({ at, hour, score }) => ({ time: `${day(at)}T${String(hour).padStart(2, "0")}:30:00Z`, score })),
    { maxLength: 40 },
  );

  test("headlines after a row change nothing in it", () => {
    fc.assert(
      fc.property(headlines, headlines, fc.integer({ min: 0, max: 11 }), (first, more, cut) => {
        const all = Array.from({ length: 12 }, (_, t) => day(t));
        const later = more.filter(({ time }) => time > `${day(cut)}T20`);
        const options = { cutoff: "19:59", include: ["sentiment-3", "sentiment-decay-2", "news-intensity-4"] };
        const before = sentimentFeatures(all, first, options);
        const after = sentimentFeatures(all, [...later, ...first], options);
        expect(after.values.slice(0, 3 * (cut + 1))).toEqual(before.values.slice(0, 3 * (cut + 1)));
      }),
    );
  });

  test("row by row equals the whole history", () => {
    fc.assert(
      fc.property(headlines, (all) => {
        const dates = Array.from({ length: 12 }, (_, t) => day(t));
        const include = ["sentiment-2", "sentiment-decay-2", "sentiment-dispersion-3", "news-count-1"];
        const table = sentimentFeatures(dates, all, { include });
        const stream = sentimentStream({ include });
        dates.forEach((date, t) => {
          const today = all.filter(({ time }) => time.startsWith(date));
          expect(stream.update(headlinesOf(today))).toEqual(table.row(t).slice());
        });
      }),
      { numRuns: 50 },
    );
  });

  test("bad input names culprit and remedy", () => {
    const run =
      (headlines: object[], options: object = {}) =>
      () =>
        sentimentFeatures(dates, headlines as never, options);
    expect(run([{ time: "yesterday", score: 1 }])).toThrow("headlines[0].time: expected an ISO date");
    expect(run([{ time: dates[0], score: NaN }])).toThrow("headlines[0]: expected a finite score");
    expect(run([{ time: dates[0], score: 1, weight: -1 }])).toThrow("a weight >= 0");
    expect(run([], { cutoff: "8 pm" })).toThrow('expected a time of day such as "20:00"');
    expect(run([], { include: ["sentimant-1"] })).toThrow("the nearest are");
  });
});
