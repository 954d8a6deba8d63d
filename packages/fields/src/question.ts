import { z } from "zod";
import { AnswerFilter } from "./filter.ts";
import { type FieldTypeName, fieldTypeNames, fieldTypeOf } from "./registry.ts";
import { fold, singleLine, storableText } from "./words.ts";

/** What questions are asked about: « Fiche contact », « Fiche opportunité ». */
export const records = ["contact", "opportunity"] as const;
export type RecordName = (typeof records)[number];

/** For whom a question is asked: companies, individuals, or both. */
export const tabs = ["btob", "btoc", "both"] as const;
export type Tab = (typeof tabs)[number];

/** The code that heads a column of Excel (guide 2.5, « code enregistrement »): capitals, digits, `_` or `-`, no space. */
export const QuestionCode = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .refine((code) => code === "" || /^[A-Z0-9][A-Z0-9_-]*$/.test(code), { params: { rule: "code" } });

/** A code from a label: « Origine du contact » → ORIGINE_DU_CONTACT. Empty when the label has no letter nor digit. */
export const suggestCode = (label: string): string =>
  fold(label)
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "_")
    .slice(0, 64)
    .replace(/^_|_$/g, "");

/** A question as an administrator writes it; its configuration and its default answer are judged by its type. */
export const QuestionInput = z
  .object({
    label: singleLine().min(1).max(200),
    help: storableText().max(500).default(""),
    code: QuestionCode,
    type: z.enum(fieldTypeNames),
    config: z.record(z.string(), z.unknown()).default({}),
    required: z.boolean().default(false),
    defaultAnswer: z.unknown().nullish(),
    inSearch: z.boolean().default(false),
    inReports: z.boolean().default(false),
    personal: z.boolean().default(false),
    tab: z.enum(tabs).default("both"),
    /** Shown only when another question is answered so; null: always. */
    condition: AnswerFilter.nullable().default(null),
  })
  .transform((input, ctx) => {
    const type = fieldTypeOf(input);
    const refuse = (path: string, { issues }: z.ZodError) => {
      for (const issue of issues)
        ctx.issues.push({ ...issue, input: undefined, path: [path, ...issue.path] } as z.core.$ZodRawIssue);
      return z.NEVER;
    };
    const config = type.config.safeParse(input.config);
    if (!config.success) return refuse("config", config.error);
    const judged = { ...input, config: config.data as Record<string, unknown>, defaultAnswer: null as unknown };
    if (input.defaultAnswer === null || input.defaultAnswer === undefined) return judged;
    // Each record has its own files.
    if (type.upload) {
      ctx.issues.push({ code: "custom", input: undefined, path: ["defaultAnswer"], params: { rule: "defaultFile" } });
      return z.NEVER;
    }
    const answer = type.value(config.data).safeParse(input.defaultAnswer);
    return answer.success ? { ...judged, defaultAnswer: answer.data } : refuse("defaultAnswer", answer.error);
  });
export type QuestionInput = z.output<typeof QuestionInput>;

/** A question an administrator added to a record: the guide's « champ de personnalisation ». */
export interface Question {
  id: string;
  record: RecordName;
  label: string;
  help: string;
  code: string;
  type: FieldTypeName;
  config: Record<string, unknown>;
  required: boolean;
  defaultAnswer: unknown;
  inSearch: boolean;
  inReports: boolean;
  /** « Donnée personnelle »: anonymisation erases the answers. */
  personal: boolean;
  tab: Tab;
  /** Shown only when another question of the record is answered so; null: always. */
  condition: AnswerFilter | null;
  position: number;
  /** Its place on the tab BtoC, once that tab has an order of its own; null: `position`. */
  btocPosition: number | null;
  /** ISO instant; null while it is asked. */
  archivedAt: string | null;
}

/** The questions of a tab, in the order of that tab; without tabs, all of them in their order. */
export function questionsOnTab<Q extends Pick<Question, "tab" | "position" | "btocPosition">>(
  questions: readonly Q[],
  tab: Tab | undefined,
): Q[] {
  const place = ({ position, btocPosition }: Q) => (tab === "btoc" ? (btocPosition ?? position) : position);
  return questions
    .filter((question) => tab === undefined || tab === "both" || question.tab === "both" || question.tab === tab)
    .sort((one, other) => place(one) - place(other));
}
