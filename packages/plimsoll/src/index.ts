import * as csv from "@plimsoll/adapter-csv";
import * as pglite from "@plimsoll/adapter-pglite";
import * as backtest from "@plimsoll/backtest";
import * as behavioral from "@plimsoll/behavioral";
import * as core from "@plimsoll/core";
import * as ml from "@plimsoll/ml";
import * as numeric from "@plimsoll/numeric";
import * as optimize from "@plimsoll/optimize";
import * as plot from "@plimsoll/plot";
import * as risk from "@plimsoll/risk";

// imported first: the tool that keeps the API reports cannot read `export * as`
export { backtest, behavioral, core, csv, ml, numeric, optimize, pglite, plot, risk };
