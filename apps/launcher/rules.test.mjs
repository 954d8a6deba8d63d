import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "./shared.mjs";

// A small copy of the layout in which each file breaks one rule of .dependency-cruiser.mjs.
const samples = [
  [
    "no-cycle",
    "apps/api/src/platform/one.ts",
    "import { two } from './two.ts';\nexport const one = () => two;",
    { "apps/api/src/platform/two.ts": "import { one } from './one.ts';\nexport const two = () => one;" },
  ],
  ["not-to-unresolvable", "apps/api/src/platform/missing.ts", "import './nowhere.ts';"],
  ["contract-is-pure", "packages/contract/src/impure.ts", "import 'vendor/fastify/index.js';"],
  ["field-core-without-react", "packages/fields/src/core.ts", "import './inputs/input.tsx';"],
  [
    "api-without-react",
    "apps/api/src/platform/reactive.ts",
    "import '../../../../packages/fields/src/inputs/input.tsx';",
  ],
  ["web-without-server", "apps/web/src/lib/server.ts", "import '../../../../prisma/src/index.ts';"],
  [
    "db-only-in-services",
    "apps/api/src/features/contact/contact.routes.ts",
    "import '../../../../../prisma/src/index.ts';",
  ],
  ["service-without-http", "apps/api/src/features/contact/contact.view.ts", "import 'fastify';"],
  ["api-feature-front-door", "apps/api/src/features/contact/contact.queries.ts", "import '../user/user.queries.ts';"],
  ["web-feature-front-door", "apps/web/src/features/contact/contact-page.tsx", "import '../user/user-page.tsx';"],
  ["shared-knows-no-feature", "apps/web/src/ui/button.tsx", "import '../features/user/user-page.tsx';"],
  ["platform-knows-no-feature", "apps/api/src/platform/nosy.ts", "import '../features/user/user.service.ts';"],
  ["vendors-behind-adapters", "apps/api/src/features/contact/contact.jobs.ts", "import 'nodemailer';"],
  [
    "adapters-opened-in-main",
    "apps/api/src/features/contact/contact.service.ts",
    "import '../../adapters/mailer.smtp.ts';",
  ],
  ["ports-are-plain", "apps/api/src/ports/mailer.ts", "import '../features/user/user.service.ts';"],
  ["no-orphan", "apps/api/src/platform/alone.ts", "export const alone = 1;"],
  ["production-code-without-tests", "apps/api/src/features/user/user.jobs.ts", "import '../../test/factories.ts';"],
];
const others = [
  "prisma/src/index.ts",
  "packages/fields/src/inputs/input.tsx",
  "apps/api/src/features/user/user.queries.ts",
  "apps/api/src/features/user/user.service.ts",
  "apps/web/src/features/user/user-page.tsx",
  "apps/api/src/adapters/mailer.smtp.ts",
  "apps/api/src/test/factories.ts",
  "node_modules/fastify/index.js",
  "node_modules/nodemailer/index.js",
];

let folder;
let broken;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "crm-rules-")));
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const path of others) write(path, "export const here = 1;\n");
  for (const name of ["fastify", "nodemailer"])
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: "1.0.0", main: "index.js" }));
  for (const [, path, text, more = {}] of samples)
    for (const [file, content] of Object.entries({ [path]: text, ...more })) write(file, `${content}\n`);
  write(
    "package.json",
    JSON.stringify({ name: "sample", type: "module", dependencies: { fastify: "1.0.0", nodemailer: "1.0.0" } }),
  );
  for (const name of ["tsconfig.base.json", ".dependency-cruiser.mjs"])
    symlinkSync(join(root, name), join(folder, name));
  symlinkSync(join(root, "node_modules/typescript"), join(folder, "node_modules/typescript"));
  const depcruise = join(root, "node_modules/.bin/depcruise");
  let output;
  try {
    output = execFileSync(depcruise, ["apps", "packages", "prisma", "--output-type", "json"], {
      cwd: folder,
      maxBuffer: 1e8,
    });
  } catch (error) {
    output = error.stdout;
  }
  broken = JSON.parse(String(output)).summary.violations;
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each(samples)("%s stops %s", (rule, path) => {
  expect(broken.filter(({ from }) => from === path).map((violation) => violation.rule.name)).toContain(rule);
});
