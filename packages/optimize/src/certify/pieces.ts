/** Work done in pieces: it yields between them, so that whoever runs it can look up, and returns its result at the end. */
export type Pieces<Result> = Generator<undefined, Result, undefined>;

/** Does all pieces at once. */
export function finish<Result>(pieces: Pieces<Result>): Result {
  for (;;) {
    const piece = pieces.next();
    if (piece.done === true) return piece.value;
  }
}
