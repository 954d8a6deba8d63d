import type { ImportView } from "@crm/contract";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Button, Group, Switch } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconCircleCheck, IconRefresh } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { formatNumber } from "../../lib/format.ts";
import { FormError } from "../../ui/form-error.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Section } from "../../ui/section.tsx";
import { CardSkeleton, EmptyState, ErrorState } from "../../ui/states.tsx";
import classes from "./import.module.css";
import { importRows, pageSize } from "./import.queries.ts";
import gridClasses from "./import-grid.module.css";
import { ImportGrid } from "./import-grid.tsx";
import { ReportButton } from "./import-result.tsx";

/** What was typed over cells, by « row:column »; not sent yet. */
export type Corrections = Readonly<Record<string, string>>;

interface Props {
  view: ImportView;
  corrections: Corrections;
  onCorrect: (corrections: Corrections) => void;
  onCheck: () => void;
  checking: boolean;
  error: unknown;
}

/** The rows of the file as they will be read, fifty at a time; only those refused at first, when there are any. */
export function ImportPreview({ view, corrections, onCorrect, onCheck, checking, error }: Props) {
  const { t } = useLingui();
  const [refused, setRefused] = useState(view.refused > 0);
  const [from, setFrom] = useState(0);
  const only = refused && view.refused > 0;
  const { data, error: unread, isPlaceholderData, refetch } = useQuery(importRows(view, from, only));
  const pending = Object.keys(corrections).length;
  const total = data?.total ?? 0;
  const last = Math.min(total, from + pageSize);
  return (
    <Section title={t`Lignes du fichier`} badge={data && formatNumber(total)}>
      <div className={gridClasses["tools"]}>
        <Switch
          label={t`Lignes refusées seulement`}
          checked={only}
          disabled={view.refused === 0}
          onChange={({ currentTarget: { checked } }) => {
            setFrom(0);
            setRefused(checked);
          }}
        />
        <Group gap="xs">
          <span className={classes["dim"]} role="status">
            {pending > 0 &&
              plural(pending, { one: "# cellule corrigée, à vérifier", other: "# cellules corrigées, à vérifier" })}
          </span>
          <ReportButton view={view} />
          <Button
            size="compact-sm"
            variant={pending > 0 ? "filled" : "default"}
            leftSection={<IconRefresh size={14} aria-hidden />}
            disabled={pending === 0}
            loading={checking}
            onClick={onCheck}
          >{t`Vérifier à nouveau`}</Button>
        </Group>
      </div>
      <FormError error={error} />
      {unread && !data ? (
        <ErrorState error={unread} onRetry={() => void refetch()} title={t`Impossible d’afficher les lignes`} />
      ) : !data ? (
        <CardSkeleton lines={10} />
      ) : data.rows.length === 0 ? (
        <EmptyState compact title={t`Aucune ligne`} icon={<IconCircleCheck size={20} stroke={1.6} />} />
      ) : (
        <ImportGrid
          key={`${from}:${only}:${view.finishedAt}`}
          view={view}
          rows={data.rows}
          total={total}
          from={from}
          stale={isPlaceholderData}
          corrections={corrections}
          onCorrect={onCorrect}
        />
      )}
      {total > pageSize && (
        <Group justify="flex-end" gap={4} mt={8}>
          <span className={classes["dim"]} role="status">
            {t`${formatNumber(from + 1)} à ${formatNumber(last)} sur ${formatNumber(total)}`}
          </span>
          <IconButton
            label={t`Lignes précédentes`}
            disabled={from === 0}
            onClick={() => setFrom(Math.max(0, from - pageSize))}
          >
            <IconChevronLeft size={16} aria-hidden />
          </IconButton>
          <IconButton label={t`Lignes suivantes`} disabled={last >= total} onClick={() => setFrom(from + pageSize)}>
            <IconChevronRight size={16} aria-hidden />
          </IconButton>
        </Group>
      )}
    </Section>
  );
}
