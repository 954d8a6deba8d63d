import { setIssueLocale } from "@crm/fields";
import { i18n, type Messages } from "@lingui/core";

export type Locale = "fr" | "en";

const storageKey = "crm-locale";
/** The French text is in the source; the other languages are fetched when they are chosen. */
const catalogs: Record<Exclude<Locale, "fr">, () => Promise<{ default: Messages }>> = {
  en: () => import("./catalog.en.ts"),
};

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
  if (locale !== "fr") i18n.load(locale, (await catalogs[locale]()).default);
  setIssueLocale(locale);
  i18n.activate(locale);
  document.documentElement.lang = locale;
  try {
    localStorage.setItem(storageKey, locale);
  } catch {
    // Storage may be refused: the choice then lasts as long as the tab.
  }
}
