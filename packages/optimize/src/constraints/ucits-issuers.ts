import { invalidInput } from "@plimsoll/core";
import type { ProblemContext } from "../problem/context.ts";
import type { Ucits51040 } from "./ucits-5-10-40.ts";

/** Assets whose weights sum to at most a limit. */
export interface UcitsGroup {
  readonly label: string;
  /** What a limit on a single asset is called: that of its class. */
  readonly limit: string;
  readonly assets: Int32Array;
  readonly most: number;
}

/** Issuers that are above 5 %, together at most a limit. */
export interface UcitsSum {
  readonly label: string;
  readonly issuers: readonly UcitsGroup[];
  /** Limit of a single issuer. */
  readonly largest: number;
  readonly most: number;
}

/** What the rule limits: sums of single issuers, bodies and groups, and sums over those above 5 %. */
export interface UcitsLimits {
  readonly capped: readonly UcitsGroup[];
  readonly sums: readonly UcitsSum[];
}

type AssetClass = "securities" | "government" | "coveredBonds" | "deposits" | "exempt";

/** Single limit by class (article 52(1), (3) and (4)). */
const largest = { securities: 0.1, government: 0.35, coveredBonds: 0.25, deposits: 0.2 } as const;

/** Securities, deposits and OTC exposure with one body (article 52(2)). */
const oneBody = 0.2;

/** Reads issuers, classes and groups. Throws `INVALID_INPUT` where an asset has two issuers or two classes. */
export function readIssuers(constraint: Ucits51040, name: string, context: ProblemContext): UcitsLimits {
  const classes = readClasses(constraint, name, context);
  const issuers = readMembers(constraint.issuers, name, context);
  const ofClass = (kind: AssetClass, assets: Int32Array): Int32Array =>
    assets.filter((asset) => classes[asset] === kind);
  const singles = (kind: keyof typeof largest): readonly UcitsGroup[] =>
    [...issuers]
      .map(([issuer, assets]) => ({
        label: kind === "securities" ? `${name}[${issuer}]` : `${name}.${kind}[${issuer}]`,
        limit: `${name}.${kind}`,
        assets: ofClass(kind, assets),
        most: largest[kind],
      }))
      .filter(({ assets }) => assets.length > 0);
  const bodies = [...issuers]
    .map(([issuer, assets]) => ({
      label: `${name}.body[${issuer}]`,
      limit: `${name}.body[${issuer}]`,
      assets: assets.filter((asset) => classes[asset] === "securities" || classes[asset] === "deposits"),
      most: oneBody,
    }))
    .filter(({ assets }) => ofClass("deposits", assets).length > 0 && ofClass("securities", assets).length > 0);
  const securities = singles("securities");
  const covered = singles("coveredBonds");
  const sums: UcitsSum[] = [];
  if (securities.length > 0)
    sums.push({ label: `${name}.large`, issuers: securities, largest: largest.securities, most: 0.4 });
  if (covered.length > 0)
    sums.push({ label: `${name}.coveredBonds.large`, issuers: covered, largest: largest.coveredBonds, most: 0.8 });
  const capped = [...securities, ...singles("government"), ...covered, ...singles("deposits"), ...bodies];
  return { capped: [...capped, ...readGroups(constraint, name, issuers, classes)], sums };
}

function readGroups(
  { groups, groupCap = 0.2 }: Ucits51040,
  name: string,
  issuers: ReadonlyMap<string, Int32Array>,
  classes: readonly AssetClass[],
): readonly UcitsGroup[] {
  return Object.entries(groups ?? {}).map(([group, members]) => {
    const assets = members.flatMap((issuer) => {
      const own = issuers.get(issuer);
      if (own !== undefined) return [...own].filter((asset) => classes[asset] === "securities");
      throw invalidInput(
        `${name}.groups.${group}`,
        `constraint "${name}" has "${issuer}" in the group "${group}", which is no issuer: name a key of issuers, or an asset that no issuer claims`,
      );
    });
    const label = `${name}.group[${group}]`;
    return { label, limit: label, assets: Int32Array.from(new Set(assets)), most: groupCap };
  });
}

function readClasses(constraint: Ucits51040, name: string, context: ProblemContext): readonly AssetClass[] {
  const classes: AssetClass[] = context.assets.map(() => "securities");
  for (const kind of ["government", "coveredBonds", "deposits", "exempt"] as const) {
    for (const asset of context.assetIndices(constraint[kind] ?? [], `${name}.${kind}`)) {
      if (classes[asset] !== "securities") {
        throw invalidInput(
          `${name}.${kind}`,
          `constraint "${name}" has "${context.assets[asset]}" in ${classes[asset]} and in ${kind}: keep one of them`,
        );
      }
      classes[asset] = kind;
    }
  }
  return classes;
}

/** Assets by issuer; an asset that none claims is its own. */
function readMembers(
  issuers: Ucits51040["issuers"],
  name: string,
  context: ProblemContext,
): ReadonlyMap<string, Int32Array> {
  const found = new Map<string, Int32Array>();
  const claimed = new Map<number, string>();
  for (const [issuer, assets] of Object.entries(issuers ?? {})) {
    const indices = context.assetIndices(assets, `${name}.issuers.${issuer}`);
    for (const asset of indices) {
      const other = claimed.get(asset);
      if (other !== undefined) {
        throw invalidInput(
          `${name}.issuers`,
          `constraint "${name}" has "${context.assets[asset]}" with the issuers "${other}" and "${issuer}": an asset has one issuer`,
        );
      }
      claimed.set(asset, issuer);
    }
    found.set(issuer, indices);
  }
  context.assets.forEach((asset, i) => {
    if (claimed.has(i)) return;
    if (found.has(asset)) {
      throw invalidInput(
        `${name}.issuers`,
        `constraint "${name}" has an issuer called "${asset}", which is also an asset that no issuer claims: rename the issuer, or give it the asset`,
      );
    }
    found.set(asset, Int32Array.of(i));
  });
  return found;
}
