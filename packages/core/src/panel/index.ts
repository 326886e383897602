export type { PanelAxis, PanelDates } from "./axis.ts";
export type { PanelData } from "./frame.ts";
export { Panel, type PanelJson } from "./panel.ts";
export { PricePanel } from "./price-panel.ts";
export { ReturnPanel, type ReturnPanelData, type ReturnPanelJson } from "./return-panel.ts";
export type { ReturnMethod } from "./returns.ts";
