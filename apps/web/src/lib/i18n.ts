import { setIssueLocale } from "@crm/fields";
import { i18n, type Messages } from "@lingui/core";

const locales = ["fr", "en"] as const;
export type Locale = (typeof locales)[number];

const storageKey = "crm-locale";
/** The French text is in the source; the other languages are fetched when they are chosen. */
const catalogs = import.meta.glob<{ default: Messages }>([
  "../{app,ui,lib}/locales/*.po",
  "../features/*/locales/*.po",
]);

// Messages are compiled when the application is built (vite.lingui.ts): what is still a string has nothing to fill in.
i18n.setMessagesCompiler((message) => message as never);
i18n.load("fr", {});
i18n.activate("fr");

/** The language chosen on this device; French when none was. */
export function chosenLocale(): Locale {
  try {
    return localStorage.getItem(storageKey) === "en" ? "en" : "fr";
  } catch {
    return "fr";
  }
}

/** Speaks `locale` from now on, and remembers it on this device. */
export async function chooseLocale(locale: Locale): Promise<void> {
  if (locale !== "fr") {
    const files = Object.entries(catalogs).filter(([path]) => path.endsWith(`/${locale}.po`));
    for (const { default: messages } of await Promise.all(files.map(([, load]) => load()))) i18n.load(locale, messages);
  }
  i18n.activate(locale);
  setIssueLocale(locale);
  document.documentElement.lang = locale;
  try {
    localStorage.setItem(storageKey, locale);
  } catch {
    // Storage may be refused: the choice then lasts as long as the tab.
  }
}
