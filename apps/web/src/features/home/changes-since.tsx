import type { AuditKind, Me, RecordChanges } from "@crm/contract";
import type { MessageDescriptor } from "@lingui/core";
import { msg, plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconAddressBook, IconChecks, IconTargetArrow } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "react-router";
import { formatDateTime, formatRelative } from "../../lib/format.ts";
import { Section } from "../../ui/section.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { changesSince, lastVisit, markSeen } from "./home.queries.ts";
import classes from "./home-page.module.css";
import { WidgetList } from "./widget-list.tsx";

/** What happened, in a word or two: the whole is on the record's timeline. */
const words: readonly [start: string, word: MessageDescriptor][] = [
  ["interaction.", msg`échange`],
  ["action.", msg`action`],
  ["submission.", msg`réponse à un formulaire`],
  ["opportunity.stage", msg`étape`],
  ["opportunity.status", msg`état`],
  ["contact.consent", msg`consentement`],
  ["contact.anonymis", msg`anonymisation`],
  ["contact.merged", msg`fusion`],
  ["contact.unmerged", msg`fusion annulée`],
  ["contact.imported", msg`import`],
  ["opportunity.imported", msg`import`],
  ["contact.import-undone", msg`import annulé`],
  ["opportunity.import-undone", msg`import annulé`],
  ["contact.created", msg`création`],
  ["opportunity.created", msg`création`],
  ["contact.duplicated", msg`copie`],
  ["opportunity.duplicated", msg`copie`],
  ["contact.assigned", msg`affectation`],
  ["opportunity.assigned", msg`affectation`],
  ["contact.restored", msg`retour de la corbeille`],
  ["opportunity.restored", msg`retour de la corbeille`],
  ["", msg`modification`],
];
const wordOf = (kind: AuditKind) => words.find(([start]) => kind.startsWith(start))?.[1] ?? msg`modification`;

type Row = RecordChanges & { address: string };

/** What others did since this person was here last, by record. */
export function ChangesSince({ me }: { me: Me }) {
  const { t, i18n } = useLingui();
  const client = useQueryClient();
  const { data: since } = useQuery(lastVisit(me.id));
  const query = useQuery({ ...changesSince(since ?? ""), enabled: since !== undefined });
  const rows = query.data?.map((row): Row => ({ ...row, address: `${roots[row.record]}/${row.id}` }));
  const said = ({ kinds, count, by }: Row) => {
    const told = [...new Set(kinds.map((kind) => i18n._(wordOf(kind))))].join(", ");
    return [by, told, count > 1 && plural(count, { one: "# changement", other: "# changements" })]
      .filter(Boolean)
      .join(" · ");
  };
  return (
    <Section
      flush
      title={t`Depuis votre dernière visite`}
      actions={
        rows && rows.length > 0 ? (
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconChecks size={14} aria-hidden />}
            onClick={() => void markSeen(client, me.id)}
          >
            {t`Tout est vu`}
          </Button>
        ) : undefined
      }
    >
      <WidgetList
        query={query}
        rows={rows}
        expected={4}
        empty={
          <EmptyState compact title={t`Rien de nouveau`} icon={<IconChecks size={20} stroke={1.6} />}>
            {since &&
              t`Personne d’autre n’a modifié vos contacts ni vos opportunités depuis le ${formatDateTime(since)}.`}
          </EmptyState>
        }
      >
        {(row) => (
          <>
            <span className={classes["dim"]}>
              {row.record === "contact" ? (
                <IconAddressBook size={18} stroke={1.6} aria-hidden />
              ) : (
                <IconTargetArrow size={18} stroke={1.6} aria-hidden />
              )}
            </span>
            <span className={classes["text"]}>
              <Link to={row.address} className={classes["name"]}>
                {row.name}
              </Link>
              <span className={classes["detail"]}>{said(row)}</span>
            </span>
            <time className={classes["when"]} dateTime={row.at}>
              {formatRelative(row.at)}
            </time>
          </>
        )}
      </WidgetList>
    </Section>
  );
}

const roots = { contact: "/contacts", opportunity: "/opportunites" } as const;
