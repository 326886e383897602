import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { renderPage } from "./page.ts";
import type { Report } from "./report.ts";

const report: Report = {
  title: "Stocks & <bonds>",
  subtitle: "2 assets from 2024-01-31 to 2024-03-29",
  figures: [{ label: "Volatility", value: "12.3%", note: "a year" }],
  sections: [
    {
      id: "data",
      title: "The data",
      summary: "Two assets <script>alert(1)</script>.",
      blocks: [
        { kind: "text", text: "Nothing was invented." },
        { kind: "figures", figures: [{ label: "VaR", value: "2.0%" }] },
        {
          kind: "table",
          table: {
            title: "Assets",
            columns: [{ key: "asset", label: "Asset" }],
            rows: [{ asset: "A" }],
            note: "As given.",
          },
        },
        {
          kind: "chart",
          chart: {
            kind: "equity",
            title: "Wealth",
            series: [{ name: "A", dates: ["2024-01-31", "2024-02-29"], values: [1, 1.1] }],
          },
          caption: "Value of 1 invested.",
        },
      ],
    },
    { id: "risk", title: "Risk", summary: "None.", blocks: [] },
  ],
  colophon: ["Made from prices.csv."],
};

const page = renderPage(report);

/** What stands between each `<name ...>` and its end. */
const contents = (name: string): string[] =>
  [...page.matchAll(new RegExp(`<${name}(?: [^>]*)?>([\\s\\S]*?)</${name}>`, "g"))].map((match) => match[1]!);

test("the content security policy allows this style sheet and nothing else", () => {
  const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page)![1]!;
  const styles = /<style>([\s\S]*?)<\/style>/.exec(page)![1]!;
  const hash = createHash("sha256").update(styles, "utf8").digest("base64");
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain(`style-src 'sha256-${hash}'`);
  expect(page.match(/<style>/g)).toHaveLength(1);
  expect(page).not.toMatch(/<script|<link|<img| style=| on\w+=/);
});

test("the page asks nothing of the network", () => {
  expect(page.replaceAll('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(/https?:\/\/|url\(|@import/);
});

test("what the report holds is on the page, escaped", () => {
  expect(contents("h1")).toEqual(["Stocks &amp; &lt;bonds&gt;"]);
  expect(contents("h2")).toEqual(["The data", "Risk"]);
  expect(page).toContain("Two assets &lt;script&gt;alert(1)&lt;/script&gt;.");
  expect(contents("figcaption")).toEqual(["Value of 1 invested."]);
  expect(contents("dd")).toEqual(["12.3%", "a year", "2.0%"]);
  expect(contents("footer")[0]).toContain("Made from prices.csv.");
});

test("an ISO date in prose is not broken over two lines", () => {
  expect(page).toContain("2 assets from 2024\u201101\u201131 to 2024\u201103\u201129");
});

test("every entry of the contents leads to its section", () => {
  const links = [...contents("nav")[0]!.matchAll(/href="#([^"]+)"/g)].map((match) => match[1]!);
  expect(links).toEqual(["data", "risk"]);
  for (const link of links) expect(page).toContain(`<h2 id="${link}">`);
});

test("each chart is drawn for a desk and for a phone", () => {
  expect(page).toMatch(/<div class="wide"><svg [^>]*width="760"/);
  expect(page).toMatch(/<div class="narrow"><svg [^>]*width="358"/);
});
