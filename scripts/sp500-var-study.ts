import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { PricePanel } from "../packages/core/src/index.ts";
import { normalPdf, normalQuantile } from "../packages/numeric/src/index.ts";
import {
  acerbiSzekelyTest,
  backtestVaR,
  esRegressionTest,
  expectedShortfall,
  fisslerZieglerScores,
  mcneilFreyTest,
  modelConfidenceSet,
  type TailMethodKind,
  valueAtRisk,
  type VaRBacktest,
} from "../packages/risk/src/index.ts";

/**
 * Six models of value at risk on the S&P 500, 1990-2022: writes docs/studies/sp500-var.md and its pictures.
 *
 *     PLIMSOLL_REFERENCE_DATA=folder npx tsx --conditions=@plimsoll/source scripts/sp500-var-study.ts
 *
 * Every forecast is made from the 250 days before its day.
 */
const WINDOW = 250;
const DECAY = 0.94;

const root = process.env["PLIMSOLL_REFERENCE_DATA"];
const file = root === undefined ? undefined : join(root, "data/skfolio/sp500_index.csv.gz");
if (file === undefined || !existsSync(file)) {
  throw new Error("set PLIMSOLL_REFERENCE_DATA to the folder whose data/skfolio/sp500_index.csv.gz holds the index");
}
const panel = PricePanel.fromCsv(gunzipSync(readFileSync(file)).toString("utf8")).simpleReturns();
const returns = Float64Array.from(panel.values);
const days = panel.dates.slice(WINDOW);
const realised = returns.subarray(WINDOW);

interface Forecasts {
  readonly var99: Float64Array;
  readonly var975: Float64Array;
  readonly es975: Float64Array;
}

/** Forecasts of a method of the package, refitted every day. */
function windowed(method: TailMethodKind): Forecasts {
  const out = {
    var99: new Float64Array(realised.length),
    var975: new Float64Array(realised.length),
    es975: new Float64Array(realised.length),
  };
  for (let t = 0; t < realised.length; t++) {
    const past = returns.subarray(t, t + WINDOW);
    out.var99[t] = valueAtRisk(past, { confidence: 0.99, method });
    out.var975[t] = valueAtRisk(past, { confidence: 0.975, method });
    out.es975[t] = expectedShortfall(past, { confidence: 0.975, method });
  }
  return out;
}

/** RiskMetrics run through the whole sample, seeded with the variance of the first 250 days (definition 11). */
function riskMetrics(): Forecasts {
  const out = {
    var99: new Float64Array(realised.length),
    var975: new Float64Array(realised.length),
    es975: new Float64Array(realised.length),
  };
  const seed = returns.subarray(0, WINDOW);
  const centre = seed.reduce((sum, value) => sum + value, 0) / WINDOW;
  let variance = seed.reduce((sum, value) => sum + (value - centre) ** 2, 0) / WINDOW;
  const [z99, z975] = [-normalQuantile(0.01), -normalQuantile(0.025)];
  for (let t = 0; t < realised.length; t++) {
    const deviation = Math.sqrt(variance);
    out.var99[t] = z99 * deviation;
    out.var975[t] = z975 * deviation;
    out.es975[t] = (normalPdf(z975) / 0.025) * deviation;
    variance = DECAY * variance + (1 - DECAY) * realised[t]! ** 2;
  }
  return out;
}

const models: readonly { readonly name: string; readonly color: string; readonly forecasts: Forecasts }[] = [
  { name: "historical", color: "#4269d0", forecasts: windowed("historical") },
  { name: "age-weighted", color: "#efb118", forecasts: windowed("age-weighted") },
  { name: "Gaussian", color: "#ff725c", forecasts: windowed("gaussian") },
  { name: "Student-t", color: "#6cc5b0", forecasts: windowed("student-t") },
  { name: "EWMA .94", color: "#3ca951", forecasts: riskMetrics() },
  { name: "volatility-weighted", color: "#a463f2", forecasts: windowed("volatility-weighted") },
];

const probability = (value: number | null | undefined): string =>
  value === null || value === undefined ? "" : value < 1e-4 ? "< .0001" : value.toFixed(4).replace(/^0/, "");
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [`| ${head.join(" | ")} |`, `| ${head.map((_, i) => (i === 0 ? "---" : "--:")).join(" | ")} |`]
    .concat(rows.map((row) => `| ${row.join(" | ")} |`))
    .join("\n");

