import { invalidInput } from "../errors.ts";

/**
 * Checks a name that stores keep as text: a stream, a key, an id.
 * @throws `INVALID_INPUT` for an empty string, NUL and lone surrogates, which databases can't hold
 */
export function checkName(name: string, argument: string): void {
  let problem: string | undefined;
  if (typeof name !== "string") problem = typeof name;
  else if (name === "") problem = "an empty string";
  else if (name.includes("\0")) problem = `${JSON.stringify(name)}, which contains NUL`;
  else if (/\p{Surrogate}/u.test(name)) problem = `${JSON.stringify(name)}, which contains half a surrogate pair`;
  if (problem === undefined) return;
  throw invalidInput(argument, `${argument}: expected a non-empty text, was ${problem}`, {
    expected: "a non-empty text without NUL and lone surrogates",
    received: problem,
  });
}
