import { opportunityFilterFields, opportunityStatuses, type PipelineView } from "@crm/contract";
import { criterionText } from "@crm/fields";
import { useLingui } from "@lingui/react/macro";
import { CloseButton, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { type FilterSubject, fieldSubject, isOutdated, questionSubject } from "../../lib/filter-subject.ts";
import { formatDate } from "../../lib/format.ts";
import { organisationList, pipelineList, questionList, userDirectory } from "../../lib/shared.queries.ts";
import { importChip } from "../../ui/import-chip.ts";
import type { FilterState } from "../../ui/list-slots.ts";
import { pickedChip, useGoneChips } from "../../ui/picked-chip.ts";
import { statusLabels } from "../../ui/status-badge.tsx";
import { UserSelect } from "../../ui/user-select.tsx";
import classes from "./opportunity.module.css";
import type { OpportunityAddress } from "./opportunity-address.ts";

interface Props {
  address: OpportunityAddress;
  pipelines: readonly PipelineView[];
  onChange: (part: Partial<OpportunityAddress>) => void;
  /** Whose opportunities only are shown, when the list was opened from a contact. */
  contactName: string | undefined;
}

/** By user, status, stage (guide 3.1) and type: always in sight. */
export function OpportunityFilters({ address, pipelines, onChange, contactName }: Props) {
  const { t, i18n } = useLingui();
  const { data: users = [] } = useQuery(userDirectory);
  const types = pipelines.filter(({ id, archived }) => !archived || id === address.pipelineId);
  const offered = address.pipelineId ? types.filter(({ id }) => id === address.pipelineId) : types;
  const stages = offered.map(({ name, stages }) => ({
    group: name,
    items: stages.map(({ id, label, archived }) => ({ value: id, label: archived ? t`${label} (archivée)` : label })),
  }));
  const clears = (label: string) => ({ clearable: true, clearButtonProps: { "aria-label": t`Effacer : ${label}` } });
  return (
    <div className={classes["filters"]}>
      <UserSelect
        label={t`Suivi par`}
        users={users}
        withNone
        value={address.ownerId}
        onChange={(ownerId) => onChange({ ownerId })}
      />
      <Select
        label={t`Statut`}
        placeholder={t`Tous`}
        {...clears(t`Statut`)}
        value={address.status}
        data={opportunityStatuses.map((value) => ({ value, label: i18n._(statusLabels[value]) }))}
        onChange={(status) => onChange({ status })}
      />
      <Select
        label={t`Étape`}
        placeholder={t`Toutes`}
        searchable
        {...clears(t`Étape`)}
        value={address.stageId}
        data={[{ value: "none", label: t`Aucune étape` }, ...stages]}
        nothingFoundMessage={t`Aucune étape`}
        onChange={(stageId) => onChange({ stageId })}
      />
      <Select
        label={t`Type`}
        placeholder={t`Tous`}
        {...clears(t`Type`)}
        value={address.pipelineId}
        data={types.map(({ id, name }) => ({ value: id, label: name }))}
        // A stage belongs to one type.
        onChange={(pipelineId) =>
          onChange({ pipelineId, stageId: address.stageId === "none" ? "none" : null, reachedStageId: null })
        }
      />
      {address.contactId && (
        <span className={classes["chip"]}>
          <span className={classes["clip"]}>{contactName ? t`Contact : ${contactName}` : t`Un seul contact`}</span>
          <CloseButton size="sm" aria-label={t`Effacer : Contact`} onClick={() => onChange({ contactId: null })} />
        </span>
      )}
    </div>
  );
}

/** What a report asked for when one of its figures was opened, the end of an import, what is gone: each can be taken off. */
export function useReportChips(
  address: OpportunityAddress,
  onChange: (part: Partial<OpportunityAddress>) => void,
): FilterState["own"] {
  const { t, i18n } = useLingui();
  const { createdFrom, createdTo, reachedStageId, contactAnswers, importId } = address;
  const { data: pipelines } = useQuery(pipelineList);
  const { data: questions } = useQuery({ ...questionList("contact"), enabled: contactAnswers.length > 0 });
  const from = createdFrom && formatDate(createdFrom);
  const to = createdTo && formatDate(createdTo);
  const created =
    from && to ? t`Créées du ${from} au ${to}` : from ? t`Créées à partir du ${from}` : to && t`Créées jusqu’au ${to}`;
  const stages = pipelines?.flatMap(({ stages }) => stages.map(({ id, label }) => ({ id, name: label })));
  return [
    ...useGoneChips(address, onChange),
    ...(created ? [{ label: created, onRemove: () => onChange({ createdFrom: null, createdTo: null }) }] : []),
    ...pickedChip(
      reachedStageId,
      stages,
      (name) => t`A atteint l’étape : ${name}`,
      () => onChange({ reachedStageId: null }),
    ),
    ...contactAnswers.map((criterion, place) => {
      const question = questions?.find(({ id }) => id === criterion.questionId);
      const outdated = question && isOutdated([questionSubject(question)], criterion);
      const said = question && criterionText(questionSubject(question), criterion, i18n.locale === "en" ? "en" : "fr");
      return {
        label: outdated
          ? t`Ne s’applique plus : ${said}`
          : said
            ? t`Contact : ${said}`
            : questions
              ? t`Condition sur une question archivée ou supprimée`
              : "…",
        onRemove: () => onChange({ contactAnswers: contactAnswers.filter((_, i) => i !== place) }),
      };
    }),
    ...importChip(importId, () => onChange({ importId: null })),
  ];
}

/** The built-in fields that a group of criteria can ask of an opportunity. */
export function useOpportunitySubjects(pipelines: readonly PipelineView[]): FilterSubject[] {
  const { t, i18n } = useLingui();
  const { data: users } = useQuery(userDirectory);
  const { data: organisations } = useQuery(organisationList);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `t` is a new function at each render; the locale is what it depends on
  return useMemo(() => {
    const of = opportunityFilterFields;
    const types = pipelines.map(({ id, name }) => ({ value: id, label: name }));
    const stages = pipelines.flatMap(({ name, stages }) =>
      stages.map(({ id, label }) => ({ value: id, label: pipelines.length > 1 ? `${label} (${name})` : label })),
    );
    return [
      fieldSubject("title", t`Objet`, of.title),
      fieldSubject(
        "status",
        t`Statut`,
        of.status,
        opportunityStatuses.map((value) => ({ value, label: i18n._(statusLabels[value]) })),
      ),
      fieldSubject("statusOn", t`Date du statut`, of.statusOn),
      fieldSubject("statusReason", t`Motif du statut`, of.statusReason),
      fieldSubject("stage", t`Étape`, of.stage, stages),
      fieldSubject("pipeline", t`Type`, of.pipeline, types),
      fieldSubject("amount", t`Montant`, of.amount),
      fieldSubject("expectedOn", t`Date prévue`, of.expectedOn),
      fieldSubject(
        "owner",
        t`Suivi par`,
        of.owner,
        (users ?? []).map(({ id, name }) => ({ value: id, label: name })),
      ),
      fieldSubject(
        "organisation",
        t`Organisation de l’utilisateur`,
        of.organisation,
        (organisations ?? []).map(({ id, name }) => ({ value: id, label: name })),
      ),
      fieldSubject("createdAt", t`Date de création`, of.createdAt),
    ];
  }, [users, organisations, pipelines, i18n.locale]);
}
