import {
  type AnswerFilter,
  convertAnswer,
  type FieldType,
  type FieldTypeName,
  fieldTypes,
  type Parameter,
} from "@crm/fields";
import type { AskedQuestion } from "../../lib/shared.queries.ts";
import type { Written } from "./question.queries.ts";

/** The form of a question; its configuration and default answer may not be valid yet. */
export interface QuestionFields {
  label: string;
  type: FieldTypeName;
  config: Record<string, unknown>;
  help: string;
  defaultAnswer: unknown;
  required: boolean;
  code: string;
  inSearch: boolean;
  inReports: boolean;
  personal: boolean;
  tab: NonNullable<Written["tab"]>;
  condition: AnswerFilter | null;
  /** That the form was opened on: another one saved since is not overwritten unseen, draft or not. */
  version: number;
}

export const fieldsOf = (question: AskedQuestion | undefined): QuestionFields => ({
  label: question?.label ?? "",
  type: question?.type ?? "text",
  config: question?.config ?? {},
  help: question?.help ?? "",
  defaultAnswer: question?.defaultAnswer ?? null,
  required: question?.required ?? false,
  code: question?.code ?? "",
  inSearch: question?.inSearch ?? false,
  inReports: question?.inReports ?? false,
  personal: question?.personal ?? false,
  tab: question?.tab ?? "both",
  condition: question?.condition ?? null,
  version: question?.version ?? 1,
});

/** The same question asked with another type: parameters that both have stay, the default answer too if it can. */
export function withType(
  { type, config, defaultAnswer }: Pick<QuestionFields, "type" | "config" | "defaultAnswer">,
  next: FieldTypeName,
) {
  const parameters: readonly Parameter[] = fieldTypes[next].parameters;
  const kept = Object.fromEntries(
    Object.entries(config).filter(([name]) => parameters.some((parameter) => parameter.name === name)),
  );
  const { kept: whole, answer } = convertAnswer({ type, config }, { type: next, config: kept }, defaultAnswer);
  return { config: kept, defaultAnswer: whole ? answer : null };
}

/** Whether a question set like this can be answered: its parameters are complete. */
export const isSet = ({ type, config }: Pick<QuestionFields, "type" | "config">): boolean =>
  (fieldTypes[type] as FieldType).config.safeParse(config).success;

/** The sentences of a nested error by path, as the editor of parameters wants them: « choices/0/value ». */
export function sentencesOf(error: unknown, path: string[] = []): Record<string, string> {
  if (typeof error !== "object" || error === null) return {};
  const here =
    "message" in error && typeof error.message === "string" && error.message ? { [path.join("/")]: error.message } : {};
  const nested = Object.entries(error).filter(
    ([key, value]) => key !== "ref" && key !== "message" && typeof value === "object",
  );
  return Object.assign(
    here,
    ...nested.map(([key, value]) => sentencesOf(value, key === "root" ? path : [...path, key])),
  );
}
