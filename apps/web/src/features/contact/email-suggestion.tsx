import { useLingui } from "@lingui/react/macro";
import { UnstyledButton } from "@mantine/core";
import { suggestEmail } from "../../lib/email-typo.ts";
import classes from "./contact.module.css";

/** « Vouliez-vous dire marie@gmail.com ? », under an address that looks mistyped; a click takes it. */
export function EmailSuggestion({ email, onAccept }: { email: string; onAccept: (email: string) => void }) {
  const { t } = useLingui();
  const suggestion = suggestEmail(email);
  return (
    <div role="status">
      {suggestion && (
        <UnstyledButton className={classes["suggestion"]} onClick={() => onAccept(suggestion)}>
          {t`Vouliez-vous dire ${suggestion} ?`}
        </UnstyledButton>
      )}
    </div>
  );
}
