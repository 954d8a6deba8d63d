import type { SubmissionRow } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconForms } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { formatDateTime, formatRelative } from "../../lib/format.ts";
import { Section } from "../../ui/section.tsx";
import { SeeAll } from "../../ui/see-all.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { recentSubmissions } from "./home.queries.ts";
import classes from "./home-page.module.css";
import { WidgetList } from "./widget-list.tsx";

/** The submissions of forms that came last: who answered what, and when. */
export function RecentSubmissions({ opens }: { opens: (address: string) => boolean }) {
  const { t } = useLingui();
  const query = useQuery(recentSubmissions);
  return (
    <Section
      flush
      title={t`Enregistrements récents`}
      actions={
        opens("/formulaires/enregistrements") && (
          <SeeAll to="/formulaires/enregistrements" label={t`Tous les enregistrements`} />
        )
      }
    >
      <WidgetList
        query={query}
        rows={query.data?.rows}
        expected={6}
        empty={
          <EmptyState
            compact
            title={t`Aucun enregistrement pour l’instant`}
            icon={<IconForms size={20} stroke={1.6} />}
            actions={
              opens("/formulaires/nouveau") && (
                <Button component={Link} to="/formulaires/nouveau" variant="default">{t`Nouveau formulaire`}</Button>
              )
            }
          >
            {t`Ce que les visiteurs répondent à vos formulaires s’affichera ici.`}
          </EmptyState>
        }
      >
        {(submission: SubmissionRow) => (
          <>
            <span className={classes["text"]}>
              <Link to={`/formulaires/enregistrements/${submission.id}`} className={classes["name"]}>
                {submission.contact?.name ?? t`Sans contact`}
              </Link>
              <span className={classes["detail"]}>
                {[submission.form.name, submission.excerpt].filter(Boolean).join(" · ")}
              </span>
            </span>
            <time
              className={classes["when"]}
              dateTime={submission.receivedAt}
              title={formatDateTime(submission.receivedAt)}
            >
              {formatRelative(submission.receivedAt)}
            </time>
          </>
        )}
      </WidgetList>
    </Section>
  );
}
