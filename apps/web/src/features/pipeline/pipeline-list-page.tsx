import type { PipelineView } from "@crm/contract";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Badge, Button } from "@mantine/core";
import { IconPencil, IconPlus, IconTimeline } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { errorSentence } from "../../lib/error-sentence.ts";
import { pipelineList } from "../../lib/shared.queries.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { notify } from "../../ui/notify.ts";
import { Page, PageHeader } from "../../ui/page.tsx";
import { SortableList } from "../../ui/sortable-list.tsx";
import { StageDot } from "../../ui/stage-dot.tsx";
import { CardSkeleton, EmptyState, ErrorState } from "../../ui/states.tsx";
import classes from "./pipeline.module.css";
import { useReorderPipelines } from "./pipeline.queries.ts";

/** Configuration → Types d'opportunité: the types in their order, each with the stages of its progress bar. */
export function PipelineListPage() {
  const { t } = useLingui();
  const { data: types, error, isPending, refetch } = useQuery(pipelineList);
  const reorder = useReorderPipelines();
  const add = (
    <Button
      component={Link}
      to="/configuration/types-opportunite/nouveau"
      leftSection={<IconPlus size={16} aria-hidden />}
    >
      {t`Nouveau type`}
    </Button>
  );
  return (
    <Page>
      <PageHeader
        title={t`Types d'opportunité`}
        subtitle={t`Chaque type a sa barre d’avancement. L’ordre est celui de la liste à la création d’une opportunité.`}
        actions={add}
      />
      {isPending ? (
        <CardSkeleton />
      ) : !types ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : types.length === 0 ? (
        <EmptyState title={t`Aucun type d’opportunité`} icon={<IconTimeline size={20} stroke={1.6} />} actions={add}>
          {t`Ajoutez-en un pour pouvoir créer des opportunités.`}
        </EmptyState>
      ) : (
        <SortableList
          label={t`Types d'opportunité`}
          items={types}
          itemId={({ id }) => id}
          itemLabel={({ name }) => name}
          onReorder={(ids) =>
            reorder.mutate(ids, {
              onError: (refusal) => void notify({ kind: "error", message: errorSentence(refusal) }),
            })
          }
        >
          {(type) => <TypeLine type={type} />}
        </SortableList>
      )}
    </Page>
  );
}

function TypeLine({ type }: { type: PipelineView }) {
  const { t } = useLingui();
  const stages = type.stages.filter(({ archived }) => !archived);
  const to = `/configuration/types-opportunite/${type.id}`;
  return (
    <div className={classes["type"]}>
      <div className={classes["about"]}>
        <Link to={to} className={classes["name"]}>
          {type.name}
        </Link>
        {type.archived && <Badge color="gray">{t`Archivé`}</Badge>}
        <span className={classes["caption"]}>{plural(stages.length, { one: "# étape", other: "# étapes" })}</span>
      </div>
      <ol className={classes["stages"]} aria-label={t`Étapes de ${type.name}`}>
        {stages.map(({ id, label, colour }) => (
          <li key={id}>
            <StageDot colour={colour} />
            {label}
          </li>
        ))}
      </ol>
      <IconButton label={t`Modifier ${type.name}`} to={to}>
        <IconPencil size={16} aria-hidden />
      </IconButton>
    </div>
  );
}
