import { invalidInput } from "@plimsoll/core";
import type { MathNode } from "mathjs";
import type { Linear } from "../constraints/linear.ts";

/** A linear form: constant + sum of coefficients by asset. */
interface LinearForm {
  constant: number;
  readonly coefficients: Map<string, number>;
}

/** What an expression may name. */
export interface ExpressionNames {
  readonly assets: readonly string[];
  readonly groups: ReadonlyMap<string, readonly string[]>;
}

/** Parser of constraint text; made by {@link loadExpressionParser}. */
export type ExpressionParser = (text: string, names: ExpressionNames, argument: string) => Linear;

let loading: Promise<ExpressionParser> | undefined;

/** Loads mathjs on first use and returns the parser of constraint text. */
export function loadExpressionParser(): Promise<ExpressionParser> {
  // number-only build: half the load time, and nothing is ever evaluated
  loading ??= import("mathjs/number").then(
    ({ parse }) =>
      (text, names, argument) =>
        parseExpression(text, names, argument, parse),
  );
  return loading;
}

function parseExpression(
  text: string,
  names: ExpressionNames,
  argument: string,
  parse: (text: string) => MathNode,
): Linear {
  let root: MathNode;
  try {
    root = parse(text);
  } catch (error) {
    throw invalidInput(
      argument,
      `can't read constraint "${text}": ${(error as Error).message}. Put names that aren't plain words in double quotes, as in "\\"BRK.B\\" <= 0.1"`,
      {
        reason: "syntax",
        received: text,
      },
    );
  }
  const reader = new LinearReader(text, names, argument);
  return { kind: "linear", name: text, ...reader.relation(root) };
}

/** The fields of mathjs nodes that are read here. */
interface Node {
  readonly type: string;
  readonly op?: string;
  readonly args?: readonly Node[];
  readonly implicit?: boolean;
  readonly name?: string;
  readonly value?: unknown;
  readonly content?: Node;
  readonly conditionals?: readonly string[];
  readonly params?: readonly Node[];
}

class LinearReader {
  readonly #text: string;
  readonly #assets: ReadonlySet<string>;
  readonly #groups: ReadonlyMap<string, readonly string[]>;
  readonly #argument: string;

  constructor(text: string, names: ExpressionNames, argument: string) {
    this.#text = text;
    this.#assets = new Set(names.assets);
    this.#groups = names.groups;
    this.#argument = argument;
  }

  relation(node: Node): Omit<Linear, "kind" | "name"> {
    if (node.type === "OperatorNode" && node.args?.length === 2) {
      const [left, right] = node.args as [Node, Node];
      const difference = combine(this.#form(left), this.#form(right), -1);
      const limit = -difference.constant;
      const coefficients = this.#coefficients(difference);
      if (node.op === "<=") return { coefficients, max: limit };
      if (node.op === ">=") return { coefficients, min: limit };
      if (node.op === "==") return { coefficients, equals: limit };
      if (node.op === "<" || node.op === ">") {
        throw this.#error(`a strict "${node.op}" has no closed feasible set: write ${node.op}=`);
      }
    }
    if (node.type === "RelationalNode" && node.params?.length === 3) return this.#chain(node);
    if (node.type === "AssignmentNode") throw this.#error('"=" assigns: write ==');
    throw this.#error("expected one comparison, <=, >= or ==");
  }

  #chain(node: Node): Omit<Linear, "kind" | "name"> {
    const [low, middle, high] = node.params!.map((param) => this.#form(param)) as [LinearForm, LinearForm, LinearForm];
    const [first, second] = node.conditionals as [string, string];
    if (low.coefficients.size > 0 || high.coefficients.size > 0 || first !== second) {
      throw this.#error("a chain needs numbers at both ends and the same sign twice, as in 0.1 <= AAPL <= 0.3");
    }
    const ends = { least: low.constant - middle.constant, most: high.constant - middle.constant };
    const coefficients = this.#coefficients(middle);
    if (first === "smallerEq") return { coefficients, min: ends.least, max: ends.most };
    if (first === "largerEq") return { coefficients, min: ends.most, max: ends.least };
    throw this.#error("a chain takes <= or >=");
  }

  #coefficients(form: LinearForm): Record<string, number> {
    if (form.coefficients.size === 0) throw this.#error("it names no asset");
    return Object.fromEntries(form.coefficients);
  }

  #form(node: Node): LinearForm {
    switch (node.type) {
      case "ParenthesisNode":
        return this.#form(node.content!);
      case "ConstantNode":
        if (typeof node.value === "number") return { constant: node.value, coefficients: new Map() };
        if (typeof node.value === "string") return this.#named(node.value);
        throw this.#error(`${String(node.value)} is not a number`);
      case "SymbolNode":
        return this.#named(node.name!);
      case "OperatorNode":
        return this.#operator(node);
      case "AccessorNode":
        throw this.#error('a dot reads as a property access: put the name in double quotes, as in "BRK.B"');
      case "FunctionNode":
        throw this.#error(
          "functions aren't allowed, and a name before a bracket reads as one: only + - * / and comparisons",
        );
      default:
        throw this.#error(`a ${node.type} isn't linear: only + - * / of names and numbers`);
    }
  }

  #operator(node: Node): LinearForm {
    const args = node.args!.map((arg) => arg);
    if (node.implicit === true) {
      throw this.#error(
        'a product without * was read: put names such as "7203.T" in double quotes, and write 2 * AAPL for a product',
      );
    }
    if (args.length === 1) {
      if (node.op === "-") return combine({ constant: 0, coefficients: new Map() }, this.#form(args[0]!), -1);
      if (node.op === "+") return this.#form(args[0]!);
      throw this.#error(`"${node.op}" isn't linear`);
    }
    const [left, right] = args.map((arg) => this.#form(arg)) as [LinearForm, LinearForm];
    switch (node.op) {
      case "+":
        return combine(left, right, 1);
      case "-":
        return combine(left, right, -1);
      case "*":
        if (left.coefficients.size === 0) return scale(right, left.constant);
        if (right.coefficients.size === 0) return scale(left, right.constant);
        throw this.#error("a product of two weights isn't linear");
      case "/":
        if (right.coefficients.size > 0) throw this.#error("a weight in a denominator isn't linear");
        if (right.constant === 0) throw this.#error("it divides by zero");
        return scale(left, 1 / right.constant);
      default:
        throw this.#error(`"${node.op}" isn't linear`);
    }
  }

  #named(name: string): LinearForm {
    if (this.#assets.has(name)) return { constant: 0, coefficients: new Map([[name, 1]]) };
    const group = this.#groups.get(name);
    if (group !== undefined) return { constant: 0, coefficients: new Map(group.map((asset) => [asset, 1])) };
    throw this.#error(
      `"${name}" is neither an asset nor a group; a name with a minus, dot or space needs double quotes`,
      "unknown-asset",
    );
  }

  #error(problem: string, reason = "not-linear"): Error {
    return invalidInput(this.#argument, `constraint "${this.#text}": ${problem}`, { reason, received: this.#text });
  }
}

function scale(form: LinearForm, factor: number): LinearForm {
  return {
    constant: form.constant * factor,
    coefficients: new Map([...form.coefficients].map(([asset, value]) => [asset, value * factor])),
  };
}

function combine(left: LinearForm, right: LinearForm, sign: 1 | -1): LinearForm {
  const coefficients = new Map(left.coefficients);
  for (const [asset, value] of right.coefficients)
    coefficients.set(asset, (coefficients.get(asset) ?? 0) + sign * value);
  return { constant: left.constant + sign * right.constant, coefficients };
}
