export { renderChart, type RenderChartOptions } from "./render-chart.ts";
export { renderTable } from "./render-table.ts";
export { chartStyles } from "./render/theme.ts";
export { formatCell } from "./render/format.ts";
