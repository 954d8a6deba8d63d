import { IconAlertCircle } from "@tabler/icons-react";
import { ApiError } from "../lib/api.ts";
import { errorSentence } from "../lib/error-sentence.ts";
import classes from "./form-error.module.css";

/** What stands above the buttons of a form that was refused. Takes a refusal, or a sentence already made. */
export function FormError({ error }: { error: unknown }) {
  const sentence =
    typeof error === "string" ? error : error instanceof Error || error instanceof ApiError ? errorSentence(error) : "";
  return (
    <div role="alert" className={classes["place"]}>
      {sentence && (
        <p className={classes["error"]}>
          <IconAlertCircle size={16} aria-hidden />
          {sentence}
        </p>
      )}
    </div>
  );
}
