import { ImportOptions, type ImportRecord } from "@crm/contract";
import {
  answersFromCells,
  answersSchema,
  choicesOf,
  dayBoundsOf,
  fieldTypeOf,
  formatDay,
  isDay,
  type Question,
  type SheetCell,
  sheetCell,
  storageOf,
  uploadRuleOf,
} from "@crm/fields";
import type { Ctx } from "../../platform/context.ts";
import { today } from "../../platform/today.ts";
import type { BookColumn, BookSheet, CellFormat } from "../../ports/workbook.ts";
import { questionsOf } from "../question/question.service.ts";
import type { FieldHint } from "./import-kind.ts";
import { kindOf } from "./import-kinds.ts";
import { exampleEmail } from "./template-fields.ts";

const words: Record<ImportRecord, { file: string; sheet: string; some: string; one: string }> = {
  contact: { file: "modele-contacts", sheet: "Contacts", some: "des contacts", one: "contact" },
  opportunity: { file: "modele-opportunites", sheet: "Opportunités", some: "des opportunités", one: "opportunité" },
  submission: {
    file: "modele-enregistrements",
    sheet: "Enregistrements",
    some: "des enregistrements",
    one: "enregistrement",
  },
};

/** A column of the file to fill in, with all that is said of it. */
interface Field {
  code: string;
  label: string;
  type: string;
  format: CellFormat;
  required: boolean;
  choices: { value: string; label: string }[];
  /** Several may be written in one cell. */
  several: boolean;
  note: string;
  example: SheetCell | null;
}

/**
 * A workbook to fill in (« Modèle de fichier »): a column for each field and question that a file can fill, headed by its
 * code, with what it expects, lists, formats and an example; a second sheet that explains. Filled in, an import reads it as it is.
 */
export async function importTemplate(ctx: Ctx, record: ImportRecord): Promise<{ name: string; content: Buffer }> {
  const fields = await fieldsOf(ctx, record);
  const { file, sheet, some } = words[record];
  const content = await ctx.workbooks.write({
    title: `Modèle de fichier pour importer ${some}`,
    madeAt: ctx.now(),
    sheets: [
      {
        ...{ name: sheet, lines: [], toFill: true },
        columns: fields.map(toColumn),
        rows: [fields.map(({ example }) => example)],
      },
      readMe(record, fields),
    ],
  });
  return { name: `${file}.xlsx`, content };
}

async function fieldsOf(ctx: Ctx, record: ImportRecord): Promise<Field[]> {
  const kind = kindOf(record);
  const facts = await kind.facts(ctx);
  const hints = kind.hints(facts, today(ctx));
  const targets = kind
    .targets(await questionsOf(ctx, kind.questions, { archived: false }))
    // Files can't be brought by a file.
    .filter(({ question, elsewhere }) => !elsewhere && (!question || uploadRuleOf(question) === null))
    .flatMap((target) => (target.code === null ? [] : [{ ...target, code: target.code }]));
  const options = ImportOptions.parse({ mode: "create" });
  const needed = (code: string) =>
    kind.missing(new Set(targets.flatMap((other) => (other.code === code ? [] : other.code))), options, facts).length >
    0;
  return targets.map((target) => ({
    ...(target.question ? ofQuestion(target.question, today(ctx)) : ofField(hints[target.field ?? ""] ?? {})),
    ...{ code: target.code, label: target.label, required: needed(target.code) },
  }));
}

type Told = Omit<Field, "code" | "label" | "required">;

function ofField({ setting, money, choices = [], note = "", example = null }: FieldHint): Told {
  const plain = choices.map((value) => ({ value, label: value }));
  const shape = setting
    ? shapeOf({ id: "", code: "", label: "", ...setting } as Question)
    : { type: "Texte", format: "text" as const, choices: [] };
  return {
    ...shape,
    ...(money && { format: "euros" }),
    ...(choices.length > 0 && { type: "1 choix dans la liste", choices: plain }),
    ...{ note, example, several: false },
  };
}

function ofQuestion(question: Question, day: string): Told {
  const several = storageOf(question) === "texts";
  return {
    ...shapeOf(question),
    several,
    note: [
      ...(several
        ? ["Plusieurs valeurs dans une cellule : séparez-les par un point-virgule, par exemple « A;B »."]
        : []),
      ...(question.required ? ["Obligatoire sur la fiche, mais peut rester vide dans le fichier."] : []),
    ].join(" "),
    example: exampleOf(question, day),
  };
}

