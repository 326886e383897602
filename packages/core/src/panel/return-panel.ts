import { frameOf, type PanelData, type PanelFrame } from "./frame.ts";
import { Panel, type PanelJson } from "./panel.ts";
import type { ReturnMethod } from "./returns.ts";

const brand: symbol = Symbol.for("plimsoll.return-panel");

/** The JSON form of a {@link ReturnPanel}. */
export interface ReturnPanelJson extends PanelJson {
  /** @defaultValue "simple" */
  readonly method?: ReturnMethod;
}

/** What a {@link ReturnPanel} is made of. */
export interface ReturnPanelData extends PanelData {
  /** @defaultValue "simple" */
  readonly method?: ReturnMethod;
}

let make: (frame: PanelFrame, method: ReturnMethod) => ReturnPanel;

/** A panel over a frame that is known to be sound. */
export function returnPanelFrom(frame: PanelFrame, method: ReturnMethod): ReturnPanel {
  return make(frame, method);
}

/** Returns of assets over time, as fractions of one period; NaN = missing. */
export class ReturnPanel extends Panel {
  readonly kind = "return" as const;
  readonly method: ReturnMethod;

  private constructor(frame: PanelFrame, method: ReturnMethod) {
    super(frame);
    this.method = method;
    Object.defineProperty(this, brand, { value: true });
    Object.freeze(this);
  }

  /** A panel of returns. */
  static of(data: ReturnPanelData): ReturnPanel {
    return new ReturnPanel(frameOf(data), data.method ?? "simple");
  }

  static {
    make = (frame, method) => new ReturnPanel(frame, method);
  }

  /** Whether `value` is a `ReturnPanel`, also one made by another copy of the package. */
  static is(value: unknown): value is ReturnPanel {
    return typeof value === "object" && value !== null && brand in value;
  }

  protected override withFrame(frame: PanelFrame): this {
    return new ReturnPanel(frame, this.method) as this;
  }
}
