/** The floors of the house, bottom first: a package imports only from floors below its own. */
const floors = {
  core: [],
  numeric: [],
  plot: ["core"],
  optimize: ["core", "numeric"],
  risk: ["core", "numeric"],
  ml: ["core", "numeric"],
  behavioral: ["core", "numeric", "ml", "optimize"],
  backtest: ["core", "numeric", "risk", "plot"],
  adapters: ["core"],
};

const direction = Object.entries(floors).map(([name, below]) => ({
  name: `${name}-imports-downwards`,
  comment: `${name} may import only ${below.join(", ") || "outside libraries"}`,
  severity: "error",
  from: { path: `^packages/${name}/`, pathNot: "\\.test\\.ts$" },
  to: { path: `^packages/(?!${[name, ...below].join("/|")}/)` },
}));

module.exports = {
  forbidden: [
    ...direction,
    {
      name: "adapters-stand-alone",
      comment: "an adapter does not import another adapter",
      severity: "error",
      from: { path: "^packages/adapters/([^/]+)/" },
      to: { path: "^packages/adapters/", pathNot: "^packages/adapters/$1/" },
    },
    {
      name: "no-circular",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "resolvable",
      severity: "error",
      from: { pathNot: "\\.test\\.ts$" },
      to: { couldNotResolve: true },
    },
    {
      name: "no-test-code-in-packages",
      severity: "error",
      from: { path: "^packages/", pathNot: "\\.test\\.ts$" },
      to: { path: "\\.test\\.ts$|^test/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules|/dist/" },
    exclude: { path: "/dist/" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["@plimsoll/source", "import", "default", "types"],
      extensions: [".ts", ".js", ".mjs", ".json"],
    },
  },
};
