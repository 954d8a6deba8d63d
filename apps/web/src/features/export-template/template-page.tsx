import type { ExportTemplate } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Badge, Button } from "@mantine/core";
import { IconCopy } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearchParams } from "react-router";
import { ApiError } from "../../lib/api.ts";
import { Page, PageHeader } from "../../ui/page.tsx";
import { Section } from "../../ui/section.tsx";
import { ErrorState, NotFound, PageSkeleton } from "../../ui/states.tsx";
import { ColumnName } from "./column-name.tsx";
import classes from "./export-template.module.css";
import { templateCard } from "./export-template.queries.ts";
import { TemplateForm } from "./template-form.tsx";
import { TemplatePreview } from "./template-preview.tsx";
import { recordWords, templatesPath } from "./template-words.ts";

/** One export template; a new one at …/nouveau, a copy of another at …/nouveau?modele=…. */
export function TemplatePage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { id } = useParams();
  const [params] = useSearchParams();
  const origin = id ?? params.get("modele");
  const {
    data: template,
    error,
    refetch,
  } = useQuery({
    ...templateCard(origin ?? ""),
    enabled: origin !== null,
    // A form starts from what is there now, not from what was when one last looked.
    staleTime: 0,
    refetchOnWindowFocus: false,
  });
  const back = { to: templatesPath, label: t`Modèles d'exports` };
  if (origin !== null && !template) {
    if (!error) return <PageSkeleton />;
    return error instanceof ApiError && error.status === 404 ? (
      <NotFound title={t`Modèle d’export introuvable`} back={back} />
    ) : (
      <ErrorState error={error} onRetry={() => void refetch()} />
    );
  }
  if (id !== undefined && template && !template.can.update) return <SharedTemplate template={template} back={back} />;
  return (
    <TemplateForm
      key={origin}
      origin={template}
      copies={id === undefined}
      back={back}
      onDone={() => void navigate(templatesPath)}
    />
  );
}

/** A template that a colleague shares: read, exported with, or copied. */
function SharedTemplate({ template, back }: { template: ExportTemplate; back: { to: string; label: string } }) {
  const { t, i18n } = useLingui();
  const { id, name, record, owner, resolved } = template;
  return (
    <Page>
      <PageHeader
        title={name}
        back={back}
        subtitle={
          <>
            {i18n._(recordWords[record])} <Badge color="indigo">{t`Partagé par ${owner.name}`}</Badge>
          </>
        }
        actions={
          <Button
            component={Link}
            to={`${templatesPath}/nouveau?modele=${id}`}
            variant="default"
            leftSection={<IconCopy size={16} aria-hidden />}
          >
            {t`Dupliquer`}
          </Button>
        }
      />
      <Section title={t`Critères du modèle`} badge={resolved.length}>
        <ol className={classes["read"]}>
          {resolved.map((column) => (
            <li key={column.ref}>
              <ColumnName record={record} column={column} />
            </li>
          ))}
        </ol>
      </Section>
      <TemplatePreview record={record} columns={resolved.map(({ ref }) => ref)} />
    </Page>
  );
}
