import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";

/** Runs every program of examples/ on the sources; a failing one fails the step. */
const programs = readdirSync("examples").filter((file) => file.endsWith(".ts") && file !== "data.ts");
const failed = programs.filter((file) => {
  const { status, stderr } = spawnSync("npx", ["tsx", "--conditions=@plimsoll/source", `examples/${file}`], {
    encoding: "utf8",
  });
  if (status !== 0) console.error(`examples/${file}\n${stderr}`);
  return status !== 0;
});
if (failed.length > 0) process.exit(1);
console.log(`examples: ${programs.length} programs run`);