const tests: readonly VaRBacktest[] = models.map(({ forecasts }) =>
  backtestVaR({ returns: realised, forecasts: forecasts.var99, confidence: 0.99 }),
);
const varTable = table(
  [
    "model",
    "hits",
    "rate",
    "Kupiec LR",
    "p",
    "independence LR",
    "p",
    "LRcc",
    "durations p",
    "shape",
    "dynamic quantile p",
  ],
  models.map(({ name }, i) => {
    const { exceptions, rate, kupiec, independence, conditionalCoverage, duration, dynamicQuantile } = tests[i]!;
    return [
      name,
      String(exceptions),
      `${(100 * rate).toFixed(2)} %`,
      kupiec.statistic.toFixed(3),
      probability(kupiec.pValue),
      independence.statistic.toFixed(3),
      probability(independence.pValue),
      conditionalCoverage.statistic.toFixed(3),
      probability(duration?.pValue),
      duration?.shape.toFixed(2) ?? "",
      probability(dynamicQuantile.pValue),
    ];
  }),
);

const scores = Object.fromEntries(
  models.map(({ name, forecasts }) => [
    name,
    fisslerZieglerScores({
      returns: realised,
      valueAtRisk: forecasts.var975,
      expectedShortfall: forecasts.es975,
      confidence: 0.975,
    }),
  ]),
);
const set = modelConfidenceSet(scores, { seed: "sp500", significance: 0.1, draws: 2000, meanBlock: 60 });
const esTable = table(
  ["model", "Z1", "Z2", "McNeil-Frey p", "ES regression", "slope", "p", "one-sided p", "mean FZ0", "MCS p"],
  models.map(({ name, forecasts }) => {
    const input = {
      returns: realised,
      valueAtRisk: forecasts.var975,
      expectedShortfall: forecasts.es975,
      confidence: 0.975,
    };
    const { z1, z2 } = acerbiSzekelyTest(input);
    const excess = mcneilFreyTest({ ...input, volatility: forecasts.es975, seed: 1, draws: 5000 });
    const regression = esRegressionTest(input);
    const { meanLoss, pValue } = set.models.find((model) => model.name === name)!;
    return [
      name,
      z1.statistic?.toFixed(3) ?? "",
      z2.statistic?.toFixed(3) ?? "",
      probability(excess.pValue),
      `${(100 * regression.intercept).toFixed(2)} %`,
      regression.slope.toFixed(2),
      probability(regression.wald.pValue),
      probability(regression.interceptTest.pValue),
      meanLoss.toFixed(4),
      probability(pValue),
    ];
  }),
);

/** Exceptions of each year as one strip of bars a model; the line is the expected number. */
function yearsChart(): string {
  const years = [...new Set(days.map((day) => day.slice(0, 4)))];
  const [left, right, row, width] = [130, 20, 74, 960];
  const step = (width - left - right) / years.length;
  const most = 22;
  const strips = models.map(({ name, color }, m) => {
    const base = 40 + (m + 1) * row - 14;
    const scale = (row - 24) / most;
    const bars = years.map((year, i) => {
      const count = tests[m]!.exceptionIndices.filter((t) => days[t]!.startsWith(year)).length;
      const height = Math.min(most, count) * scale;
      return `<rect x="${(left + i * step + 1).toFixed(1)}" y="${(base - height).toFixed(1)}" width="${(step - 2).toFixed(1)}" height="${height.toFixed(1)}" fill="${color}"><title>${name} ${year}: ${count}</title></rect>`;
    });
    const expected = base - 2.52 * scale;
    return `<text x="8" y="${base - 18}">${name}</text><text x="8" y="${base - 3}" fill="#666">${tests[m]!.exceptions} hits</text>${bars.join("")}<line x1="${left}" x2="${width - right}" y1="${base}" y2="${base}" stroke="#999"/><line x1="${left}" x2="${width - right}" y1="${expected.toFixed(1)}" y2="${expected.toFixed(1)}" stroke="#000" stroke-dasharray="3 3"/>`;
  });
  const labels = years
    .map((year, i) =>
      Number(year) % 5 === 0
        ? `<text x="${(left + (i + 0.5) * step).toFixed(1)}" y="${52 + models.length * row}" text-anchor="middle">${year}</text>`
        : "",
    )
    .join("");
  return svg(
    width,
    62 + models.length * row,
    "Days a year with a loss beyond 99 % value at risk; dashed: 2.5 expected",
    strips.join("") + labels,
  );
}

