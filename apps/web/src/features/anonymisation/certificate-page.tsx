import type { Certificate, ErasedKind } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconDownload, IconPrinter } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { saveAs } from "../../lib/api.ts";
import { formatDateTime, formatNumber } from "../../lib/format.ts";
import { Page, PageHeader } from "../../ui/page.tsx";
import { Properties, Property, Section } from "../../ui/section.tsx";
import { ErrorState, PageSkeleton } from "../../ui/states.tsx";
import classes from "./anonymisation.module.css";
import { certificate } from "./anonymisation.queries.ts";
import { erasedLabels } from "./erased-words.ts";

/** One certificate: what was erased, when, on whose word; to keep as JSON or on paper. */
export function CertificatePage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const { data, error, isPending, refetch } = useQuery(certificate(id));
  if (isPending) return <PageSkeleton />;
  if (!data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  const { contactCode } = data;
  return (
    <Page layout="narrow">
      <PageHeader
        title={t`Certificat d’anonymisation ${contactCode}`}
        back={{ to: "/outils/corbeille?onglet=anonymisations", label: t`Anonymisations` }}
        actions={
          <span className={classes["tools"]}>
            <Button
              variant="default"
              leftSection={<IconDownload size={16} aria-hidden />}
              onClick={() => saveAs(asFile(data))}
            >
              {t`Télécharger (JSON)`}
            </Button>
            <Button
              variant="default"
              leftSection={<IconPrinter size={16} aria-hidden />}
              onClick={() => window.print()}
            >
              {t`Imprimer`}
            </Button>
          </span>
        }
      />
      <Section title={t`Anonymisation`}>
        <Properties>
          <Property label={t`Contact`}>{contactCode}</Property>
          <Property label={t`Demandée`}>
            {[formatDateTime(data.requestedAt), data.requestedBy?.name].filter(Boolean).join(" · ")}
          </Property>
          <Property label={t`Effectuée`}>{formatDateTime(data.executedAt)}</Property>
        </Properties>
      </Section>
      <Counts title={t`Effacé`} counts={data.erased} />
      <Counts title={t`Conservé, sans la personne`} counts={data.kept} />
    </Page>
  );
}

function Counts({ title, counts }: { title: string; counts: Certificate["erased"] }) {
  const { t, i18n } = useLingui();
  const lines = Object.entries(counts) as [ErasedKind, number][];
  return (
    <Section title={title}>
      {lines.length === 0 ? (
        <p className={classes["dim"]}>{t`Rien`}</p>
      ) : (
        <Properties>
          {lines.map(([kind, count]) => (
            <Property key={kind} label={i18n._(erasedLabels[kind])}>
              {formatNumber(count)}
            </Property>
          ))}
        </Properties>
      )}
    </Section>
  );
}

const asFile = (data: Certificate) => ({
  name: `certificat-anonymisation-${data.contactCode}.json`,
  blob: new Blob([JSON.stringify(data, null, 2)], { type: "application/json" }),
});
