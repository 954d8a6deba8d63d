import { z } from "zod";
import type { Locale } from "./field-type.ts";
import { plainSpaces } from "./words.ts";

/** Excel keeps 15 significant digits: 0.1 + 0.2 is 0.3 there, and here. Also turns -0 into 0. */
const tidy = (value: number) => Number(value.toPrecision(15)) + 0;

const plain = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;

/**
 * A number as people write it in France (1 234,56), in Excel files (1234.56, 1.234,56) or on invoices (13 314,11 €).
 * A lone comma is the decimal mark. Returns null when the text is no number: « 12 34 » is refused, not read as 1234.
 */
export function parseNumber(text: string): number | null {
  let figure = plainSpaces(text)
    .replace(/ ?(€|eur|euros?)$/i, "")
    .replace(/^€ ?/, "")
    .replace(/^([+\-−]) /, "$1")
    .replace("−", "-")
    .replace(/['’]/g, " ");
  if (figure.includes(" ")) {
    if (!/^[+-]?\d{1,3}( \d{3})+([.,]\d*)?$/.test(figure)) return null;
    figure = figure.replaceAll(" ", "");
  }
  const decimal = figure.lastIndexOf(",") > figure.lastIndexOf(".") ? "," : ".";
  const thousands = decimal === "," ? "." : ",";
  const grouped = (mark: string) =>
    new RegExp(`^[+-]?\\d{1,3}(\\${mark}\\d{3})+(\\${mark === "." ? "," : "."}\\d*)?$`).test(figure);
  if (figure.includes(thousands)) {
    if (!grouped(thousands)) return null;
    figure = figure.replaceAll(thousands, "");
  } else if (figure.split(decimal).length > 2) {
    if (!grouped(decimal)) return null;
    figure = figure.replaceAll(decimal, "");
  }
  figure = figure.replace(",", ".");
  if (!plain.test(figure)) return null;
  const value = Number(figure);
  return Number.isFinite(value) ? tidy(value) : null;
}

const formats = new Map<string, Intl.NumberFormat>();
/** A number as it is read: 1 234,56 in French, 1,234.56 in English; `least` and `most` count its decimals. */
export function formatNumber(value: number, locale: Locale, least = 0, most = 10): string {
  const key = `${locale} ${least} ${most}`;
  const format =
    formats.get(key) ??
    new Intl.NumberFormat(locale === "fr" ? "fr-FR" : "en-GB", {
      minimumFractionDigits: least,
      maximumFractionDigits: most,
    });
  formats.set(key, format);
  return format.format(value);
}

export const range = { min: z.number().optional(), max: z.number().optional() };

/** Refuses bounds that nothing lies between. Works for numbers and for days, which sort as text. */
export const orderedRange = {
  check: <T extends string | number>({ min, max }: { min?: T | undefined; max?: T | undefined }) =>
    min === undefined || max === undefined || min <= max,
  error: { params: { rule: "minAboveMax" }, path: ["max"] },
};

/** The schema of a number between bounds, with at most `decimals` decimals. */
export const numberWithin = ({
  min,
  max,
  decimals,
}: {
  min?: number | undefined;
  max?: number | undefined;
  decimals?: number | undefined;
}) =>
  z
    .number()
    .overwrite(tidy)
    .refine((value) => Math.abs(value) <= 1e15, { params: { rule: "numberTooLong" } })
    .refine((value) => (min === undefined || value >= min) && (max === undefined || value <= max), {
      params: { rule: "range", min, max },
    })
    .refine((value) => decimals === undefined || Number(value.toFixed(decimals)) === value, {
      params: { rule: "decimals", decimals },
    });
