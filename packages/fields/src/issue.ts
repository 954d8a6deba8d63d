import { z } from "zod";
import { formatDay } from "./dates.ts";
import type { Locale } from "./field-type.ts";
import { formatNumber } from "./numbers.ts";

/** An issue as the contract carries it: `rule` is zod's code, `params` the rest. */
export interface WireIssue {
  rule: string;
  params: Record<string, unknown>;
}

type Facts = Record<string, unknown>;
type Sentence = (facts: Facts, locale: Locale) => string;

const say =
  (fr: string, en: string): Sentence =>
  (_facts, locale) =>
    locale === "fr" ? fr : en;
const isNumber = (value: unknown): value is number => typeof value === "number";
const count = (value: unknown, locale: Locale) => formatNumber(Number(value), locale);
const plural = (value: unknown) => (Number(value) > 1 ? "s" : "");
const quoted = (given: unknown, locale: Locale) =>
  given === undefined || given === "" ? "" : locale === "fr" ? `\u00a0: ${String(given)}` : `: ${String(given)}`;

const required = say("Ce champ est obligatoire.", "This field is required.");
const invalid = say("Cette valeur n’est pas valable.", "This value is not valid.");
const notANumber = say("Indiquez un nombre.", "Enter a number.");
const badAddress = say("Cette adresse web n’est pas valable.", "This web address is not valid.");
const badEmail = say("Cette adresse e-mail n’est pas valable.", "This email address is not valid.");
const badDay = say("Cette date n’existe pas. Écrivez-la jj/mm/aaaa.", "This date does not exist. Write it dd/mm/yyyy.");
const noSuchChoice: Sentence = ({ given, input }, locale) =>
  `${locale === "fr" ? "Ce choix n’existe pas" : "This choice does not exist"}${quoted(given ?? (typeof input === "object" ? undefined : input), locale)}.`;
const decimals: Sentence = ({ decimals: most }, locale) => {
  if (most === 0) return locale === "fr" ? "Indiquez un nombre entier." : "Enter a whole number.";
  return locale === "fr" ? `${most} décimale${plural(most)} au plus.` : `At most ${most} decimal${plural(most)}.`;
};

/** A range of numbers or days, one bound or both. */
const between =
  (
    show: (bound: unknown, locale: Locale) => string,
    fr: [string, string, string],
    en: [string, string, string],
  ): Sentence =>
  ({ min, max }, locale) => {
    const [both, least, most] = locale === "fr" ? fr : en;
    const sentence = min === undefined ? most : max === undefined ? least : both;
    return sentence.replace("{min}", show(min, locale)).replace("{max}", show(max, locale));
  };

