export type { Duration } from "./duration.ts";
export { featureValues, materialiseFeatures, type MaterialiseOptions } from "./materialise.ts";
export {
  type JoinedFeature,
  type JoinedRows,
  type JoinOptions,
  type JoinRow,
  pointInTimeJoin,
} from "./point-in-time-join.ts";
export { offlineFeatures, type OfflineQuery, onlineFeatures, type OnlineQuery } from "./views.ts";
