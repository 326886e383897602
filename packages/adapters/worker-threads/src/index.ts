export { type WorkerThreadsOptions, WorkerThreadsPool } from "./worker-threads-pool.ts";
