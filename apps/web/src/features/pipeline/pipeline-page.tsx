import type { PipelineView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconArchive, IconArchiveOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { errorSentence } from "../../lib/error-sentence.ts";
import { pipelineList } from "../../lib/shared.queries.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { notify } from "../../ui/notify.ts";
import { Page, PageHeader } from "../../ui/page.tsx";
import { ErrorState, NotFound, PageSkeleton } from "../../ui/states.tsx";
import { useArchivePipeline } from "./pipeline.queries.ts";
import { PipelineForm } from "./pipeline-form.tsx";

const list = "/configuration/types-opportunite";

/** One type of opportunity: its name and the stages of its progress bar; a new one at …/nouveau. */
export function PipelinePage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { id } = useParams();
  const { data: types, error, isPending, refetch } = useQuery(pipelineList);
  const back = { to: list, label: t`Types d'opportunité` };
  const type = types?.find((other) => other.id === id);
  if (id !== undefined && isPending) return <PageSkeleton />;
  if (id !== undefined && !types) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (id !== undefined && !type) return <NotFound title={t`Type d’opportunité introuvable`} back={back} />;
  return (
    <Page layout="narrow">
      <PageHeader
        title={type?.name ?? t`Nouveau type d'opportunité`}
        back={back}
        actions={type && <ArchiveButton type={type} />}
      />
      <PipelineForm key={id} type={type} onDone={() => void navigate(list)} />
    </Page>
  );
}

function ArchiveButton({ type }: { type: PipelineView }) {
  const { t } = useLingui();
  const [asking, setAsking] = useState(false);
  const archive = useArchivePipeline(type.id);
  const bringBack = () =>
    archive.mutateAsync(false).catch((error: unknown) => notify({ kind: "error", message: errorSentence(error) }));
  if (type.archived)
    return (
      <Button
        variant="default"
        leftSection={<IconArchiveOff size={16} aria-hidden />}
        loading={archive.isPending}
        onClick={() => void bringBack()}
      >
        {t`Remettre en service`}
      </Button>
    );
  return (
    <>
      <Button variant="default" leftSection={<IconArchive size={16} aria-hidden />} onClick={() => setAsking(true)}>
        {t`Archiver`}
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t`Archiver « ${type.name} » ?`}
        confirmLabel={t`Archiver`}
        onConfirm={async () => {
          await archive.mutateAsync(true);
          await notify({
            message: t`« ${type.name} » est archivé.`,
            action: { label: t({ message: "Annuler", context: "undo" }), run: () => void bringBack() },
          });
        }}
      >
        {t`Il ne sera plus proposé pour une nouvelle opportunité. Celles qui existent restent et continuent leur avancement. Vous pourrez le remettre en service.`}
      </ConfirmDialog>
    </>
  );
}
