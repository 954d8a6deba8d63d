import type { FormView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { type AskedQuestion, userDirectory } from "../../lib/shared.queries.ts";
import { type ConflictOptions, useConflict } from "../../ui/use-conflict.tsx";
import { draftOf, type FormDraft } from "./form-draft.ts";
import { fieldName } from "./form-words.ts";

interface Options extends Omit<ConflictOptions<FormView>, "compare"> {
  mine: () => FormDraft;
  questions: readonly AskedQuestion[];
}

/** Somebody else saved the form first: what differs is shown of both, and nothing is overwritten unseen. */
export function useFormConflict({ mine, questions, save, onTakeTheirs }: Options) {
  const { t, i18n } = useLingui();
  const { data: users = [] } = useQuery(userDirectory);
  const told = (of: FormDraft) => [
    { label: t({ message: "Nom", context: "of a thing" }), text: of.name },
    { label: t`Adresse`, text: `/f/${of.slug}` },
    { label: t({ message: "Titre", context: "of a form" }), text: of.title },
    { label: t`Introduction`, text: of.intro },
    {
      label: t`Champs du formulaire`,
      text: of.fields
        .map(({ key, required, label, help }) =>
          [`${label || fieldName(i18n, key, questions)}${required ? " *" : ""}`, help].filter(Boolean).join(" — "),
        )
        .join("\n"),
    },
    { label: t`Texte du bouton`, text: of.button },
    { label: t`Message de remerciement`, text: of.thanks },
    { label: t`Adresse de la page`, text: of.redirectUrl ?? "" },
    { label: t`Case pour les e-mails`, text: of.emailConsent },
    { label: t`Case pour les SMS`, text: of.smsConsent },
    { label: t`Contacts suivis par`, text: users.find(({ id }) => id === of.ownerId)?.name ?? t`Personne` },
    { label: t`Ouvert aux réponses`, text: of.active ? t`Oui` : t`Non` },
  ];
  function compare(other: FormView) {
    const their = told(draftOf(other));
    return told(mine())
      .map(({ label, text }, place) => ({ label, mine: text, theirs: their[place]?.text ?? "" }))
      .filter(({ mine, theirs }) => mine !== theirs);
  }
  return useConflict({ compare, save, onTakeTheirs });
}
