/** Where identifiers come from: events, orders and jobs are named by the caller, never by a hidden source of chance. */
export interface IdGenerator {
  /** A new identifier, different from all that this generator gave before. */
  next(): string;
}
