import { ManualClock } from "../memory/clocks.ts";

/** One promise of a port, as something that can be run: `run` rejects with a {@link ContractViolation} when it is broken. */
export interface ContractCase {
  readonly name: string;
  readonly run: () => Promise<void>;
}

/**
 * How a contract gets at the implementation it examines.
 *
 * Every case asks for an implementation without data. One database can serve all cases when `create` opens a fresh
 * tenant, schema or prefix in it.
 */
export interface ContractSubject<Port> {
  /** An empty implementation that reads the time from `clock`, if it reads it at all. */
  create(context: { readonly clock: ManualClock }): Port | Promise<Port>;
  /** Another handle on the same data, as a second process would have it; without it both handles are one. */
  connect?(port: Port): Port | Promise<Port>;
  /** Called with what `create` gave, after the case, also when it failed. */
  dispose?(port: Port): void | Promise<void>;
}

/** What a case is given. */
export interface CaseContext<Port> {
  readonly port: Port;
  /** A second handle on the same data. */
  readonly other: Port;
  readonly clock: ManualClock;
}

/** The moment at which a case's clock stands when it begins. */
export const contractStart = "2024-01-31T00:00:00.000Z";

/** The cases of a contract, each with an implementation of its own. */
export function casesOf<Port>(
  subject: ContractSubject<Port>,
  bodies: Readonly<Record<string, (context: CaseContext<Port>) => Promise<void>>>,
): readonly ContractCase[] {
  return Object.entries(bodies).map(([name, body]) => ({
    name,
    run: async () => {
      const clock = ManualClock.at(contractStart);
      const port = await subject.create({ clock });
      try {
        const other = subject.connect === undefined ? port : await subject.connect(port);
        await body({ port, other, clock });
      } finally {
        await subject.dispose?.(port);
      }
    },
  }));
}
