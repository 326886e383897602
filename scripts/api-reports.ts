import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Extractor, ExtractorConfig, ExtractorLogLevel, type IConfigFile } from "@microsoft/api-extractor";
import { packageFolders } from "./workspace.ts";

interface Manifest {
  readonly name: string;
  readonly exports: Record<string, string | { readonly types?: string }>;
}

const update = process.argv.includes("--update");
const reportFolder = resolve("api");
mkdirSync(reportFolder, { recursive: true });

/** One report for each entry point that has declarations: `api/<package>[.<entry>].api.md`. */
function configurations(folder: string): IConfigFile[] {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
  return Object.entries(manifest.exports).flatMap(([entry, target]) => {
    if (typeof target === "string" || target.types === undefined) return [];
    const suffix = entry === "." ? "" : `.${entry.slice(2)}`;
    return [
      {
        projectFolder: resolve(folder),
        mainEntryPointFilePath: resolve(folder, target.types),
        compiler: { tsconfigFilePath: resolve(folder, "tsconfig.json") },
        apiReport: {
          enabled: true,
          reportFolder,
          reportTempFolder: resolve(".cache/api"),
          reportFileName: `${manifest.name.replace("@plimsoll/", "")}${suffix}`,
        },
        docModel: { enabled: false },
        dtsRollup: { enabled: false },
        messages: {
          compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
          extractorMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
          tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
        },
      },
    ];
  });
}

const stale: string[] = [];
for (const folder of packageFolders()) {
  for (const configObject of configurations(folder)) {
    if (!existsSync(configObject.mainEntryPointFilePath)) throw new Error(`${folder}: build the declarations first`);
    const configuration = ExtractorConfig.prepare({
      configObject,
      configObjectFullPath: undefined,
      packageJsonFullPath: resolve(folder, "package.json"),
    });
    const result = Extractor.invoke(configuration, {
      localBuild: update,
      showVerboseMessages: false,
      messageCallback: (message) => {
        message.handled = true;
      },
    });
    if (result.apiReportChanged && !update) stale.push(configuration.reportFilePath);
  }
}

if (stale.length > 0) {
  console.error(`the public surface changed; review it with "pnpm run api:update":\n${stale.join("\n")}`);
  process.exit(1);
}
console.log(update ? "api reports written" : "api reports match");