/** The rules of this package: `params.rule` of an issue of code "custom". */
const rules: Record<string, Sentence> = {
  required,
  characters: say(
    "Ce texte contient des caractères illisibles. Supprimez-les.",
    "This text holds unreadable characters. Remove them.",
  ),
  numberTooLong: say("Ce nombre est trop grand.", "This number is too large."),
  range: between(
    count,
    [
      "Indiquez un nombre entre {min} et {max}.",
      "Indiquez un nombre d’au moins {min}.",
      "Indiquez un nombre d’au plus {max}.",
    ],
    [
      "Enter a number between {min} and {max}.",
      "Enter a number of at least {min}.",
      "Enter a number of at most {max}.",
    ],
  ),
  decimals,
  minAboveMax: say("Le maximum doit être supérieur ou égal au minimum.", "The maximum must not be below the minimum."),
  endBeforeStart: say("La fin de la période est avant son début.", "The period ends before it starts."),
  rangeTooLong: ({ years }, locale) =>
    locale === "fr" ? `Choisissez une période de ${years} ans au plus.` : `Choose a period of at most ${years} years.`,
  dayImpossible: badDay,
  dayUnreadable: say(
    "Cette date n’est pas lisible. Écrivez-la jj/mm/aaaa.",
    "This date can’t be read. Write it dd/mm/yyyy.",
  ),
  instantImpossible: say(
    "Cette date ou cette heure n’existe pas. Écrivez-la jj/mm/aaaa hh:mm.",
    "This date or time does not exist. Write it dd/mm/yyyy hh:mm.",
  ),
  instantUnreadable: say(
    "Cette date et cette heure ne sont pas lisibles. Écrivez-les jj/mm/aaaa hh:mm.",
    "This date and time can’t be read. Write them dd/mm/yyyy hh:mm.",
  ),
  dayRange: between(
    (day) => formatDay(String(day)),
    [
      "Choisissez une date entre le {min} et le {max}.",
      "Choisissez une date à partir du {min}.",
      "Choisissez une date jusqu’au {max}.",
    ],
    ["Choose a date between {min} and {max}.", "Choose a date from {min}.", "Choose a date until {max}."],
  ),
  choice: noSuchChoice,
  noChoice: say("Ajoutez au moins un choix.", "Add at least one choice."),
  choiceValue: say(
    "Une valeur commence par une lettre ou un chiffre, sans virgule ni point-virgule.",
    "A value starts with a letter or a digit, without comma or semicolon.",
  ),
  sameValue: ({ given }, locale) =>
    `${locale === "fr" ? "Deux choix ont la même valeur" : "Two choices have the same value"}${quoted(given, locale)}.`,
  sameLabel: ({ given }, locale) =>
    `${locale === "fr" ? "Deux choix ont la même réponse" : "Two choices have the same label"}${quoted(given, locale)}.`,
  phone: say("Ce numéro de téléphone n’est pas valable.", "This phone number is not valid."),
  code: say(
    "Le code s’écrit en majuscules, sans espace ni accent\u00a0: lettres, chiffres, « _ » ou « - ».",
    "The code is written in capitals, without spaces or accents: letters, digits, “_” or “-”.",
  ),
  address: say(
    "Cette adresse n’est pas valable : rue; code postal; ville; pays, 200 caractères au plus pour la rue, 20 pour le code postal, 100 pour la ville et le pays.",
    "This address is not valid: street; postal code; city; country, at most 200 characters for the street, 20 for the postal code, 100 for the city and the country.",
  ),
  fileUnderWay: say(
    "Un fichier n’est pas encore envoyé. Attendez la fin de l’envoi, ou retirez-le.",
    "A file has not been sent yet. Wait until it is, or remove it.",
  ),
  fileUnknown: say(
    "Ce fichier n’existe plus ou ne vous est pas accessible. Déposez-le de nouveau.",
    "This file no longer exists, or is not yours to use. Add it again.",
  ),
  fileUnfit: say(
    "Ce fichier n’est pas du type ou de la taille que la question accepte.",
    "This file is not of the kind or size that the question takes.",
  ),
  defaultFile: say("Un fichier ne peut pas être une réponse par défaut.", "A file can’t be a default answer."),
  conditionQuestion: say(
    "La question de la condition n’existe plus ou est archivée. Choisissez-en une autre.",
    "The question of the condition no longer exists or is archived. Choose another one.",
  ),
  conditionCycle: say(
    "Ces questions s’attendraient l’une l’autre : choisissez une autre question pour la condition.",
    "These questions would wait for each other: choose another question for the condition.",
  ),
  slug: say(
    "L’adresse s’écrit en minuscules, sans accent ni espace\u00a0: lettres, chiffres, tirets entre eux.",
    "The address is written in small letters, without accents or spaces: letters, digits, hyphens between them.",
  ),
  fieldTwice: say("Ce champ est déjà dans le formulaire.", "This field is already in the form."),
  fieldQuestion: say(
    "Cette question n’existe plus ou est archivée. Retirez-la du formulaire.",
    "This question no longer exists or is archived. Remove it from the form.",
  ),
  fieldFile: say("Un formulaire public ne peut pas demander de fichier.", "A public form can’t ask for files."),
  emailSeveral: say("Indiquez une seule adresse e-mail.", "Enter a single email address."),
  emailField: say(
    "Un formulaire demande toujours l’e-mail, et le rend obligatoire.",
    "A form always asks for the email, and requires it.",
  ),
  mobileField: say("Pour écrire par SMS, demandez aussi le mobile.", "To write by SMS, ask for the mobile number too."),
  smsNumber: say(
    "Pour recevoir des SMS, indiquez un numéro de mobile.",
    "To get text messages, enter a mobile number.",
  ),
  smsWithoutMobile: say(
    "Ce contact n’a pas de numéro de mobile : un consentement SMS vaut pour un numéro. Ajoutez-le d’abord.",
    "This contact has no mobile number: an SMS consent is for one number. Add it first.",
  ),
  wrongCode: say(
    "Ce n’est pas le code affiché dans le terminal au dernier démarrage.",
    "This is not the code that the terminal shows since the last start.",
  ),
  wrongPassword: say("Ce n’est pas votre mot de passe actuel.", "This is not your current password."),
  passwordRepeated: say(
    "Ce mot de passe n’est qu’un caractère répété, ou des espaces. Choisissez-en un autre.",
    "This password is but one character repeated, or spaces. Choose another one.",
  ),
  passwordFrequent: say(
    "Ce mot de passe est trop courant : il serait deviné. Essayez une phrase de plusieurs mots.",
    "This password is too common: it would be guessed. Try a sentence of several words.",
  ),
  passwordPersonal: say(
    "Ce mot de passe reprend le nom ou l’e-mail : il serait deviné. Choisissez-en un autre.",
    "This password repeats the name or the email: it would be guessed. Choose another one.",
  ),
  columnUnknown: say(
    "Cette colonne n’existe pas, ou plus. Retirez-la, puis enregistrez de nouveau.",
    "This column does not exist, or no longer does. Remove it, then save again.",
  ),
  filterValue: say("Ce critère ne correspond pas à la question.", "This criterion does not suit the question."),
  brokenQuestion: say(
    "Cette question est mal configurée. Prévenez un gestionnaire.",
    "This question is not set up properly. Tell an administrator.",
  ),
};

