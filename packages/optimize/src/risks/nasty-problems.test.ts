import { expect, test } from "vitest";
import { optimize, type Risk } from "../index.ts";
import { nastyProblem } from "./nasty-testing.ts";
import { riskKinds } from "./table.ts";

const count = 200;
/** What a problem may rightly be instead of solved. */
const right: ReadonlySet<string> = new Set(["INFEASIBLE", "UNBOUNDED", "NO_POSITIVE_EXCESS_RETURN"]);

test.each(Object.keys(riskKinds) as Risk["kind"][])(
  `%s: of ${count} nasty problems each is solved to a certificate or has no solution`,
  async (kind) => {
    const wrong: string[] = [];
    let solved = 0;
    for (let number = 0; number < count; number += 1) {
      try {
        const { status } = await optimize(nastyProblem(kind, number));
        expect(status).toBe("optimal");
        solved += 1;
      } catch (error) {
        const { code, message } = error as { readonly code?: string; readonly message: string };
        if (!right.has(code ?? "")) wrong.push(`${number}: ${message}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(solved).toBeGreaterThan(0.75 * count);
  },
  30_000,
);
