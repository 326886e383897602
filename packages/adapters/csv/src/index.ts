export { csvSource, type CsvSource, type CsvSourceOptions } from "./csv-source.ts";
export { readPrices, writePrices, type ReadPricesOptions, type WritePricesOptions } from "./prices.ts";
export { writeTextAtomically } from "./text-file.ts";