/** Returns, forecasts of three models and their hits over one crisis. */
function crisisChart(from: string, to: string): string {
  const rows = days.map((_, t) => t).filter((t) => days[t]! >= from && days[t]! <= to);
  const [left, right, top, width, height] = [60, 20, 56, 960, 420];
  const low = -0.17;
  const x = (i: number): string => (left + ((width - left - right) * i) / (rows.length - 1)).toFixed(1);
  const y = (value: number): string => (top + ((0.12 - value) / (0.12 - low)) * (height - top - 30)).toFixed(1);
  const shown = models.filter(({ name }) => ["historical", "EWMA .94", "volatility-weighted"].includes(name));
  const bars = rows
    .map((t, i) => `<line x1="${x(i)}" x2="${x(i)}" y1="${y(0)}" y2="${y(realised[t]!)}" stroke="#bbb"/>`)
    .join("");
  const lines = shown
    .map(({ name, color, forecasts }, m) => {
      const path = rows.map((t, i) => `${i === 0 ? "M" : "L"}${x(i)} ${y(-forecasts.var99[t]!)}`).join("");
      const hits = rows
        .map((t, i) =>
          realised[t]! < -forecasts.var99[t]!
            ? `<circle cx="${x(i)}" cy="${y(realised[t]! - 0.004 * m)}" r="2.6" fill="${color}"/>`
            : "",
        )
        .join("");
      return `<path d="${path}" fill="none" stroke="${color}" stroke-width="1.6"/>${hits}<text x="${left + 12 + 190 * m}" y="46" fill="${color}">${name}</text>`;
    })
    .join("");
  const ticks = [-0.1, -0.05, 0, 0.05, 0.1]
    .map(
      (value) =>
        `<text x="${left - 8}" y="${Number(y(value)) + 4}" text-anchor="end">${Math.round(100 * value)} %</text>`,
    )
    .join("");
  const ends = `<text x="${left}" y="${height - 6}">${days[rows[0]!]}</text><text x="${width - right}" y="${height - 6}" text-anchor="end">${days[rows.at(-1)!]}</text>`;
  return svg(
    width,
    height,
    "S&amp;P 500 daily returns and 99 % value at risk; dots: losses beyond it",
    bars + lines + ticks + ends,
  );
}

function svg(width: number, height: number, title: string, body: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12" role="img"><rect width="${width}" height="${height}" fill="#fff"/><text x="8" y="22" font-size="15">${title}</text>${body}</svg>\n`;
}

const zones = models.map(({ name }, m) => {
  const counts = { green: 0, yellow: 0, red: 0 };
  for (let end = 250; end <= realised.length; end += 250) {
    const exceptions = tests[m]!.exceptionIndices.filter((t) => t >= end - 250 && t < end).length;
    counts[exceptions < 5 ? "green" : exceptions < 10 ? "yellow" : "red"]++;
  }
  return [name, String(counts.green), String(counts.yellow), String(counts.red)];
});

const passed = models.filter((_, i) => tests[i]!.kupiec.pValue >= 0.05).map(({ name }) => name);
const text = `# Six models of value at risk on the S&P 500, 1990-2022

Written by \`scripts/sp500-var-study.ts\`; run it again with

\`\`\`sh
PLIMSOLL_REFERENCE_DATA=folder npx tsx --conditions=@plimsoll/source scripts/sp500-var-study.ts
\`\`\`

Daily closes of the S&P 500 (the reference data's \`skfolio/sp500_index\`), simple returns, ${days[0]} to ${days.at(-1)}:
${realised.length} forecasts, each from the ${WINDOW} days before its day and nothing later. Historical quantiles are of type 7; EWMA is
RiskMetrics' recursion with decay .94, zero mean and the normal quantile, seeded with the variance of the first ${WINDOW} days;
volatility-weighted is Hull and White's (1998) on the same decay; the others refit daily with the package's defaults.

## 99 % value at risk

${(realised.length * 0.01).toFixed(1)} hits are expected.

${varTable}

![Exceptions by year](../images/sp500-var-years.svg)

${
  passed.length === 0
    ? "No model passes Kupiec's test of frequency"
    : `Only ${passed.join(" and ")} pass${passed.length === 1 ? "es" : ""} Kupiec's test of frequency at 5 %`
}. The windowed models react late: their hits
come in clusters (durations with a Weibull shape below 1), because a window of a year gives the last week no more weight
than last spring. Scaling by recent volatility takes most of the clustering away; a normal law on top of it leaves the tail too thin.

![The crisis of 2008](../images/sp500-var-2008.svg)

Basel traffic light, consecutive blocks of 250 days:

${table(["model", "green", "yellow", "red"], zones)}

## 97.5 % expected shortfall

${esTable}

Z1 and Z2 (Acerbi & Szekely 2014) are 0 on average when the forecasts are right and negative when risk is understated.
McNeil-Frey: mean excess over ES, divided by ES, one-sided. ES regression (Bayer & Dimitriadis 2022), strict version:
intercept and slope are 0 and 1 for right forecasts; its p-value is Wald's, asymptotic. FZ0 (Patton, Ziegel & Chen 2019): lower is
better. MCS: p-value of the model confidence set (Hansen, Lunde & Nason 2011), stationary bootstrap with mean block 60; at 10 %
the set holds ${set.included.join(", ")}.

## What this is not

One index, one window length, no costs of wrong parameters: a reason to test a model on your own portfolio, not a ranking.
`;

mkdirSync("docs/studies", { recursive: true });
writeFileSync("docs/studies/sp500-var.md", text);
writeFileSync("docs/images/sp500-var-years.svg", yearsChart());
writeFileSync("docs/images/sp500-var-2008.svg", crisisChart("2007-07-01", "2009-06-30"));
console.log("wrote docs/studies/sp500-var.md and two pictures");
