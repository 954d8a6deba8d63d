import { zodResolver } from "@hookform/resolvers/zod";
import {
  type DefaultValues,
  type FieldPath,
  type FieldValues,
  type UseFormProps,
  type UseFormReturn,
  useForm,
} from "react-hook-form";
import type { z } from "zod";
import { ApiError } from "./api.ts";
import { errorSentence, fieldSentence } from "./error-sentence.ts";

/** A form validated by a schema of the contract, before it is sent and after each correction. */
export function useZodForm<Schema extends z.ZodObject>(
  schema: Schema,
  options: Omit<UseFormProps<z.input<Schema> & FieldValues, unknown, z.output<Schema> & FieldValues>, "resolver"> & {
    defaultValues: DefaultValues<z.input<Schema> & FieldValues>;
  },
): UseFormReturn<z.input<Schema> & FieldValues, unknown, z.output<Schema> & FieldValues> {
  return useForm({ ...options, resolver: zodResolver(schema as never) as never, shouldFocusError: true });
}

/**
 * Shows a refusal in the form it came from: each issue on its field, the first one focused, the rest as one sentence under
 * `errors.root.server`. What was typed stays. `rename` maps a field of the API to one of the form.
 */
export function showRefusal<V extends FieldValues>(
  form: Pick<UseFormReturn<V, unknown, FieldValues>, "setError" | "getValues">,
  error: unknown,
  rename: (path: string) => string = (path) => path,
): void {
  const fields = form.getValues() as Record<string, unknown>;
  const issues = error instanceof ApiError ? error.body.issues : [];
  let shown = 0;
  for (const issue of issues) {
    const path = rename(issue.path.replace(/^body\/?/, "").replaceAll("/", "."));
    if (!path || !((path.split(".")[0] ?? "") in fields)) continue;
    form.setError(
      path as FieldPath<V>,
      { type: "server", message: issue.rule === "taken" ? errorSentence(error) : fieldSentence(issue) },
      { shouldFocus: shown === 0 },
    );
    shown += 1;
  }
  if (shown === 0 || shown < issues.length)
    form.setError("root.server" as "root", { type: "server", message: errorSentence(error) });
}
