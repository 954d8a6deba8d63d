import {
  opportunityStatuses,
  type Period,
  type PipelineView,
  quickPeriod,
  quickPeriods,
  type ReportAddress,
  ReportFilter,
} from "@crm/contract";
import { issueSentence } from "@crm/fields";
import { i18n } from "@lingui/core";
import { useLingui } from "@lingui/react/macro";
import { Button, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { today } from "../../lib/format.ts";
import { userDirectory } from "../../lib/shared.queries.ts";
import { DayFilter } from "../../ui/day-field.tsx";
import type { FilterState } from "../../ui/list-slots.ts";
import { MoreFilters } from "../../ui/more-filters.tsx";
import { useGoneChips } from "../../ui/picked-chip.ts";
import { statusLabels } from "../../ui/status-badge.tsx";
import { UserSelect } from "../../ui/user-select.tsx";

import classes from "./report.module.css";
import { periodOf } from "./report-address.ts";
import type { ReportSlots } from "./report-slots.ts";
import { quickLabels } from "./report-words.ts";

interface Props {
  address: ReportAddress;
  change: (part: Partial<ReportAddress>) => void;
  slots: ReportSlots;
  pipelines: readonly PipelineView[];
  /** The type whose bar is looked at, where only one can be. */
  type?: PipelineView | undefined;
  /** By status and by stage too. */
  withStatus?: boolean;
  /** Without days: what is to come is told whenever it was created. */
  withDays?: boolean;
  /** Without what only opportunities have. */
  peopleOnly?: boolean;
  /** What is wrong with the days. */
  fault: string | null;
  children?: ReactNode;
}

/** Why days are refused, in words; null where they are not. */
export function periodFault({ from, to }: Period): string | null {
  const { error } = ReportFilter.safeParse({ createdFrom: from, createdTo: to });
  return error?.issues[0] ? issueSentence(error.issues[0], i18n.locale === "en" ? "en" : "fr") : null;
}

/** Days, type and user, always in sight; the questions behind « Plus de filtres » (guide 6.1, 6.2). */
export function ReportFilters({
  address,
  change,
  slots,
  pipelines,
  type,
  withStatus = false,
  withDays = true,
  peopleOnly = false,
  fault,
  children,
}: Props) {
  const { t, i18n } = useLingui();
  const { data: users = [] } = useQuery(userDirectory);
  const { from, to } = periodOf(address);
  const now = today();
  const types = pipelines.filter(({ id, archived }) => !archived || id === address.pipelineId || id === type?.id);
  const stages = types.filter(({ id }) => !address.pipelineId || id === address.pipelineId);
  const filters: FilterState = {
    fields: slots.fields,
    own: useGoneChips(address, change),
    answers: address.answers,
    tree: address.filter,
    onAnswers: (answers) => change({ answers }),
    onTree: (filter) => change({ filter }),
    onClear: () => change({ answers: [], filter: null }),
  };
  const clears = (label: string) => ({ clearable: true, clearButtonProps: { "aria-label": t`Effacer : ${label}` } });
  return (
    <search className={classes["filterArea"]} aria-label={t`Filtres`}>
      {withDays && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset has no place in a row
        <div role="group" aria-label={t`Période`} className={classes["quick"]}>
          {quickPeriods.map((name) => {
            const period = quickPeriod(name, now);
            return (
              <Button
                key={name}
                size="compact-sm"
                variant={period.from === from && period.to === to ? "light" : "default"}
                aria-pressed={period.from === from && period.to === to}
                onClick={() => change({ period: name, createdFrom: null, createdTo: null })}
              >
                {i18n._(quickLabels[name])}
              </Button>
            );
          })}
        </div>
      )}
      <div className={classes["filters"]}>
        {withDays && (
          <>
            <DayFilter
              label={peopleOnly ? t`Du` : t`Créées du`}
              value={from}
              // The other end is written down: it would move with today.
              onChange={(day) => change({ period: null, createdFrom: day, createdTo: to })}
            />
            <DayFilter
              label={t`au`}
              value={to}
              onChange={(day) => change({ period: null, createdTo: day, createdFrom: from })}
              error={fault}
            />
          </>
        )}
        {!peopleOnly && (
          <Select
            label={t`Type`}
            placeholder={t`Tous`}
            {...(type ? { allowDeselect: false } : clears(t`Type`))}
            value={type?.id ?? address.pipelineId}
            data={types.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(pipelineId) => change({ pipelineId, stageId: address.stageId === "none" ? "none" : null })}
          />
        )}
        <UserSelect
          label={t`Utilisateur`}
          users={users}
          withNone={!peopleOnly}
          value={address.ownerId}
          onChange={(ownerId) => change({ ownerId })}
        />
        {withStatus && (
          <>
            <Select
              label={t`Statut`}
              placeholder={t`Tous`}
              {...clears(t`Statut`)}
              value={address.status}
              data={opportunityStatuses.map((value) => ({ value, label: i18n._(statusLabels[value]) }))}
              onChange={(status) => change({ status })}
            />
            <Select
              label={t`Étape`}
              placeholder={t`Toutes`}
              searchable
              {...clears(t`Étape`)}
              value={address.stageId}
              data={[
                { value: "none", label: t`Aucune étape` },
                ...stages.map(({ name, stages }) => ({
                  group: name,
                  items: stages.map(({ id, label }) => ({ value: id, label })),
                })),
              ]}
              nothingFoundMessage={t`Aucune étape`}
              onChange={(stageId) => change({ stageId })}
            />
          </>
        )}
        {children}
      </div>
      {!peopleOnly && (
        <MoreFilters active={address.answers.length + (address.filter?.items.length ?? 0)}>
          {slots.answerFilters(address.answers, filters.onAnswers)}
          {slots.groups(filters)}
        </MoreFilters>
      )}
      {slots.chips(peopleOnly ? { ...filters, answers: [], tree: null } : filters)}
    </search>
  );
}
