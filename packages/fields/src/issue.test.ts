import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { answersSchema } from "./answers.ts";
import { issueSentence, setIssueLocale } from "./issue.ts";
import { QuestionInput } from "./question.ts";
import type { FieldTypeName } from "./registry.ts";
import { choices } from "./test/samples.ts";

const sentences = (schema: z.ZodType, value: unknown) => {
  const issue = schema.safeParse(value).error?.issues[0];
  if (!issue) return "ACCEPTED";
  const { path, message: _, ...params } = issue;
  const wired = JSON.parse(JSON.stringify({ path: path.join("/"), rule: issue.code, params, message: "" }));
  // The same sentence once it has crossed the wire.
  expect(issueSentence(wired, "fr")).toBe(issueSentence(issue, "fr"));
  expect(issueSentence(issue, "en")).not.toBe(issueSentence(issue, "fr"));
  return issueSentence(issue, "fr");
};
const about = (type: FieldTypeName, config: Record<string, unknown>) =>
  answersSchema([{ id: "q", type, config, required: true }]);

describe("sentences about an answer", () => {
  it.each<[FieldTypeName, Record<string, unknown>, unknown, string]>([
    ["text", {}, null, "Ce champ est obligatoire."],
    ["text", {}, "", "Ce champ est obligatoire."],
    ["text", {}, "x".repeat(256), "255 caractères au plus."],
    ["text", {}, "\0", "Ce texte contient des caractères illisibles. Supprimez-les."],
    ["number", { min: 0, max: 10 }, 11, "Indiquez un nombre entre 0 et 10."],
    ["number", { min: 1000 }, 11, "Indiquez un nombre d’au moins 1\u202f000."],
    ["number", {}, "douze", "Indiquez un nombre."],
    ["number", { decimals: 0 }, 1.5, "Indiquez un nombre entier."],
    ["amount", {}, 1.555, "2 décimales au plus."],
    ["date", {}, "31/02/2024", "Cette date n’existe pas. Écrivez-la jj/mm/aaaa."],
    ["date", {}, "demain", "Cette date n’est pas lisible. Écrivez-la jj/mm/aaaa."],
    ["date", { max: "2026-12-31" }, "2027-01-01", "Choisissez une date jusqu’au 31/12/2026."],
    ["date-time", {}, "29/03/2026 02:30", "Cette date ou cette heure n’existe pas. Écrivez-la jj/mm/aaaa hh:mm."],
    ["boolean", {}, "peut-être", "Répondez par oui ou par non."],
    ["single-choice", { choices }, "AUTRE", "Ce choix n’existe pas\u00a0: AUTRE."],
    ["multiple-choice", { choices }, ["APL", "AUTRE"], "Ce choix n’existe pas\u00a0: AUTRE."],
    ["multiple-choice", { choices }, [], "Ce champ est obligatoire."],
    ["email", {}, "audrey@", "Cette adresse e-mail n’est pas valable."],
    ["phone", {}, "Paul", "Ce numéro de téléphone n’est pas valable."],
    ["url", {}, "javascript:alert(1)", "Cette adresse web n’est pas valable."],
    [
      "address",
      {},
      "a; b; c; d; e",
      "Cette adresse n’est pas valable : rue; code postal; ville; pays, 200 caractères au plus pour la rue, 20 pour le code postal, 100 pour la ville et le pays.",
    ],
    ["address", {}, "a\0", "Ce texte contient des caractères illisibles. Supprimez-les."],
    ["scale", { size: 3 }, 4, "Indiquez un nombre entre 1 et 3."],
    ["scale", {}, 1.5, "Indiquez un nombre entier."],
    [
      "file",
      {},
      [{ id: "", name: "a.pdf" }],
      "Un fichier n’est pas encore envoyé. Attendez la fin de l’envoi, ou retirez-le.",
    ],
    ["file", {}, [], "Ce champ est obligatoire."],
    ["single-choice", {}, "A", "Cette question est mal configurée. Prévenez un gestionnaire."],
  ])("%s %j %j", (type, config, answer, sentence) =>
    expect(sentences(about(type, config), { q: answer })).toBe(sentence),
  );
});

describe("sentences about anything else", () => {
  it.each<[z.ZodType, unknown, string]>([
    [z.string(), undefined, "Ce champ est obligatoire."],
    [z.number(), "a", "Indiquez un nombre."],
    [z.int(), 1.5, "Indiquez un nombre entier."],
    [z.number().min(1), 0, "Indiquez un nombre d’au moins 1."],
    [z.number().lt(5), 5, "Indiquez un nombre inférieur à 5."],
    [z.number().multipleOf(0.01), 0.001, "2 décimales au plus."],
    [z.string().min(3), "a", "3 caractères au moins."],
    [z.array(z.string()).max(2), ["a", "b", "c"], "2 éléments au plus."],
    [z.strictObject({}), { a: 1, b: 2 }, "Champ inconnu\u00a0: a, b."],
    [z.uuid(), "x", "Cet identifiant n’est pas valable."],
    [z.enum(["a"]), "b", "Ce choix n’existe pas."],
    [z.union([z.number(), z.string().max(1)]), "long", "1 caractère au plus."],
    [
      QuestionInput,
      { label: "A", code: "é", type: "text" },
      "Le code s’écrit en majuscules, sans espace ni accent\u00a0: lettres, chiffres, « _ » ou « - ».",
    ],
    [
      QuestionInput,
      { label: "A", code: "A", type: "number", config: { min: 2, max: 1 } },
      "Le maximum doit être supérieur ou égal au minimum.",
    ],
    [
      QuestionInput,
      { label: "A", code: "A", type: "file", defaultAnswer: [{ id: crypto.randomUUID(), name: "a" }] },
      "Un fichier ne peut pas être une réponse par défaut.",
    ],
    ...(
      [
        ["slug", "L’adresse s’écrit en minuscules, sans accent ni espace\u00a0: lettres, chiffres, tirets entre eux."],
        ["fieldTwice", "Ce champ est déjà dans le formulaire."],
        ["emailField", "Un formulaire demande toujours l’e-mail, et le rend obligatoire."],
        ["mobileField", "Pour écrire par SMS, demandez aussi le mobile."],
      ] as const
    ).map(([rule, sentence]): [z.ZodType, unknown, string] => [
      z.string().refine(() => false, { params: { rule } }),
      "a",
      sentence,
    ]),
  ])("%#: %j", (schema, value, sentence) => expect(sentences(schema, value)).toBe(sentence));
});

describe("setIssueLocale", () => {
  afterEach(() => z.config({ customError: undefined }));
  const message = (schema: z.ZodType, value: unknown) => schema.safeParse(value).error?.issues[0]?.message;
  it("makes zod itself speak the language", () => {
    setIssueLocale("fr");
    expect(message(z.number(), undefined)).toBe("Ce champ est obligatoire.");
    expect(message(z.boolean(), "x")).toBe("Répondez par oui ou par non.");
    expect(message(about("single-choice", { choices }), { q: "Z" })).toBe("Ce choix n’existe pas\u00a0: Z.");
    setIssueLocale("en");
    expect(message(z.enum(["a"]), "b")).toBe("This choice does not exist: b.");
  });
});
