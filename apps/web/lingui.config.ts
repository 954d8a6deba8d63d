import { defineConfig } from "@lingui/cli";
import { formatter } from "@lingui/format-po";

/**
 * The French text in the source is the key. Each feature keeps its translations beside it
 * (`features/<noun>/locales/en.po`), so that two people translating two features never meet in one file.
 */
export default defineConfig({
  sourceLocale: "fr",
  locales: ["en"],
  format: formatter({ lineNumbers: false }),
  catalogs: [
    { path: "<rootDir>/src/features/{name}/locales/{locale}", include: ["<rootDir>/src/features/{name}"] },
    { path: "<rootDir>/src/app/locales/{locale}", include: ["<rootDir>/src/app"] },
    { path: "<rootDir>/src/ui/locales/{locale}", include: ["<rootDir>/src/ui"] },
    { path: "<rootDir>/src/lib/locales/{locale}", include: ["<rootDir>/src/lib"] },
  ],
});
