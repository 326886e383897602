import type { WindowConvention } from "./scenario.ts";

/** A named window; the name says the event, `convention` what the dates are. */
export interface NamedWindow {
  readonly from: string;
  readonly to: string;
  readonly convention: WindowConvention;
  readonly description: string;
}

/**
 * Dates only: losses come from the user's prices. Peaks and troughs are those of S&P 500 closes; a test checks each
 * against the reference series.
 */
export const namedWindows: Readonly<Record<NamedWindowName, NamedWindow>> = Object.freeze({
  "black-monday-1987": {
    from: "1987-10-16",
    to: "1987-10-19",
    convention: "one-day",
    description: "Black Monday, the close before to the close of 19 October 1987",
  },
  "crash-1987": {
    from: "1987-08-25",
    to: "1987-12-04",
    convention: "peak-to-trough",
    description: "The 1987 crash, S&P 500 peak to trough",
  },
  "gulf-war-1990": {
    from: "1990-07-16",
    to: "1990-10-11",
    convention: "peak-to-trough",
    description: "Invasion of Kuwait, S&P 500 peak to trough",
  },
  "ltcm-1998": {
    from: "1998-07-17",
    to: "1998-08-31",
    convention: "peak-to-trough",
    description: "Russian default and LTCM, S&P 500 peak to trough",
  },
  "dot-com-2000": {
    from: "2000-03-24",
    to: "2002-10-09",
    convention: "peak-to-trough",
    description: "End of the dot-com boom, S&P 500 peak to trough",
  },
  "gfc-2008": {
    from: "2007-10-09",
    to: "2009-03-09",
    convention: "peak-to-trough",
    description: "Global financial crisis, S&P 500 peak to trough",
  },
  "calendar-2008": {
    from: "2007-12-31",
    to: "2008-12-31",
    convention: "calendar-year",
    description: "The calendar year 2008",
  },
  "euro-crisis-2011": {
    from: "2011-04-29",
    to: "2011-10-03",
    convention: "peak-to-trough",
    description: "Euro debt crisis and US downgrade, S&P 500 peak to trough",
  },
  "taper-2013": {
    from: "2013-05-21",
    to: "2013-06-24",
    convention: "peak-to-trough",
    description: "Taper tantrum, S&P 500 peak to trough",
  },
  "china-2015": {
    from: "2015-05-21",
    to: "2016-02-11",
    convention: "peak-to-trough",
    description: "Chinese devaluation and oil, S&P 500 peak to trough",
  },
  "q4-2018": {
    from: "2018-09-20",
    to: "2018-12-24",
    convention: "peak-to-trough",
    description: "The fourth quarter of 2018, S&P 500 peak to trough",
  },
  "covid-2020": {
    from: "2020-02-19",
    to: "2020-03-23",
    convention: "peak-to-trough",
    description: "COVID-19, S&P 500 peak to trough",
  },
  "inflation-2022": {
    from: "2022-01-03",
    to: "2022-10-12",
    convention: "peak-to-trough",
    description: "Inflation and rate rises, S&P 500 peak to trough",
  },
  "calendar-2022": {
    from: "2021-12-31",
    to: "2022-12-30",
    convention: "calendar-year",
    description: "The calendar year 2022",
  },
});

/** The name of a window. */
export type NamedWindowName =
  | "black-monday-1987"
  | "crash-1987"
  | "gulf-war-1990"
  | "ltcm-1998"
  | "dot-com-2000"
  | "gfc-2008"
  | "calendar-2008"
  | "euro-crisis-2011"
  | "taper-2013"
  | "china-2015"
  | "q4-2018"
  | "covid-2020"
  | "inflation-2022"
  | "calendar-2022";
