import type { BiasKey } from "../detectors/bias-key.ts";
import { type Adjust, between, certainty } from "./adjustment.ts";

const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;

/** Mean lambda of 607 estimates (Brown, Imai, Vieider & Camerer 2024), at which loss aversion scores 50. */
const populationLambda = 1.955;

const nothing =
  (reason: string): Adjust =>
  () => ({ kind: "none", reason });

/** What each bias changes in a portfolio problem: the table that {@link behavioralPreferences} goes through. */
export const adjustments: Readonly<Record<BiasKey, Adjust>> = {
  disposition: nothing(
    "it lies in which position is sold first, not in which portfolio is best: a nudge or a planned exit answers it",
  ),
  lossAversion: (evident, report, { valueFunction }) => {
    const elicited = report.profile?.lossAversion?.value ?? evident.result.counts["lambda"];
    if (elicited == null || !(elicited > 1)) {
      return { kind: "none", reason: "lambda is not identified by trades: pass gambles to the analysis" };
    }
    // the score is 100 (1 - exp(-posterior mean of log lambda / h)), turned round
    const posterior = populationLambda ** -Math.log2(1 - Math.min(evident.weight, 1 - 1e-12));
    const lambda = Math.min(elicited, posterior);
    const text = `losses count ${lambda.toFixed(2)} times, the loss aversion of ${elicited.toFixed(2)} in the gambles drawn in towards none by its uncertainty ${certainty(evident)}`;
    return valueFunction === "linear"
      ? { kind: "objective", objective: { kind: "linear-loss-aversion", lambda }, because: text }
      : {
          kind: "objective",
          objective: { kind: "prospect-utility", utility: { kind: "power", lambda } },
          because: `${text}; curvature and decision weights are the median of Tversky & Kahneman (1992), not the investor's own`,
        };
  },
  overconfidence: (evident, _report, { rebalancesPerYear, leastTurnover }) => {
    const own = evident.result.counts["annualTurnover"];
    if (own == null) return { kind: "none", reason: "the report does not hold the turnover" };
    const year = Math.max(between(own, 0, evident.weight), leastTurnover);
    return {
      kind: "constraint",
      constraint: { kind: "turnover", name: "behavior-turnover", which: "half-l1", max: year / rebalancesPerYear },
      because: `turnover is held to ${percent(year / rebalancesPerYear)} each time, ${percent(year)} a year: the account turned over ${percent(own)} a year, and what is traded costs for certain ${certainty(evident)}`,
    };
  },
  recency: nothing(
    "what rose lately was bought: keep forecasts out of the investor's hands by estimates of expected returns that shrink",
  ),
  herding: nothing("it lies in when others trade, which no limit on weights sees"),
  confirmation: nothing("it lies in what is read"),
  anchoring: nothing("it lies in the price at which is sold"),
  regretAversion: (evident) => ({
    kind: "objective",
    objective: { kind: "minimax-regret" },
    because: `the largest regret over the scenarios is made least, as regret guides the purchases ${certainty(evident)}`,
  }),
  attention: (evident, { profile }, { assets, attentionLimit }) => {
    if (assets === undefined) return { kind: "none", reason: "a limit on names needs the option assets" };
    const held = profile?.positions?.value ?? attentionLimit;
    const firm = Math.max(1, Math.min(attentionLimit, Math.ceil(held)));
    const max = Math.round(between(Math.max(assets.length, firm), firm, evident.weight));
    if (max >= assets.length)
      return { kind: "none", reason: `a limit of ${max} names binds nothing among ${assets.length}` };
    return {
      kind: "constraint",
      constraint: { kind: "cardinality", name: "behavior-attention", max },
      because: `at most ${max} of ${assets.length} names are held, between all and the ${firm} that can be followed: what draws attention was bought ${certainty(evident)}`,
    };
  },
  panicSelling: (evident, _report, { bearableDrawdown }) => {
    if (bearableDrawdown === undefined) {
      return { kind: "none", reason: "a limit on the fall from a peak needs the option bearableDrawdown" };
    }
    return {
      kind: "constraint",
      constraint: {
        kind: "risk-limit",
        name: "behavior-drawdown",
        risk: { kind: "max-drawdown" },
        max: between(1, bearableDrawdown, evident.weight),
      },
      because: `the fall from a peak is held to ${percent(between(1, bearableDrawdown, evident.weight))} of the scenarios' path: the account was sold out in a fall before, and a loss is for good only then ${certainty(evident)}`,
    };
  },
  revengeTrading: nothing("it lies in the trades after a loss within the day"),
  houseMoney: nothing("it lies in the size of trades after gains within the day"),
  breakEven: nothing("it lies in the size of trades after losses within the day"),
  underDiversification: (evident, _report, { assets, targetHoldings }) => {
    if (assets === undefined) return { kind: "none", reason: "a limit on concentration needs the option assets" };
    // some way below equal weights, which would leave nothing to choose
    const min = Math.min(between(1, targetHoldings, evident.weight), Math.max(1, 0.8 * assets.length));
    return {
      kind: "constraint",
      constraint: { kind: "effective-number", name: "behavior-diversification", min },
      because: `the weights are spread as over at least ${min.toFixed(1)} equal holdings: risk was borne that spreading takes away ${certainty(evident)}`,
    };
  },
  homeBias: (evident, _report, { homeAssets }) => {
    const { foreignShare, foreignMarketShare } = evident.result.counts;
    if (homeAssets === undefined) return { kind: "none", reason: "a limit on home assets needs the option homeAssets" };
    if (foreignShare == null || foreignMarketShare == null) {
      return { kind: "none", reason: "the report does not hold the share abroad" };
    }
    const max = between(1 - foreignShare, 1 - foreignMarketShare, evident.weight);
    return {
      kind: "constraint",
      constraint: { kind: "group", name: "behavior-home", assets: homeAssets, max },
      because: `home assets are held to ${percent(max)}, between the account's ${percent(1 - foreignShare)} and the market's ${percent(1 - foreignMarketShare)} ${certainty(evident)}`,
    };
  },
  lotteryPreference: (evident, _report, { lotteryAssets }) => {
    const { lotteryWeight, marketLotteryWeight } = evident.result.counts;
    if (lotteryAssets === undefined) {
      return { kind: "none", reason: "a limit on lottery-like assets needs the option lotteryAssets" };
    }
    if (lotteryWeight == null || marketLotteryWeight == null) {
      return { kind: "none", reason: "the report does not hold the lottery-like weights" };
    }
    const max = between(lotteryWeight, marketLotteryWeight, evident.weight);
    return {
      kind: "constraint",
      constraint: { kind: "group", name: "behavior-lottery", assets: lotteryAssets, max },
      because: `lottery-like assets are held to ${percent(max)}, between the account's ${percent(lotteryWeight)} and the market's ${percent(marketLotteryWeight)} ${certainty(evident)}`,
    };
  },
  statusQuo: nothing("a portfolio that is set anew at fixed times answers it"),
  narrowFraming: nothing(
    "a portfolio problem frames broadly as it stands; for goals of their own pass the option goals",
  ),
  gamblersFallacy: nothing(
    "what fell lately was bought: keep forecasts out of the investor's hands by estimates of expected returns that shrink",
  ),
};
