import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { formatDateTime, formatRelative } from "../../lib/format.ts";
import { Section } from "../../ui/section.tsx";
import { SeeAll } from "../../ui/see-all.tsx";
import classes from "./submission.module.css";
import { latestOfContact } from "./submission.queries.ts";
import { submissionsPath } from "./submission-words.ts";

/** What a person answered to forms, the latest first; nothing for who never did. */
export function ContactSubmissions({ contactId }: { contactId: string }) {
  const { t } = useLingui();
  const { data } = useQuery(latestOfContact(contactId));
  if (!data || data.rows.length === 0) return null;
  return (
    <Section
      flush
      title={t`Enregistrements`}
      badge={data.next === null ? data.rows.length : undefined}
      actions={
        data.next !== null && (
          <SeeAll to={`${submissionsPath}?contactId=${contactId}`} label={t`Tous ses enregistrements`} />
        )
      }
    >
      <ul className={classes["latest"]}>
        {data.rows.map(({ id, form, excerpt, receivedAt }) => (
          <li key={id}>
            <span className={classes["about"]}>
              <Link to={`${submissionsPath}/${id}`} className={classes["title"]}>
                {form.name}
              </Link>
              {excerpt && <span className={classes["caption"]}>{excerpt}</span>}
            </span>
            <time dateTime={receivedAt} title={formatDateTime(receivedAt)} className={classes["caption"]}>
              {formatRelative(receivedAt)}
            </time>
          </li>
        ))}
      </ul>
    </Section>
  );
}
