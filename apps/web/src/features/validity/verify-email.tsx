import { type ContactView, type ValidityReason, validityApi } from "@crm/contract";
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { call } from "../../lib/api.ts";
import { errorSentence } from "../../lib/error-sentence.ts";
import classes from "./validity.module.css";

/** Why an e-mail is judged as it is, and what to do. */
const reasons: Record<ValidityReason, MessageDescriptor> = {
  "accepts-mail": msg`Le domaine reçoit du courrier.`,
  syntax: msg`Ce n’est pas une adresse e-mail : corrigez-la avec le crayon.`,
  disposable: msg`C’est une adresse jetable.`,
  "no-mail-domain": msg`Ce domaine ne reçoit pas de courrier : vérifiez ce qui suit le @.`,
  unreachable: msg`Impossible de le savoir pour l’instant. Une nouvelle vérification aura lieu plus tard.`,
};

/** « Vérifier », beside the validity of an e-mail: judges it now, and says why. */
export function VerifyEmail({ contact }: { contact: ContactView }) {
  const { t, i18n } = useLingui();
  const client = useQueryClient();
  const verify = useMutation({
    mutationFn: () => call(validityApi.verify, { params: { id: contact.id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["contact"] }),
  });
  if (!contact.can.update) return null;
  return (
    <>
      <Button variant="subtle" size="compact-xs" loading={verify.isPending} onClick={() => verify.mutate()}>
        {t`Vérifier`}
      </Button>
      <span role="status" className={classes["why"]}>
        {verify.isError ? errorSentence(verify.error) : verify.data && i18n._(reasons[verify.data.reason])}
      </span>
    </>
  );
}
