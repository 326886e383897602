import * as z from "zod";
import { type BiasKey, biasKeys } from "../detectors/bias-key.ts";
import { type TradeRecord, TradeRecordSchema } from "../input/trade-record.ts";

/** The feelings an entry may name: a fixed list, so that they can be compared over the years. */
export const emotionTags = [
  "calm",
  "confident",
  "hopeful",
  "excited",
  "greedy",
  "afraid-to-miss-out",
  "impatient",
  "bored",
  "uncertain",
  "anxious",
  "fearful",
  "frustrated",
  "angry",
  "regretful",
] as const;

/** A feeling at the time of a trade. */
export type EmotionTag = (typeof emotionTags)[number];

/** How the position is to be left, written down before it is known how it goes. */
export interface PlannedExit {
  /** Price at which gains are taken, > 0. */
  readonly takeGain?: number | undefined;
  /** Price at which losses are stopped, > 0. */
  readonly stopLoss?: number | undefined;
  /** Last day to hold it, an ISO date. */
  readonly until?: string | undefined;
  /** What else would end it: "if the thesis fails". */
  readonly condition?: string | undefined;
}

/** A bias for which a trade speaks, as the report had it when the entry was tagged. */
export interface BiasTag {
  readonly bias: BiasKey;
  /** 0 to 100. */
  readonly score: number;
  /** 80 % interval of the score. */
  readonly interval: readonly [number, number];
  readonly method: string;
}

/** What an investor writes about a trade. */
export interface JournalNote {
  /** Why the trade is made. */
  readonly thesis?: string | undefined;
  /** @defaultValue none */
  readonly emotions?: readonly EmotionTag[] | undefined;
  readonly plannedExit?: PlannedExit | undefined;
  /** What was learned afterwards. */
  readonly lesson?: string | undefined;
}

/** A trade with what the investor wrote and what the detectors say of it. */
export interface JournalEntry extends JournalNote {
  readonly trade: TradeRecord & { readonly id: string };
  readonly emotions: readonly EmotionTag[];
  readonly biases: readonly BiasTag[];
  /** Kinds of the report's patterns that hold the trade. */
  readonly patterns: readonly string[];
}

const price = z.number().positive().optional();

const noteShape = {
  thesis: z.string().optional(),
  plannedExit: z
    .strictObject({
      takeGain: price,
      stopLoss: price,
      until: z.iso.date().optional(),
      condition: z.string().optional(),
    })
    .refine((plan) => Object.values(plan).some((value) => value !== undefined), "a planned exit names nothing")
    .optional(),
  lesson: z.string().optional(),
};

/** Reads a {@link JournalNote}. */
export const JournalNoteSchema: z.ZodType<JournalNote> = z.strictObject({
  ...noteShape,
  emotions: z.array(z.enum(emotionTags)).optional(),
});

const TradeWithIdSchema = TradeRecordSchema.refine(({ id }) => id !== undefined, {
  path: ["id"],
  message: "expected an id: a journal has to find the trade again",
}) as z.ZodType<TradeRecord & { readonly id: string }>;

/** Reads a {@link JournalEntry}. */
export const JournalEntrySchema: z.ZodType<JournalEntry> = z.strictObject({
  ...noteShape,
  trade: TradeWithIdSchema,
  emotions: z.array(z.enum(emotionTags)),
  biases: z.array(
    z.strictObject({
      bias: z.enum(biasKeys),
      score: z.number().min(0).max(100),
      interval: z.tuple([z.number(), z.number()]),
      method: z.string(),
    }),
  ),
  patterns: z.array(z.string()),
});
