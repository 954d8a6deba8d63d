import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { layoutErrors } from "./check-layout.mjs";

let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "crm-layout-"));
  write("packages/fields/src/types/date/date.ts", "export const date = 1;\n");
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path, text) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

test("accepts files that follow the rules", () => {
  write("apps/api/src/features/contact/contact.service.ts", "export const storage = (q) => q.storage === 'date';\n");
  write("apps/api/src/features/contact/contact.routes.test.ts", "if (question.type === 'date') console.log(1);\n");
  write("apps/api/src/main.ts", "console.log('Bonjour');\n");
  write("apps/web/src/features/contact/contact-card.tsx", "export const x = <input type='date' />;\n");
  write("apps/web/src/ui/data-table.module.css", "a {}\n");
  expect(layoutErrors(folder)).toEqual([]);
});

test("refuses a file that is too long, generated ones aside", () => {
  write("packages/contract/src/long.ts", "1;\n".repeat(301));
  write("packages/contract/src/just.ts", "1;\n".repeat(300));
  write("prisma/src/generated/client.ts", "1;\n".repeat(3000));
  expect(layoutErrors(folder)).toEqual([expect.stringMatching(/^packages\/contract\/src\/long\.ts: 301 lignes/)]);
});

test.each([
  ["apps/api/src/features/contact/ContactService.ts", "nom de fichier"],
  ["apps/api/src/features/contact/contact.controller.ts", "nom de fichier"],
  ["apps/web/src/features/contact/contactCard.tsx", "nom de fichier"],
  ["apps/web/src/ui/DataTable.tsx", "nom de fichier"],
  ["apps/api/src/features/deal/deal.service.ts", "« deal » n'est pas un nom du glossaire"],
])("refuses the name %s", (path, why) => {
  write(path, "export {};\n");
  expect(layoutErrors(folder)).toEqual([expect.stringContaining(why)]);
});

test.each([
  "if (question.type === 'date') act();",
  "if ('date' != (type as string)) act();",
  "switch (question.type) { case 'date': act(); }",
  "if (['date'].includes(question.type)) act();",
])("refuses code that knows a type of question: %s", (code) => {
  write("apps/web/src/features/question/question-page.tsx", `\n${code}\n`);
  expect(layoutErrors(folder)).toEqual([expect.stringMatching(/question-page\.tsx:2: .*registre/)]);
});

test("refuses console.log in the API", () => {
  write("apps/api/src/platform/access.ts", "console.log('ici');\n");
  expect(layoutErrors(folder)).toEqual([expect.stringContaining("console")]);
});
