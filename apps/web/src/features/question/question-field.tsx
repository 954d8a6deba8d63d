import type { Question } from "@crm/fields";
import { FileStoreContext, fieldInputs } from "@crm/fields/react";
import { memo, useMemo } from "react";
import { type Control, Controller, type FieldValues } from "react-hook-form";
import { answerFiles } from "./answer-files.ts";
import { useLocale } from "./use-locale.ts";

interface Props {
  /** The name of the field in the form. */
  name: string;
  question: Pick<Question, "id" | "label" | "help" | "type" | "config" | "required">;
  control: Control<FieldValues>;
}

/**
 * The input that the type of a question brings, as a field of a form; it can take the focus when it is at fault. Memoised: a
 * record may have 500 questions.
 */
export const QuestionField = memo(function QuestionField({ name, question, control }: Props) {
  const locale = useLocale();
  const Input = fieldInputs[question.type];
  const files = useMemo(() => answerFiles(question.id), [question.id]);
  return (
    <FileStoreContext value={files}>
      <Controller
        name={name}
        control={control}
        render={({ field, fieldState }) => (
          <div ref={(node) => field.ref(node && { focus: () => focusIn(node) })}>
            <Input
              label={question.label}
              description={question.help || undefined}
              required={question.required}
              error={firstMessage(fieldState.error)}
              config={question.config}
              value={field.value ?? null}
              onChange={field.onChange}
              onBlur={field.onBlur}
              locale={locale}
            />
          </div>
        )}
      />
    </FileStoreContext>
  );
});

const focusIn = (node: HTMLElement) =>
  node
    .querySelector<HTMLElement>(
      "input:not([type=hidden]):not([tabindex='-1']):not(:disabled), textarea, select, button, [tabindex='0']",
    )
    ?.focus();

/** The first sentence of an error, which for several choices is nested under the place of the choice. */
export function firstMessage(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  if ("message" in error && typeof error.message === "string" && error.message) return error.message;
  for (const [key, nested] of Object.entries(error)) {
    const message = key === "ref" ? undefined : firstMessage(nested);
    if (message) return message;
  }
  return undefined;
}
