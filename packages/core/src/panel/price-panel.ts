import { frameOf, type PanelData, type PanelFrame } from "./frame.ts";
import { Panel } from "./panel.ts";
import { type ReturnPanel, returnPanelFrom } from "./return-panel.ts";
import { returnsOf } from "./returns.ts";

const brand: symbol = Symbol.for("plimsoll.price-panel");

let make: (frame: PanelFrame) => PricePanel;

/** A panel over a frame that is known to be sound. */
export function pricePanelFrom(frame: PanelFrame): PricePanel {
  return make(frame);
}

/** Prices of assets over time; NaN = missing. */
export class PricePanel extends Panel {
  readonly kind = "price" as const;

  private constructor(frame: PanelFrame) {
    super(frame);
    Object.defineProperty(this, brand, { value: true });
    Object.freeze(this);
  }

  /** A panel of prices. */
  static of(data: PanelData): PricePanel {
    return new PricePanel(frameOf(data));
  }

  static {
    make = (frame) => new PricePanel(frame);
  }

  /** Whether `value` is a `PricePanel`, also one made by another copy of the package. */
  static is(value: unknown): value is PricePanel {
    return typeof value === "object" && value !== null && brand in value;
  }

  protected override withFrame(frame: PanelFrame): this {
    return new PricePanel(frame) as this;
  }

  /** Simple returns p1 / p0 - 1 from each row to the next, a row fewer. */
  simpleReturns(): ReturnPanel {
    return returnPanelFrom(returnsOf(this, "simple"), "simple");
  }

  /** Log returns ln(p1 / p0) from each row to the next, a row fewer. */
  logReturns(): ReturnPanel {
    return returnPanelFrom(returnsOf(this, "log"), "log");
  }
}
