import { normalisePhone, formatPhone as phoneAsRead, todayInParis } from "@crm/fields";
import { i18n } from "@lingui/core";

/** Every date on screen is told in the company's time zone, wherever the reader is. */
const timeZone = "Europe/Paris";
const language = () => (i18n.locale === "en" ? "en-GB" : "fr-FR");

const formatters = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat | Intl.RelativeTimeFormat>();
/** Intl objects cost about 50 µs to make: one per language and shape. */
function kept<F extends Intl.DateTimeFormat | Intl.NumberFormat | Intl.RelativeTimeFormat>(
  name: string,
  make: (locale: string) => F,
): F {
  const key = `${name} ${language()}`;
  const found = (formatters.get(key) as F | undefined) ?? make(language());
  formatters.set(key, found);
  return found;
}

const asDate = (value: string | Date) => (typeof value === "string" ? new Date(value) : value);

/** « 02/03/2026 ». Takes a day (« 2026-03-02 »), an instant or a Date. */
export function formatDate(value: string | Date): string {
  const day = typeof value === "string" ? /^(\d{4,})-(\d{2})-(\d{2})$/.exec(value) : null;
  if (day) return `${day[3]}/${day[2]}/${day[1]}`;
  return kept(
    "date",
    (locale) => new Intl.DateTimeFormat(locale, { timeZone, day: "2-digit", month: "2-digit", year: "numeric" }),
  ).format(asDate(value));
}

/** « mardi 24 novembre 2026 ». */
export const formatLongDate = (value: string | Date): string =>
  kept(
    "long",
    (locale) =>
      new Intl.DateTimeFormat(locale, { timeZone, weekday: "long", day: "numeric", month: "long", year: "numeric" }),
  ).format(asDate(value));

/** « décembre 2026 » for a month (« 2026-12 »). */
export const formatMonth = (month: string): string =>
  kept(
    "month",
    (locale) => new Intl.DateTimeFormat(locale, { timeZone: "UTC", month: "long", year: "numeric" }),
  ).format(new Date(`${month}-01`));

/** « 14:05 ». */
export const formatTime = (value: string | Date): string =>
  kept("time", (locale) => new Intl.DateTimeFormat(locale, { timeZone, hour: "2-digit", minute: "2-digit" })).format(
    asDate(value),
  );

/** « 02/03/2026 14:05 ». */
export const formatDateTime = (value: string | Date): string => `${formatDate(value)} ${formatTime(value)}`;

/** Today in the company's time zone, « 2026-03-02 ». */
export const today = todayInParis;

/**
 * « il y a 5 minutes », « il y a 3 heures » on the same day, « hier », « avant-hier », « il y a 4 jours »; the date beyond a week.
 * Days are those of Paris: what was at 23:00 was yesterday at one in the morning.
 */
export function formatRelative(value: string | Date, now = new Date()): string {
  const then = asDate(value);
  const seconds = (then.getTime() - now.getTime()) / 1000;
  const relative = kept("relative", (locale) => new Intl.RelativeTimeFormat(locale, { numeric: "auto" }));
  if (Math.abs(seconds) < 60) return relative.format(0, "second");
  if (Math.abs(seconds) < 3600) return relative.format(Math.trunc(seconds / 60), "minute");
  const days = (Date.parse(todayInParis(then)) - Date.parse(todayInParis(now))) / 86_400_000;
  if (days === 0) return relative.format(Math.trunc(seconds / 3600), "hour");
  return Math.abs(days) < 7 ? relative.format(days, "day") : formatDate(value);
}

/** « 1 234,5 »: a plain space between thousands, so that what is read can be searched and pasted. */
export const formatNumber = (value: number, decimals?: number): string =>
  plainSpaces(
    kept(
      `number ${decimals ?? ""}`,
      (locale) =>
        new Intl.NumberFormat(
          locale,
          decimals === undefined ? {} : { minimumFractionDigits: decimals, maximumFractionDigits: decimals },
        ),
    ).format(value),
  );

/** « 1 234,56 € ». */
export const formatAmount = (value: number): string =>
  plainSpaces(
    kept("amount", (locale) => new Intl.NumberFormat(locale, { style: "currency", currency: "EUR" })).format(value),
  );

/** « 10 000+ » when there are more. */
export const formatCount = ({ value, capped }: { value: number; capped: boolean }): string =>
  `${formatNumber(value)}${capped ? "+" : ""}`;

const plainSpaces = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

/** « 06 12 34 56 78 » for a French number, as typed otherwise. */
export const formatPhone = (value: string): string => phoneAsRead(normalisePhone(value) ?? value);

/** « AL » for « Audrey Le Denmat ». */
export function initials(name: string): string {
  const [first = "", second = ""] = name.trim().split(/[\s-]+/);
  return `${[...first][0] ?? ""}${[...second][0] ?? ""}`.toLocaleUpperCase("fr");
}

/** « Audrey Le Denmat », or the company, or the e-mail of a contact who gave no name. */
export const contactName = (contact: { firstName: string; lastName: string; company: string; email: string }): string =>
  `${contact.firstName} ${contact.lastName}`.trim() || contact.company || contact.email;
