export { kernelBackend } from "./arena.ts";
export type { KernelBackend } from "./kernels.ts";
