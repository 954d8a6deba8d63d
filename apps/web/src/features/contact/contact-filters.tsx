import { emailValidities } from "@crm/contract";
import type { AnswerFilter } from "@crm/fields";
import { useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { UserSelect } from "../../ui/user-select.tsx";
import { userDirectory } from "./contact.queries.ts";
import type { ContactAddress } from "./contact-address.ts";
import { validityLabels } from "./email-validity.tsx";

interface Props {
  address: ContactAddress;
  onChange: (part: Partial<ContactAddress>) => void;
  /** The filters on the questions marked « Afficher dans la recherche ». */
  answerFilters: (value: AnswerFilter[], onChange: (value: AnswerFilter[]) => void) => ReactNode;
}

/** What « Plus de filtres » unfolds (guide 2.1). */
export function ContactFilters({ address, onChange, answerFilters }: Props) {
  const { t, i18n } = useLingui();
  const { data: users = [] } = useQuery(userDirectory);
  return (
    <>
      <UserSelect
        label={t`Suivi par`}
        users={users}
        withNone
        value={address.ownerId}
        onChange={(ownerId) => onChange({ ownerId })}
      />
      <Select
        label={t`Validité d’e-mail`}
        placeholder={t`Toutes`}
        clearable
        clearButtonProps={{ "aria-label": t`Effacer : Validité d’e-mail` }}
        value={address.emailValidity}
        data={emailValidities.map((value) => ({ value, label: i18n._(validityLabels[value]) }))}
        onChange={(emailValidity) => onChange({ emailValidity })}
      />
      {answerFilters(address.answers, (answers) => onChange({ answers }))}
    </>
  );
}
