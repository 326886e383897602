import { execFile } from "node:child_process";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { packageFolders } from "./workspace.ts";

const execute = promisify(execFile);

interface Manifest {
  readonly name: string;
  readonly sideEffects?: boolean;
  readonly engines?: { readonly node?: string };
  readonly scripts?: Record<string, string>;
  readonly dependencies?: Record<string, string>;
}

const installScripts = ["preinstall", "install", "postinstall", "prepare"];

/** What our own rules forbid in a manifest. */
function manifestFaults(manifest: Manifest): string[] {
  const faults: string[] = [];
  if (manifest.sideEffects !== false) faults.push("sideEffects must be false");
  if (manifest.engines?.node !== ">=20.19") faults.push('engines.node must be ">=20.19"');
  for (const script of installScripts) {
    if (manifest.scripts?.[script] !== undefined) faults.push(`the script "${script}" runs on install`);
  }
  for (const [name, version] of Object.entries(manifest.dependencies ?? {})) {
    if (!/^(\d|workspace:)/.test(version)) faults.push(`${name} is "${version}": pin an exact version`);
  }
  return faults;
}

async function outputOf(command: string, options: readonly string[]): Promise<string | undefined> {
  try {
    await execute(command, [...options]);
    return undefined;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return `${stdout}${stderr}`;
  }
}

/** Packs one package as it would be published and asks the manifest rules, publint and attw about it. */
async function faultsOf(folder: string): Promise<string[]> {
  const manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as Manifest;
  const target = await mkdtemp(join(tmpdir(), "plimsoll-pack-"));
  try {
    await execute("npm", ["pack", "--ignore-scripts", "--pack-destination", target], { cwd: folder });
    const [tarball = ""] = await readdir(target);
    const path = join(target, tarball);
    const reports = await Promise.all([
      outputOf("npx", ["publint", "run", path, "--strict"]),
      outputOf("npx", ["attw", path, "--profile", "esm-only"]),
    ]);
    return [...manifestFaults(manifest), ...reports.filter((report) => report !== undefined)].map(
      (fault) => `${manifest.name}: ${fault}`,
    );
  } finally {
    await rm(target, { recursive: true, force: true });
  }
}

const faults: string[] = [];
const queue = packageFolders();
const total = queue.length;
async function work(): Promise<void> {
  for (let folder = queue.pop(); folder !== undefined; folder = queue.pop()) faults.push(...(await faultsOf(folder)));
}
await Promise.all([work(), work()]);

if (faults.length > 0) {
  console.error(faults.join("\n"));
  process.exit(1);
}
console.log(`packages: ${total} pass the manifest rules, publint and attw`);
