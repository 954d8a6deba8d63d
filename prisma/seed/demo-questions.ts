import type { FieldTypeName, RecordName } from "@crm/fields";
import { v7 as uuid } from "uuid";
import type { Prisma } from "../src/index.ts";

interface DemoQuestion {
  record: RecordName;
  code: string;
  label: string;
  type: FieldTypeName;
  config?: { choices: { label: string; value: string }[] };
  help?: string;
  tab?: "btob" | "btoc";
  inSearch?: boolean;
  inReports?: boolean;
}

const choices = (...pairs: [value: string, label: string][]) => ({
  choices: pairs.map(([value, label]) => ({ value, label })),
});

/** The guide adds « Origine du contact » and « Type de prestation » itself (2.5, 3.5): they are not here. */
const questions: DemoQuestion[] = [
  { record: "contact", code: "EMAIL_2", label: "E-mail 2", type: "email" },
  {
    record: "contact",
    code: "OPTIN",
    label: "Opt-in",
    type: "boolean",
    help: "Accepte de recevoir nos campagnes",
    inSearch: true,
  },
  {
    record: "contact",
    code: "TYPE_CLIENT",
    label: "Type de client",
    type: "single-choice",
    config: choices(["PROSPECT", "Prospect"], ["CLIENT", "Client"], ["ANCIEN", "Ancien client"]),
    inSearch: true,
    inReports: true,
  },
  {
    record: "contact",
    code: "PROFIL",
    label: "Profil",
    type: "radio-choice",
    config: choices(["DECIDEUR", "Décideur"], ["PRESCRIPTEUR", "Prescripteur"], ["UTILISATEUR", "Utilisateur"]),
  },
  {
    record: "contact",
    code: "DATE_CONTRAT",
    label: "Date anniversaire contrat",
    type: "date",
    tab: "btob",
    inSearch: true,
  },
  { record: "contact", code: "BUDGET_MENSUEL", label: "Budget mensuel", type: "amount", tab: "btob" },
  { record: "contact", code: "NOMBRE_SALARIES", label: "Nombre de salariés", type: "number", tab: "btob" },
  {
    record: "contact",
    code: "PRESTATIONS",
    label: "Prestations",
    type: "multiple-choice",
    config: choices(["INT", "Intérieur"], ["EXT", "Extérieur"], ["DEP", "Dépannage"]),
    tab: "btob",
    inSearch: true,
  },
  { record: "contact", code: "DATE_NAISSANCE", label: "Date de naissance", type: "date", tab: "btoc" },
  {
    record: "contact",
    code: "LOGEMENT",
    label: "Logement",
    type: "single-choice",
    config: choices(["MAISON", "Maison"], ["APPARTEMENT", "Appartement"]),
    tab: "btoc",
  },
  {
    record: "opportunity",
    code: "TYPE_CONTRAT",
    label: "Type de contrat",
    type: "single-choice",
    config: choices(["PONCTUEL", "Ponctuel"], ["ANNUEL", "Annuel"], ["PLURIANNUEL", "Pluriannuel"]),
    inSearch: true,
    inReports: true,
  },
  {
    record: "opportunity",
    code: "NOMBRE_PERSONNES",
    label: "Nombre de personnes",
    type: "number",
    inSearch: true,
    inReports: true,
  },
  { record: "opportunity", code: "BUDGET_MENSUEL", label: "Budget mensuel", type: "amount" },
];

/** Question ids by record and code: « contact.OPTIN ». */
export type QuestionIds = Record<string, string>;

export async function seedQuestions(db: Prisma.TransactionClient): Promise<QuestionIds> {
  const rows = questions.map((question, position) => ({
    ...question,
    config: question.config ?? {},
    id: uuid(),
    position,
  }));
  await db.question.createMany({ data: rows });
  return Object.fromEntries(rows.map(({ record, code, id }) => [`${record}.${code}`, id]));
}
