import { useLingui } from "@lingui/react/macro";
import { IconUsers } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { contactName } from "../../lib/format.ts";
import classes from "./duplicate.module.css";
import { similarContacts, type Typed } from "./duplicate.queries.ts";
import { reasonLabels } from "./duplicate-words.ts";

interface Props {
  /** What the fields held when one of them was left. */
  typed: Typed;
  /** The contact being changed. */
  exceptId?: string | undefined;
}

const compared = ["email", "phone", "mobile", "lastName", "firstName", "company", "city"] as const;

/** « Contact similaire : … »: said quietly while one types; the contact can be created all the same. */
export function SimilarContacts({ typed, exceptId }: Props) {
  const { t, i18n } = useLingui();
  const given = Object.fromEntries(compared.map((field) => [field, typed[field]?.trim() ?? ""]));
  const enough =
    given["email"] || given["phone"] || given["mobile"] || `${given["lastName"]}${given["firstName"]}`.length > 3;
  const { data = [] } = useQuery({ ...similarContacts(given, exceptId), enabled: Boolean(enough) });
  const shown = enough ? data : [];
  return (
    <div role="status" className={classes["similar"]} data-empty={shown.length === 0 || undefined}>
      {shown.length > 0 && (
        <>
          <IconUsers size={16} aria-hidden />
          <ul className={classes["similarList"]}>
            {shown.map((contact) => (
              <li key={contact.id}>
                {t`Contact similaire :`}{" "}
                <Link to={`/contacts/${contact.id}`} target="_blank" rel="noreferrer">
                  {[contactName(contact), contact.code].join(" · ")}
                </Link>{" "}
                <span className={classes["why"]}>
                  {[...contact.reasons.map((reason) => i18n._(reasonLabels[reason])), contact.company]
                    .filter((part) => part && part !== contactName(contact))
                    .join(" · ")}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
