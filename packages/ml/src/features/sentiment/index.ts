export type { HeadlineOptions, ScoredHeadline, SentimentRow } from "./headlines.ts";
export {
  type Lexicon,
  lexiconFromLists,
  lexiconScorer,
  loughranMcDonaldLexicon,
  type ScorerOptions,
  type TextScore,
} from "./lexicon.ts";
export {
  headlinesOf,
  SentimentFeatureSchema,
  sentimentFeatures,
  type SentimentOptions,
  sentimentStream,
} from "./sentiment-features.ts";
export { sentimentFamily, type SentimentFeature, sentimentTable } from "./table.ts";
