import { type OpportunityField, statusCells } from "@crm/contract";
import { namesInFiles } from "../form/form-name.service.ts";
import { consentTypes } from "./contact-consents.ts";
import type { FieldHint, FieldHints } from "./import-kind.ts";
import { type OpportunityFacts, personNamed } from "./opportunity-facts.ts";
import { typed } from "./opportunity-rows.ts";
import { moment, type SubmissionFacts } from "./submission-rows.ts";

/**
 * The e-mail of the example row: an import passes over each row that bears it. Nobody has it, « .invalid » is kept free for
 * good (RFC 2606); who writes over the example writes over it.
 */
export const exampleEmail = "exemple@modele.invalid";
export const isExample = (cells: readonly string[]): boolean =>
  cells.some((cell) => cell.trim().toLowerCase() === exampleEmail);

const exampleNote = "L’adresse de la ligne d’exemple fait reconnaître cette ligne : l’import ne la lit pas.";
const byCode = "Laissez vide pour un nouveau contact. Avec le code d’un contact, la ligne met sa fiche à jour.";
const linked = "Le contact est désigné par son code ou par son e-mail : un seul des deux suffit.";
const consent = "Oui ou Non. Laissez vide si vous ne savez pas.";

const person: FieldHints = {
  title: { example: "Mme" },
  lastName: { example: "Le Goff" },
  firstName: { example: "Camille" },
  company: { example: "Menuiserie Le Goff" },
  phone: { example: "01 99 00 12 34" },
  mobile: { example: "06 39 98 12 34" },
  address: { example: "12 rue des Lilas" },
  postalCode: { example: "02200" },
  city: { example: "Soissons" },
  country: { example: "France" },
};

export const contactHints = (): FieldHints => ({
  ...person,
  code: { note: byCode },
  email: { example: exampleEmail, note: exampleNote },
  notes: { example: "Rencontrée au salon de mars." },
  emailConsent: { setting: consentTypes.emailConsent, note: consent },
  smsConsent: { setting: consentTypes.smsConsent, note: consent },
  consentOn: { setting: consentTypes.consentOn, note: "Le jour où ces consentements ont été donnés ou retirés." },
  selections: {
    note: "Les listes de sélection où mettre ce contact, séparées par un point-virgule. Celle qui n’existe pas est créée, sans être partagée.",
  },
  consentProof: { note: "Comment ces consentements ont été donnés, par exemple « Bulletin du salon »." },
});

/** The names of people and types as files say them: of two with one name, neither's. */
export function opportunityHints(facts: unknown, today: string): FieldHints {
  const { pipelines, users } = facts as OpportunityFacts;
  const live = pipelines.filter(({ archived }) => !archived);
  const [type] = live;
  const stages = live.flatMap(({ stages }) => stages).filter(({ archived }) => !archived);
  const people = users.filter(({ assignable }) => assignable);
  const called = ({ name, email }: (typeof users)[number]) =>
    personNamed({ pipelines, users }, name) === "several" ? email : name;
  const hints: Partial<Record<OpportunityField | "contactEmail" | "stageOn" | "ownerEmail", FieldHint>> = {
    code: { note: "Laissez vide pour une nouvelle opportunité. Avec son code, la ligne la met à jour." },
    title: { example: "Escalier en chêne" },
    contactCode: { note: linked },
    contactEmail: { example: exampleEmail, note: `${linked} ${exampleNote}` },
    pipeline: { choices: distinct(live.map(({ name }) => name)), example: type?.name ?? null },
    stage: {
      choices: distinct(stages.map(({ label }) => label)),
      example: type?.stages.find(({ archived }) => !archived)?.label ?? null,
      ...(live.length > 1 && { note: "Chaque type d’opportunité a ses étapes." }),
    },
    stageOn: { setting: typed.stageOn, note: "Le jour où l’étape a été atteinte." },
    status: { choices: Object.values(statusCells), example: statusCells.open },
    statusOn: { setting: typed.statusOn },
    remindOn: { setting: typed.remindOn, note: "D’une opportunité ajournée." },
    amount: { setting: typed.amount, money: true, example: 12_500 },
    expectedOn: { setting: typed.expectedOn, example: { day: today } },
    notes: { example: "Devis à envoyer." },
    owner: { choices: distinct(people.map(called)), note: "Laissez vide pour suivre vous-même ces opportunités." },
    ownerEmail: { note: "Au lieu du nom, quand plusieurs utilisateurs portent le même." },
  };
  return hints;
}

export function submissionHints(facts: unknown, today: string): FieldHints {
  const { forms } = facts as SubmissionFacts;
  const named = namesInFiles(forms);
  const choices = forms.filter(({ archived }) => !archived).flatMap(({ id }) => named.get(id) ?? []);
  return {
    ...person,
    code: { note: "Laissez vide : un code est donné à chaque nouvel enregistrement." },
    form: {
      choices,
      example: choices[0] ?? null,
      note: "Vide, c’est le formulaire choisi à l’étape suivante de l’import.",
    },
    receivedAt: {
      setting: moment,
      example: { moment: `${today}T09:30:00` },
      note: "Vide, c’est le moment de l’import.",
    },
    contactCode: { note: linked },
    email: { example: exampleEmail, note: `${linked} ${exampleNote}` },
    message: { example: "Pouvez-vous me rappeler ?" },
  };
}

const distinct = (names: string[]) => [...new Set(names)];
