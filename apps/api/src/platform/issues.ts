import type { Issue } from "@crm/contract";
import { issueSentence } from "@crm/fields";
import type { z } from "zod";
import { Refusal } from "./error.ts";

/** A zod issue as the contract's Issue: path, rule, what the sentence is made from, and the French sentence. */
export function toIssue(issue: z.core.$ZodIssue, prefix: string): Issue {
  const { path, message: _, input: __, ...params } = issue as z.core.$ZodIssue & { input?: unknown };
  return {
    path: [prefix, ...path.map(String)].filter(Boolean).join("/"),
    rule: issue.code,
    params: JSON.parse(JSON.stringify(params, (_key, value) => (value instanceof RegExp ? undefined : value))),
    message: issueSentence(issue, "fr"),
  };
}

/** Parses, or refuses with VALIDATION_FAILED and each field at fault under `prefix`. */
export function parseOrRefuse<S extends z.ZodType>(schema: S, value: unknown, prefix: string): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Refusal("VALIDATION_FAILED", {}, { issues: result.error.issues.map((issue) => toIssue(issue, prefix)) });
}

/** The refusal of one field by a rule that has its sentence (`packages/fields/src/issue.ts`); `path` as « body/email ». */
export function refusedField(path: string, rule: string): Refusal {
  const issue = { rule: "custom", params: { params: { rule } } };
  return new Refusal("VALIDATION_FAILED", {}, { issues: [{ ...issue, path, message: issueSentence(issue, "fr") }] });
}
