import { PlimsollError } from "@plimsoll/core";
import { expect, test } from "vitest";
import { optimize } from "./optimize.ts";
import type { Objective } from "./objectives/table.ts";
import type { PortfolioProblem } from "./problem/problem.ts";
import { type Risk, riskKinds } from "./risks/table.ts";

const assets = ["A", "B", "C", "D"];

/** Thirty months with a common part, a few bad ones, and a mean that pays for risk. */
const values = Array.from({ length: 30 }, (_, t) =>
  assets.map((_asset, i) => {
    const common = Math.sin(1.7 * t) + (t % 19 === 7 ? -2.5 : 0);
    const own = Math.cos((2.3 + i) * t + i);
    return 0.006 + 0.002 * i + (0.01 + 0.006 * i) * (0.6 * common + own);
  }),
);

const columns: readonly { readonly title: string; readonly objective: (risk: Risk) => Objective }[] = [
  { title: "min-risk", objective: (risk) => ({ kind: "min-risk", risk }) },
  { title: "min-risk, targetReturn", objective: (risk) => ({ kind: "min-risk", risk, targetReturn: 0.0085 }) },
  { title: "max-utility", objective: (risk) => ({ kind: "max-utility", risk, riskAversion: 0.5 }) },
  { title: "max-ratio", objective: (risk) => ({ kind: "max-ratio", risk }) },
  { title: "risk-budget", objective: (risk) => ({ kind: "risk-budget", risk }) },
];

/** The solver that serves a pair, or why none does. */
async function servedBy(problem: PortfolioProblem): Promise<string> {
  try {
    const { stats, certificate, status } = await optimize(problem);
    expect(certificate.gap).toBeLessThanOrEqual(status === "optimal" ? certificate.tolerance : Infinity);
    return status === "optimal" ? stats.solver : `${stats.solver} (not proven)`;
  } catch (error) {
    if (error instanceof PlimsollError && ["UNSUPPORTED", "INVALID_INPUT"].includes(error.code)) return "-";
    throw error;
  }
}

/** Objectives that measure portfolios in their own way. */
const own: readonly Objective[] = [
  { kind: "kelly" },
  { kind: "linear-loss-aversion" },
  { kind: "minimax-regret" },
  { kind: "mental-accounts", accounts: [{ name: "goal", share: 1, threshold: -0.05, probability: 0.1 }] },
  { kind: "prospect-utility", starts: 2 },
];

/** What may stand beside them. */
const besides: readonly { readonly title: string; readonly more: Partial<PortfolioProblem> }[] = [
  { title: "default constraints", more: {} },
  { title: "turnover", more: { constraints: [{ kind: "turnover", which: "half-l1", max: 0.3 }] } },
  { title: "a linear cost", more: { costs: [{ kind: "linear", rate: 0.001 }] } },
  { title: "a cap on CVaR", more: { constraints: [{ kind: "risk-limit", risk: { kind: "cvar" }, max: 0.03 }] } },
  { title: "at most two holdings", more: { constraints: [{ kind: "cardinality", max: 2 }] } },
];

test("the docs say which objective goes with which risk, and which solver serves the pair", async () => {
  const base = { assets, scenarios: { assets, values }, periodsPerYear: 12 };
  const rows: string[][] = [];
  for (const kind of Object.keys(riskKinds) as Risk["kind"][]) {
    const risk = { kind } as Risk;
    const cells = [];
    for (const { objective } of columns) cells.push(await servedBy({ ...base, objective: objective(risk) }));
    const least = await optimize({ ...base, objective: { kind: "min-risk", risk } });
    const cap = 1.1 * least.metrics.risk!;
    cells.push(await servedBy({ ...base, objective: { kind: "max-return", riskLimits: [{ risk, max: cap }] } }));
    const besides: Objective = { kind: "max-utility", riskAversion: 1 };
    cells.push(await servedBy({ ...base, objective: besides, constraints: [{ kind: "risk-limit", risk, max: cap }] }));
    rows.push([`\`${kind}\``, ...cells]);
  }
  const titles = [
    "risk",
    ...columns.map(({ title }) => title),
    "max-return under its cap",
    "max-utility by variance under its cap",
  ];
  const table = [titles, titles.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
  const ownRows: string[][] = [];
  for (const objective of own) {
    const cells = [];
    for (const { more } of besides)
      cells.push(await servedBy({ ...base, currentWeights: { A: 0.5, B: 0.5 }, objective, ...more }));
    ownRows.push([`\`${objective.kind}\``, ...cells]);
  }
  const ownTitles = ["objective", ...besides.map(({ title }) => title)];
  const ownTable = [ownTitles, ownTitles.map(() => "---"), ...ownRows]
    .map((row) => `| ${row.join(" | ")} |`)
    .join("\n");
  const page = `# Which solver serves which pair

Every objective with every risk for which the problem is convex, and the solver that \`stats.solver\` names on a small
problem with the default constraints. Where several limits on risk bind, costs bend or goals mix risks so that none of these
fits, the conic interior point of \`@plimsoll/numeric\` takes over; rules about what is held go to branch and bound. The
certificate is the same. Written by \`packages/optimize/src/pairs.test.ts\`.

${table}

## Objectives with a measure of their own

What serves them beside other parts of a problem; "-" is refused with a typed error. \`prospect-utility\` isn't convex: its
answer is proven where boxes around few assets can be searched.

${ownTable}
`;
  await expect(page).toMatchFileSnapshot("../../../docs/objective-risk-pairs.md");
}, 120_000);
