import { describe, expect, test } from "vitest";
import { computeFeatures } from "./compute-features.ts";
import type { Feature, FeatureFamily } from "./feature.ts";
import { FeatureStream } from "./feature-stream.ts";
import { nearNames } from "./near-names.ts";
import { choice, count, real } from "./parameter.ts";

interface Weather {
  readonly rain: number;
  readonly wind: number;
}

interface Decay {
  readonly wait: number;
  readonly rate: number;
  readonly of: keyof Weather;
}

class Decayed {
  private level = 0;
  private seen = 0;
  private readonly wait: number;
  private readonly rate: number;
  private readonly of: keyof Weather;

  constructor({ wait, rate, of }: Decay) {
    this.wait = wait;
    this.rate = rate;
    this.of = of;
  }

  update(row: Weather, out: Float64Array, at: number): void {
    this.level = this.rate * this.level + row[this.of];
    out[at] = this.seen++ < this.wait ? NaN : this.level;
  }
}

const decayed: Feature<Weather, "decayed", Decay> = {
  kind: "decayed",
  title: "Decayed sum",
  source: "this test",
  parameters: { wait: count(1, 0), rate: real(0.5, 0, 1), of: choice("rain", ["rain", "wind"]) },
  inputs: ({ of }) => [of],
  outputs: [""],
  lookback: ({ wait }) => wait,
  memory: "fading",
  start: (parameters) => new Decayed(parameters),
};

const weather: FeatureFamily<Weather> = {
  name: "weather",
  inputs: ["rain", "wind"],
  features: [decayed],
  checkRow: ({ rain }) => (rain < 0 ? `rain ${rain} is negative` : undefined),
};

const rain = Array.from({ length: 200 }, (_, day) => day % 5);
const wind = rain.map((value) => 10 - value);

test("a family of one's own: names, defaults, batch and stream come from the declaration", () => {
  const table = computeFeatures(weather, { rain, wind }, ["decayed-0-0.5", "decayed-2-0.25-wind", { kind: "decayed" }]);
  expect(table.names).toEqual(["decayed-0-0.5", "decayed-2-0.25-wind", "decayed"]);
  expect([...table.row(2)]).toEqual([2 + 0.5 + 0, 8 + 0.25 * (9 + 0.25 * 10), 2.5]);
  const stream = FeatureStream.start(weather, ["decayed-0-0.5", "decayed-2-0.25-wind", { kind: "decayed" }]);
  rain.forEach((value, day) => {
    expect(stream.update({ rain: value, wind: wind[day]! })).toEqual(table.row(day));
  });
});

test("a bad row names its place, also far into a batch, and moves nothing", () => {
  const broken = rain.map((value, day) => (day === 150 ? -1 : value));
  expect(() => computeFeatures(weather, { rain: broken, wind }, undefined)).toThrow("row 150: rain -1 is negative");
  const stream = FeatureStream.start(weather);
  stream.update({ rain: 1 });
  expect(() =>
    stream.updateBlock(
      [
        { rain: 1, wind: 1 },
        { rain: -1, wind: 1 },
      ],
      2,
      new Float64Array(2),
      0,
    ),
  ).toThrow("row 2");
  expect(stream.rows).toBe(1);
});

describe("near names", () => {
  const names = ["rsi", "stochastic-rsi", "sma", "ema", "macd", "bollinger"];

  test("a swap of letters, a missing letter and a part of the name are near", () => {
    expect(nearNames("mcad", names)[0]).toBe("macd");
    expect(nearNames("bolinger", names)[0]).toBe("bollinger");
    expect(nearNames("stochastic", names)[0]).toBe("stochastic-rsi");
    expect(nearNames("smaa", names)).toHaveLength(3);
  });
});
