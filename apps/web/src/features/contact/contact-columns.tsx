import type { ContactRow } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { useMemo } from "react";
import { contactName, formatDate, formatPhone } from "../../lib/format.ts";
import type { Column } from "../../ui/data-table-parts.tsx";
import { Highlight } from "../../ui/highlight.tsx";
import { UserAvatar } from "../../ui/user-avatar.tsx";
import classes from "./contact.module.css";
import { EmailValidity } from "./email-validity.tsx";

/** The columns that the table has until one chooses. */
export const usualColumns = ["name", "company", "email", "validity", "phone", "city", "owner", "createdAt"];

/** Every column that the table display can have; what was searched for stands out. */
export function useContactColumns(search: string): Column<ContactRow>[] {
  const { t, i18n } = useLingui();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `t` is a new function at each render; the locale is what it depends on
  return useMemo(() => {
    // Clipped here rather than by the cell, whose ellipsis would leave the mark's colour behind.
    const marked = (text: string) => (
      <span className={classes["clip"]}>
        <Highlight text={text} search={search} />
      </span>
    );
    return [
      {
        id: "name",
        header: t`Nom`,
        sort: "name",
        width: 170,
        leads: true,
        cell: (contact) => marked(contactName(contact)),
      },
      { id: "company", header: t`Organisation`, sort: "company", width: 155, cell: ({ company }) => marked(company) },
      {
        id: "email",
        header: t`E-mail`,
        sort: "email",
        width: 185,
        hideOnPhone: true,
        cell: ({ email }) => marked(email),
      },
      {
        id: "validity",
        header: t`Validité d’e-mail`,
        sort: "emailValidity",
        width: 125,
        hideOnPhone: true,
        cell: ({ emailValidity }) => <EmailValidity validity={emailValidity} />,
      },
      {
        id: "phone",
        header: t`Téléphone`,
        figures: true,
        width: 135,
        hideOnPhone: true,
        cell: ({ mobile, phone }) => marked(formatPhone(mobile || phone)),
      },
      { id: "city", header: t`Ville`, sort: "city", width: 95, hideOnPhone: true, cell: ({ city }) => city },
      {
        id: "owner",
        header: t`Suivi par`,
        sort: "owner",
        width: 140,
        hideOnPhone: true,
        cell: ({ owner }) => owner && <Owner owner={owner} />,
      },
      {
        id: "createdAt",
        header: t`Créé le`,
        figures: true,
        sort: "createdAt",
        width: 115,
        hideOnPhone: true,
        cell: ({ createdAt }) => formatDate(createdAt),
      },
      { id: "code", header: t`Code`, sort: "code", width: 110, hideOnPhone: true, cell: ({ code }) => marked(code) },
      { id: "title", header: t`Civilité`, width: 90, hideOnPhone: true, cell: ({ title }) => title },
      {
        id: "lastName",
        header: t`Nom de famille`,
        sort: "name",
        width: 140,
        hideOnPhone: true,
        cell: ({ lastName }) => marked(lastName),
      },
      {
        id: "firstName",
        header: t`Prénom`,
        sort: "firstName",
        width: 120,
        hideOnPhone: true,
        cell: ({ firstName }) => marked(firstName),
      },
      {
        id: "mobile",
        header: t`Mobile`,
        figures: true,
        width: 135,
        hideOnPhone: true,
        cell: ({ mobile }) => marked(formatPhone(mobile)),
      },
    ];
    // The words change with the language.
  }, [search, i18n.locale]);
}

const Owner = ({ owner: { name, photoId } }: { owner: NonNullable<ContactRow["owner"]> }) => (
  <span className={classes["owner"]}>
    <UserAvatar name={name} photoId={photoId} size={20} />
    <span className={classes["clip"]}>{name}</span>
  </span>
);

/** The second line of a contact in the list display. */
export function ContactFacts({
  contact: { company, email, mobile, phone, city, code },
  search,
}: {
  contact: ContactRow;
  search: string;
}) {
  const facts = [company, email, formatPhone(mobile || phone), city, code].filter(Boolean);
  return facts.map((fact, index) => (
    <span key={fact}>
      {index > 0 && " · "}
      <Highlight text={fact} search={search} />
    </span>
  ));
}
