import { invalidInput, PlimsollError } from "@plimsoll/core";
import type * as z from "zod";
import type { BiasKey } from "../detectors/bias-key.ts";
import { evidenceOf } from "../choice-set/evidence.ts";
import { type BehaviorOptions, readOptions } from "../input/behavior-options.ts";
import { checkTimeZone, readLocalTime } from "../input/local-time.ts";
import type { TradeRecord } from "../input/trade-record.ts";
import { entryOutcomes, type EntryOutcome } from "./entry-outcomes.ts";
import {
  type EmotionTag,
  type JournalEntry,
  JournalEntrySchema,
  type JournalNote,
  JournalNoteSchema,
} from "./journal-entry.ts";
import { type BrokerCsvOptions, readBrokerCsv, type SkippedRow } from "./read-broker-csv.ts";
import { type TaggingReport, tagEntries, type TagOptions } from "./tag-entries.ts";
import { type TagOutcome, tagOutcomes } from "./tag-outcomes.ts";

/** A journal as plain data. */
export interface TradeJournalJson {
  readonly timeZone: string | null;
  readonly entries: readonly JournalEntry[];
}

/** What an import brought. */
export interface JournalImport {
  readonly journal: TradeJournal;
  /** Ids of the new entries. */
  readonly added: readonly string[];
  /** Ids that the journal had already, with the same content. */
  readonly known: readonly string[];
  /** Rows that are no trades. */
  readonly skipped: readonly SkippedRow[];
}

/** Which entries are looked for; all conditions hold together. */
export interface JournalFilter {
  readonly asset?: string | undefined;
  readonly account?: string | undefined;
  readonly emotion?: EmotionTag | undefined;
  readonly bias?: BiasKey | undefined;
  readonly pattern?: string | undefined;
  /** First day, an ISO date. */
  readonly from?: string | undefined;
  /** Last day, an ISO date. */
  readonly until?: string | undefined;
}

function parse<Data>(schema: z.ZodType<Data>, value: unknown, argument: string): Data {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const path = [argument, ...issue.path.map(String)].join(".");
  throw invalidInput(path, `${path}: ${issue.message}`);
}

/**
 * An investor's journal of trades: for each trade the thesis, the feelings, the exit planned, what was learned, and the
 * biases for which the detectors say it speaks.
 *
 * Immutable: every method returns a new journal. Entries stand in time order. `trades` goes into `analyzeBehavior` as it
 * is, together with `timeZone`; the report comes back by `tag`.
 *
 * @example
 * ```ts
 * import { TradeJournal } from "@plimsoll/behavioral";
 *
 * const { journal } = TradeJournal.empty({ timeZone: "America/New_York" }).importCsv(
 *   "Date,Side,Symbol,Quantity,Price\n01/31/2024 10:05:00,Buy,ABC,10,98.10",
 * );
 * const id = journal.entries[0]!.trade.id;
 * const written = journal.write(id, {
 *   thesis: "margins recover",
 *   emotions: ["confident"],
 *   plannedExit: { stopLoss: 90, takeGain: 120, until: "2024-12-31" },
 * });
 * console.log(written.find({ emotion: "confident" })[0]?.thesis, journal.entries[0]?.emotions); // margins recover []
 * console.log(written.trades[0]?.at); // 2024-01-31T10:05:00
 * ```
 */
export class TradeJournal {
  readonly entries: readonly JournalEntry[];
  /** IANA name of the zone in which times without one are read and days begin. */
  readonly timeZone: string | undefined;
  readonly #byId: ReadonlyMap<string, JournalEntry>;

  private constructor(entries: readonly JournalEntry[], timeZone: string | undefined) {
    const byId = new Map<string, JournalEntry>();
    const timed = entries.map((entry, index) => {
      const { id, at } = entry.trade;
      if (byId.has(id)) {
        throw invalidInput(`entries[${index}].trade.id`, `the id "${id}" is there twice: a trade has one entry`, {
          received: id,
        });
      }
      byId.set(id, entry);
      return { entry, instant: readLocalTime(at, `entries[${index}].trade.at`, timeZone).instant };
    });
    this.entries = Object.freeze(timed.sort((a, b) => a.instant - b.instant).map(({ entry }) => entry));
    this.timeZone = timeZone;
    this.#byId = byId;
    Object.freeze(this);
  }

  /**
   * A journal without entries.
   *
   * @throws `INVALID_INPUT` for a name that is no time zone
   */
  static empty(options: { readonly timeZone?: string | undefined } = {}): TradeJournal {
    checkTimeZone(options.timeZone);
    return new TradeJournal([], options.timeZone);
  }

  /**
   * The journal that `toJSON` wrote.
   *
   * @throws `INVALID_INPUT` naming the field
   */
  static fromJSON(json: TradeJournalJson): TradeJournal {
    const timeZone = json.timeZone ?? undefined;
    checkTimeZone(timeZone);
    return new TradeJournal(
      json.entries.map((entry, index) => parse(JournalEntrySchema, entry, `entries[${index}]`)),
      timeZone,
    );
  }

  toJSON(): TradeJournalJson {
    return { timeZone: this.timeZone ?? null, entries: this.entries };
  }

  /** The trades, for `analyzeBehavior`. */
  get trades(): readonly (TradeRecord & { readonly id: string })[] {
    return this.entries.map(({ trade }) => trade);
  }

