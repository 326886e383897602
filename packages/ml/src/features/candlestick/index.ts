export {
  type CandlestickOptions,
  type CandlestickPattern,
  candlestickPatterns,
  candlestickStream,
  resumeCandlestickStream,
} from "./candlestick-patterns.ts";
export { candlestickFamily, candlestickTable } from "./table.ts";