const yesNo = ["Oui", "Non"].map((word) => ({ value: word, label: word }));

/** What answers look like, from how they are kept. */
function shapeOf(question: Question): Pick<Field, "type" | "format" | "choices"> {
  const storage = storageOf(question);
  return {
    type: fieldTypeOf(question).label.fr,
    format: storage === "number" ? "number" : storage === "date" ? (keepsDays(question) ? "day" : "moment") : "text",
    choices: storage === "boolean" ? yesNo : [...choicesOf(question)],
  };
}

/** Whether answers are days, not moments: the days of an axis of days begin with themselves. */
const keepsDays = (question: Question) => isDay(dayBoundsOf(question, "2026-01-01").from);

/** An answer that this question would take, as a cell. */
function exampleOf(question: Question, day: string): SheetCell | null {
  const choices = choicesOf(question).map(({ value }) => value);
  if (choices.length > 0) return storageOf(question) === "texts" ? choices.slice(0, 2).join(";") : (choices[0] ?? null);
  const { min } = (question.config ?? {}) as { min?: unknown };
  const asked = { ...question, required: false };
  const schema = answersSchema([asked]);
  for (const said of [
    formatDay(day),
    "Oui",
    "10",
    "1",
    String(min ?? ""),
    "Exemple",
    "www.exemple.fr",
    "nom@exemple.fr",
    "01 99 00 12 34",
  ]) {
    const { success, data } = schema.safeParse(answersFromCells([asked], { [question.code]: said }));
    const answer = success ? data[question.id] : undefined;
    if (answer !== undefined && fits(question, said)) return sheetCell(question, answer);
  }
  return null;
}

/** A text takes anything: what is an example of a day or a number is none of a text. */
const fits = (question: Question, said: string) => storageOf(question) !== "text" || !/^(Oui|[\d/]+)$/.test(said);

/** The heads of what must be filled in. */
const blue = "#2f6fde";

const toColumn = ({ code, format, choices, several, ...field }: Field): BookColumn => ({
  ...{ header: code, format, width: Math.min(40, Math.max(format === "text" ? 20 : 14, code.length + 4)) },
  ...(field.required && { colour: blue }),
  note: noteOf({ ...field, code, format, choices, several }),
  ...(choices.length > 0 && { choices: { values: choices.map(({ value }) => value), free: several } }),
});

/** So many values stand in a note; the second sheet has them all. */
const mostNoted = 12;

const noteOf = ({ label, type, required, note, choices }: Field) =>
  [
    label,
    `Type : ${type}`,
    required ? "Obligatoire" : "Facultatif",
    ...(note ? [note] : []),
    ...(choices.length > 0
      ? [`Valeurs : ${saidOf(choices.slice(0, mostNoted))}${choices.length > mostNoted ? "…" : ""}`]
      : []),
  ].join("\n");

const saidOf = (choices: Field["choices"]) =>
  choices.map(({ value, label }) => (value === label ? value : `${value} (${label})`)).join(", ");

function readMe(record: ImportRecord, fields: Field[]): BookSheet {
  const { sheet, some, one } = words[record];
  return {
    name: "Lisez-moi",
    lines: [
      `Modèle de fichier pour importer ${some}`,
      `1. Remplissez la feuille « ${sheet} » à partir de sa ligne 3 : une ligne par ${one}. Sa première ligne porte les codes des champs, en bleu ceux qui sont obligatoires : ne la changez pas.`,
      `2. Sa ligne 2 est un exemple : l’import la reconnaît à l’adresse ${exampleEmail} et ne la lit pas. Vous pouvez aussi l’effacer.`,
      "3. Une colonne dont vous n’avez pas besoin peut rester vide ou être supprimée. Survolez un code pour lire ce qu’il attend ; les réponses à choix ont une liste.",
      `4. Enregistrez le fichier, puis déposez-le dans Outils → Import/export, « Importer ${some} ». Rien n’est importé avant votre accord.`,
    ],
    columns: [
      { header: "Code", format: "text", width: 26 },
      { header: "Champ", format: "text", width: 28 },
      { header: "Type", format: "text", width: 26 },
      { header: "Obligatoire", format: "text", width: 12 },
      { header: "À savoir", format: "text", width: 48 },
      { header: "Valeurs", format: "text", width: 60 },
    ],
    rows: fields.map(({ code, label, type, required, note, choices }) => [
      ...[code, label, type, required ? "Oui" : "", note, saidOf(choices)],
    ]),
  };
}
