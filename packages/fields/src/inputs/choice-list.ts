import type { Choice } from "../choice.ts";
import type { FieldInputProps } from "../field-input.ts";

/** The choices of a configuration, and those of the answer that it no longer proposes: what is stored stays in sight. */
export function choicesShown({ config, value }: Pick<FieldInputProps, "config" | "value">): Choice[] {
  const choices = Array.isArray(config.choices) ? (config.choices as Choice[]) : [];
  const answers: unknown[] = Array.isArray(value) ? value : [value];
  const gone = answers.filter(
    (answer) => typeof answer === "string" && answer !== "" && !choices.some((choice) => choice.value === answer),
  ) as string[];
  return [...choices, ...gone.map((answer) => ({ label: answer, value: answer }))];
}

/** With more choices than this, nobody reads them all: they are searched in a list. */
export const mostInSight = 40;
