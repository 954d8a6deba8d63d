import type { Locale } from "@crm/fields";
import { useLingui } from "@lingui/react";

/** The language of the screen, as the field types speak it. */
export const useLocale = (): Locale => (useLingui().i18n.locale === "en" ? "en" : "fr");