const types: Record<string, Sentence> = {
  number: notANumber,
  nan: notANumber,
  int: say("Indiquez un nombre entier.", "Enter a whole number."),
  boolean: say("Répondez par oui ou par non.", "Answer yes or no."),
  date: badDay,
};

const formats: Record<string, Sentence> = {
  email: badEmail,
  url: badAddress,
  date: badDay,
  datetime: say("Cette date et cette heure ne sont pas valables.", "This date and time are not valid."),
  uuid: say("Cet identifiant n’est pas valable.", "This identifier is not valid."),
};

/** Sentences of a size: of a text, of a list, of a number. */
function size({ origin, exact, inclusive, ...facts }: Facts, bound: unknown, most: boolean, locale: Locale): string {
  const fr = locale === "fr";
  const n = count(bound, locale);
  if (origin === "string") {
    if (!most && Number(bound) <= 1) return required(facts, locale);
    if (exact) return fr ? `${n} caractère${plural(bound)} exactement.` : `Exactly ${n} character${plural(bound)}.`;
    const frSentence = `${n} caractère${plural(bound)} ${most ? "au plus" : "au moins"}.`;
    return fr ? frSentence : `At ${most ? "most" : "least"} ${n} character${plural(bound)}.`;
  }
  if (origin === "array" || origin === "set") {
    if (!most && Number(bound) <= 1) return fr ? "Choisissez au moins une réponse." : "Choose at least one answer.";
    return fr
      ? `${n} élément${plural(bound)} ${most ? "au plus" : "au moins"}.`
      : `At ${most ? "most" : "least"} ${n} item${plural(bound)}.`;
  }
  if (origin === "date" || !(isNumber(bound) || typeof bound === "bigint")) return invalid(facts, locale);
  if (inclusive === false)
    return fr
      ? `Indiquez un nombre ${most ? "inférieur" : "supérieur"} à ${n}.`
      : `Enter a number ${most ? "below" : "above"} ${n}.`;
  return fr
    ? `Indiquez un nombre d’au ${most ? "plus" : "moins"} ${n}.`
    : `Enter a number of at ${most ? "most" : "least"} ${n}.`;
}