  /**
   * The entry of a trade.
   *
   * @throws `NOT_FOUND` where there is none
   */
  entry(id: string): JournalEntry {
    const entry = this.#byId.get(id);
    if (entry !== undefined) return entry;
    throw new PlimsollError("NOT_FOUND", `no entry for trade "${id}": import or add it first`, {
      kind: "journal entry",
      id,
    });
  }

  /**
   * With a trade more.
   *
   * @throws `INVALID_INPUT` naming the field, also for an id that is there already and a time that can't be read
   */
  add(trade: TradeRecord & { readonly id: string }, note: JournalNote = {}): TradeJournal {
    const { emotions = [], ...written } = parse(JournalNoteSchema, note, "note");
    const entry = parse(JournalEntrySchema, { ...written, trade, emotions, biases: [], patterns: [] }, "entry");
    return new TradeJournal([...this.entries, entry], this.timeZone);
  }

  /**
   * With the trades of a broker's file, see {@link readBrokerCsv}. Trades that the journal has already are passed over and
   * listed, so files may overlap.
   *
   * @throws `INVALID_INPUT` as {@link readBrokerCsv}, for a trade known by its id with another content, for a time
   * without a zone where the journal has none
   */
  importCsv(text: string, options: BrokerCsvOptions = {}): JournalImport {
    const { trades, skipped } = readBrokerCsv(text, options);
    const known: string[] = [];
    const fresh: JournalEntry[] = [];
    for (const trade of trades) {
      const old = this.#byId.get(trade.id)?.trade;
      if (old === undefined) {
        fresh.push({ trade, emotions: [], biases: [], patterns: [] });
        continue;
      }
      const changed = (Object.keys(trade) as (keyof TradeRecord)[]).find((key) => old[key] !== trade[key]);
      if (changed !== undefined) {
        throw invalidInput(
          "csv",
          `trade "${trade.id}" is known with ${changed} ${old[changed]}, the file says ${trade[changed]}: correct one of them`,
          { received: String(trade[changed]) },
        );
      }
      known.push(trade.id);
    }
    const journal = new TradeJournal([...this.entries, ...fresh], this.timeZone);
    return { journal, added: fresh.map(({ trade }) => trade.id), known, skipped };
  }

  /**
   * With a note on a trade; fields that the note does not name stay.
   *
   * @throws `NOT_FOUND` without such a trade, `INVALID_INPUT` naming the field
   */
  write(id: string, note: JournalNote): TradeJournal {
    const old = this.entry(id);
    const given = parse(JournalNoteSchema, note, "note");
    const { emotions = old.emotions, ...written } = given;
    const entry: JournalEntry = { ...old, ...written, emotions };
    return new TradeJournal(
      this.entries.map((other) => (other === old ? entry : other)),
      this.timeZone,
    );
  }

  /**
   * With the biases of a report attached to the trades that speak for them, in place of earlier tags. Only biases with
   * evidence tag: status ok, a score of at least `minimumScore`, an adjusted p-value of at most `maximumPValue`.
   */
  tag(report: TaggingReport, options: TagOptions = {}): TradeJournal {
    return new TradeJournal(tagEntries(this.entries, report, options), this.timeZone);
  }

  /** The entries that meet all conditions, in time order. */
  find(filter: JournalFilter): readonly JournalEntry[] {
    const { asset, account, emotion, bias, pattern, from = "", until = "9999" } = filter;
    return this.entries.filter(({ trade, emotions, biases, patterns }) => {
      const { day } = readLocalTime(trade.at, "at", this.timeZone);
      return (
        (asset === undefined || trade.asset === asset) &&
        (account === undefined || (trade.account ?? "") === account) &&
        (emotion === undefined || emotions.includes(emotion)) &&
        (bias === undefined || biases.some((tag) => tag.bias === bias)) &&
        (pattern === undefined || patterns.includes(pattern)) &&
        day >= from &&
        day <= until
      );
    });
  }

  /**
   * What became of the positions that entries opened: one outcome for each opening and closing trade, first in first out,
   * with profit, return, days held and how the exit kept to the plan. Open positions have none; prices of plans are taken as
   * they stand, so a position that was split has to have its plan rewritten.
   */
  outcomes(options: Pick<BehaviorOptions, "shortSales" | "households"> = {}): readonly EntryOutcome[] {
    if (this.entries.length === 0) return [];
    const { ledger } = readOptions(options);
    const { roundTrips } = evidenceOf({ trades: this.trades, prices: [], timeZone: this.timeZone }, ledger);
    return entryOutcomes(this.entries, roundTrips);
  }

  /**
   * Outcomes by emotion, bias, pattern and exit, each beside the entries without the tag: the difference in mean return with
   * an 80 % interval and a p-value adjusted over the tags (Welch 1947 on days, since trades of a day share its market;
   * `null` below five days on a side). What went along with a feeling was not caused by it, and biases were tagged by the
   * same trades.
   */
  outcomesByTag(options: Pick<BehaviorOptions, "shortSales" | "households"> = {}): readonly TagOutcome[] {
    return tagOutcomes(this.entries, this.outcomes(options), ({ trade }) => {
      return readLocalTime(trade.at, "at", this.timeZone).day;
    });
  }
}
