import type { SubmissionView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { IconCheck, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { ApiError } from "../../lib/api.ts";
import { formatDateTime } from "../../lib/format.ts";
import { Page, PageHeader } from "../../ui/page.tsx";
import { Properties, Property, Section } from "../../ui/section.tsx";
import { EmptyState, ErrorState, NotFound, PageSkeleton } from "../../ui/states.tsx";
import classes from "./submission.module.css";
import { submissionCard } from "./submission.queries.ts";
import { submissionsPath } from "./submission-words.ts";

/** One submission: every answer under the label of that time, what its boxes said, and whose it is. */
export function SubmissionPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const { data: submission, error, isPending, refetch } = useQuery(submissionCard(id));
  const back = { to: submissionsPath, label: t`Enregistrements` };
  if (isPending) return <PageSkeleton />;
  if (!submission)
    return error instanceof ApiError && (error.status === 404 || error.status === 422) ? (
      <NotFound title={t`Enregistrement introuvable`} back={back} />
    ) : (
      <ErrorState error={error} onRetry={() => void refetch()} />
    );
  const { code, form, contact, answers, consents, receivedAt } = submission;
  return (
    <Page>
      <PageHeader
        title={contact?.name ?? t`Sans contact`}
        subtitle={[form.name, code, formatDateTime(receivedAt)].join(" · ")}
        back={back}
      />
      <div className={classes["card"]}>
        <div className={classes["column"]}>
          <Section title={t`Réponses`} badge={answers.length}>
            {answers.length === 0 ? (
              <EmptyState compact title={t`Aucune réponse`} />
            ) : (
              <Properties>
                {answers.map(({ key, label, text }) => (
                  <Property key={key} label={label}>
                    {text && <span className={classes["lines"]}>{text}</span>}
                  </Property>
                ))}
              </Properties>
            )}
          </Section>
          {consents.length > 0 && <Consents consents={consents} />}
        </div>
        <About submission={submission} />
      </div>
    </Page>
  );
}

/** The boxes of the form, word for word, and whether each was ticked: the proof of a consent. */
function Consents({ consents }: Pick<SubmissionView, "consents">) {
  const { t } = useLingui();
  const channels = { email: t`E-mail`, sms: t`SMS` };
  return (
    <Section title={t`Consentements`}>
      <ul className={classes["consents"]}>
        {consents.map(({ channel, wording, given }) => (
          <li key={channel}>
            <span className={classes["box"]} data-given={given || undefined} aria-hidden>
              {given ? <IconCheck size={14} /> : <IconX size={14} />}
            </span>
            <span className={classes["about"]}>
              <span>
                {channels[channel]} : {given ? t`case cochée` : t`case non cochée`}
              </span>
              <span className={`${classes["small"]} ${classes["lines"]}`}>{wording}</span>
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function About({ submission: { code, form, contact, receivedAt, source, page } }: { submission: SubmissionView }) {
  const { t } = useLingui();
  return (
    <Section title={t`Enregistrement`}>
      <Properties>
        <Property label={t`Contact`}>
          {contact && (
            <Link to={`/contacts/${contact.id}`} className={classes["link"]}>
              {contact.name}
            </Link>
          )}
        </Property>
        <Property label={t`Formulaire`}>
          <Link to={`/formulaires/${form.id}`} className={classes["link"]}>
            {form.name}
          </Link>
        </Property>
        <Property label={t`Reçu le`}>
          <time dateTime={receivedAt}>{formatDateTime(receivedAt)}</time>
        </Property>
        <Property label={t`Origine`}>{source === "form" ? t`Page du formulaire` : t`Import d’un fichier`}</Property>
        {source === "form" && (
          <Property label={t`Page d’où vient le visiteur`}>
            {page && <span className={classes["lines"]}>{page}</span>}
          </Property>
        )}
        <Property label={t`Code`}>{code}</Property>
      </Properties>
    </Section>
  );
}