/** The sentence of each code of zod 4. */
const codes: Record<string, Sentence> = {
  custom: ({ params, message, ...facts }, locale) => {
    const given = (params ?? {}) as Facts;
    const sentence = rules[String(given.rule)];
    return sentence
      ? sentence({ ...facts, ...given }, locale)
      : typeof message === "string" && message !== "Invalid input"
        ? message
        : invalid(facts, locale);
  },
  invalid_type: ({ expected, message, ...facts }, locale) => {
    const absent = "input" in facts && (facts.input === undefined || facts.input === null);
    const saidAbsent = typeof message === "string" && /received (undefined|null)$/.test(message);
    if (absent || saidAbsent) return required(facts, locale);
    if (expected === "int" && facts.format === undefined && isNumber(facts.input))
      return decimals({ decimals: 0 }, locale);
    return (types[String(expected)] ?? ("input" in facts ? invalid : required))(facts, locale);
  },
  too_big: (facts, locale) => size(facts, facts.maximum, true, locale),
  too_small: (facts, locale) => size(facts, facts.minimum, false, locale),
  invalid_format: (facts, locale) =>
    facts.input === ""
      ? required(facts, locale)
      : (formats[String(facts.format)] ?? say("Ce format n’est pas valable.", "This format is not valid."))(
          facts,
          locale,
        ),
  not_multiple_of: ({ divisor }, locale) => {
    const places = isNumber(divisor) && divisor < 1 ? Math.round(-Math.log10(divisor)) : -1;
    if (divisor === 1 || places > 0) return decimals({ decimals: Math.max(places, 0) }, locale);
    return locale === "fr"
      ? `Indiquez un multiple de ${count(divisor, locale)}.`
      : `Enter a multiple of ${count(divisor, locale)}.`;
  },
  unrecognized_keys: ({ keys }, locale) =>
    `${locale === "fr" ? "Champ inconnu" : "Unknown field"}${quoted(Array.isArray(keys) ? keys.join(", ") : "", locale)}.`,
  invalid_union: ({ errors, ...facts }, locale) => {
    if ("input" in facts && (facts.input === undefined || facts.input === null)) return required(facts, locale);
    const branches = Array.isArray(errors) ? (errors as Facts[][]) : [];
    // A branch that refuses the value, not its very kind, is the one the person meant.
    const meant = branches.find((branch) => branch[0] && branch[0].code !== "invalid_type");
    return meant?.[0] ? sentenceOf(meant[0], locale) : invalid(facts, locale);
  },
  invalid_value: ({ values, ...facts }, locale) =>
    "input" in facts && (facts.input === undefined || facts.input === null || facts.input === "")
      ? required(facts, locale)
      : noSuchChoice(facts, locale),
};

const sentenceOf = (facts: Facts, locale: Locale): string => (codes[String(facts.code)] ?? invalid)(facts, locale);

/** One clear sentence for a zod issue, fresh or as the contract carries it, in French as people speak, or in English. */
export function issueSentence(issue: z.core.$ZodIssue | z.core.$ZodRawIssue | WireIssue, locale: Locale): string {
  if ("rule" in issue && "params" in issue) return sentenceOf({ ...(issue.params as Facts), code: issue.rule }, locale);
  return sentenceOf(issue as Facts, locale);
}

/** zod's `customError` in French: `z.config({ customError: frenchErrors })`. */
export const frenchErrors: z.core.$ZodErrorMap = (issue) => issueSentence(issue, "fr");
const englishErrors: z.core.$ZodErrorMap = (issue) => issueSentence(issue, "en");

/** From now on zod speaks this language, in the whole program: for the application to call, once per choice of language. */
export function setIssueLocale(locale: Locale): void {
  z.config({ customError: locale === "fr" ? frenchErrors : englishErrors });
}
