// The rules of the architecture that follow from who imports whom. apps/launcher/rules.test.mjs shows each one fail.
const apiFeature = "^apps/api/src/features/([^/]+)/";
const webFeature = "^apps/web/src/features/([^/]+)/";
const test = "\\.test\\.tsx?$|^apps/api/src/test/|^apps/web/src/test/|^prisma/src/test-";
const reactHalf = "^packages/fields/src/(inputs/|field-input\\.ts$|react\\.ts$|.*\\.tsx$)";
const sameFeature = (feature) => feature.replace("([^/]+)", "$1");

export default {
  forbidden: [
    {
      name: "no-cycle",
      comment: "A cycle of types alone is none: it is gone when the code runs.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    { name: "not-to-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "contract-is-pure",
      comment: "The contract and the field core know zod and nothing else (phones: libphonenumber-js).",
      severity: "error",
      from: { path: "^packages/(contract|fields)/src", pathNot: `${reactHalf}|${test}` },
      to: { pathNot: ["^packages/(contract|fields)/src", "node_modules/(zod|libphonenumber-js)/"] },
    },
    {
      name: "field-core-without-react",
      severity: "error",
      from: { path: "^packages/(contract|fields)/src", pathNot: `${reactHalf}|${test}` },
      to: { path: reactHalf },
    },
    {
      name: "api-without-react",
      severity: "error",
      from: { path: "^(apps/api|prisma)/" },
      to: { path: [reactHalf, "^apps/web", "node_modules/(react|react-dom|@mantine)/"] },
    },
    {
      name: "web-without-server",
      severity: "error",
      from: { path: "^(apps/web|packages)/" },
      to: { path: ["^apps/api", "^prisma"] },
    },
    {
      name: "db-only-in-services",
      comment: "Only services, queries and jobs reach the database; anyone may name its types.",
      severity: "error",
      from: { path: apiFeature, pathNot: `\\.(service|queries|jobs)\\.ts$|${test}` },
      to: { path: "^prisma/src", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "service-without-http",
      severity: "error",
      from: { path: `${apiFeature}.*\\.(service|queries|view|jobs)\\.ts$` },
      to: { path: "node_modules/(fastify|@fastify)/" },
    },
    {
      name: "api-feature-front-door",
      comment: "Another feature is entered by its service.",
      severity: "error",
      from: { path: apiFeature, pathNot: test },
      to: { path: apiFeature, pathNot: [sameFeature(apiFeature), "\\.service\\.ts$"] },
    },
    {
      name: "web-feature-front-door",
      comment: "Features meet in app/, not in each other.",
      severity: "error",
      from: { path: webFeature, pathNot: test },
      to: { path: webFeature, pathNot: sameFeature(webFeature) },
    },
    {
      name: "shared-knows-no-feature",
      severity: "error",
      from: { path: "^apps/web/src/(ui|lib)/", pathNot: test },
      to: { path: "^apps/web/src/(features|app)/" },
    },
    {
      name: "platform-knows-no-feature",
      severity: "error",
      from: { path: "^apps/api/src/platform/", pathNot: test },
      to: { path: "^apps/api/src/(features|adapters)/" },
    },
    {
      name: "vendors-behind-adapters",
      severity: "error",
      from: { path: "^apps/api/src", pathNot: `^apps/api/src/adapters/|${test}` },
      to: {
        path: "node_modules/(nodemailer|pg-boss|@aws-sdk/[^/]+|exceljs|pdfmake|sharp|flydrive|yauzl|iconv-lite|numfmt|csv-stringify|rate-limiter-flexible)/",
      },
    },
    {
      name: "adapters-opened-in-main",
      severity: "error",
      from: { path: "^apps/api/src", pathNot: `^apps/api/src/(main|start)\\.ts$|^apps/api/src/adapters/|${test}` },
      to: { path: "^apps/api/src/adapters/" },
    },
    {
      name: "ports-are-plain",
      severity: "error",
      from: { path: "^apps/api/src/ports/" },
      to: {
        path: ["^apps/api/src/(features|adapters|platform)/", "node_modules/"],
        dependencyTypesNot: ["core", "type-only"],
      },
    },
    {
      name: "no-orphan",
      severity: "error",
      from: {
        orphan: true,
        pathNot: [test, "\\.d\\.ts$", "\\.config\\.(ts|mjs)$", "^(e2e|bench|apps/launcher|apps/web/public)/"],
      },
      to: {},
    },
    {
      name: "production-code-without-tests",
      severity: "error",
      from: { path: "^(apps|packages|prisma)/", pathNot: test },
      to: { path: test },
    },
  ],
  options: {
    doNotFollow: { path: ["node_modules", "generated"] },
    exclude: { path: ["generated/", "/dist/", "\\.css$", "\\.po$"] },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "default"],
      extensions: [".ts", ".tsx", ".js", ".mjs", ".json"],
    },
  },
};
