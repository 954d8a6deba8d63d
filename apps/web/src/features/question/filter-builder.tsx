import type { FilterTree, RecordName } from "@crm/fields";
import { useLingui } from "@lingui/react/macro";
import { Button, SegmentedControl } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { type FilterSubject, questionSubject } from "../../lib/filter-subject.ts";
import { questionList } from "../../lib/shared.queries.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { CriterionLine } from "./criterion-line.tsx";
import classes from "./filter-builder.module.css";
import {
  type DraftGroup,
  type DraftItem,
  type DraftTree,
  draftOf,
  newCriterion,
  newGroup,
  treeOf,
} from "./filter-draft.ts";

interface Props {
  record: RecordName;
  /** The built-in fields that can be asked. */
  fields: readonly FilterSubject[];
  /** The groups in force, from the address. */
  value: FilterTree | null;
  onChange: (tree: FilterTree | null) => void;
}

/**
 * Criteria and groups of criteria joined by « Toutes les conditions » or « Au moins une ». One that is not finished stays
 * here; those that are go to the address.
 */
export function FilterBuilder({ record, fields, value, onChange }: Props) {
  const { t } = useLingui();
  const { data: questions = [] } = useQuery(questionList(record));
  const subjects = [...fields, ...questions.filter(({ inSearch }) => inSearch).map(questionSubject)];
  const [draft, setDraft] = useState(() => draftOf(value));
  const sent = useRef(JSON.stringify(value));

  // What comes from elsewhere (back button, chip, saved view) replaces the draft; what it sent itself does not.
  const inForce = JSON.stringify(value);
  useEffect(() => {
    if (inForce === sent.current) return;
    sent.current = inForce;
    setDraft(draftOf(JSON.parse(inForce) as FilterTree | null));
  }, [inForce]);

  function change(next: DraftTree) {
    setDraft(next);
    const tree = treeOf(next, subjects);
    if (JSON.stringify(tree) === sent.current) return;
    sent.current = JSON.stringify(tree);
    onChange(tree);
  }
  const items = (next: DraftItem[]) => change({ ...draft, items: next });
  const replace = (item: DraftItem) => items(draft.items.map((other) => (other.key === item.key ? item : other)));
  const remove = (item: DraftItem) => items(draft.items.filter((other) => other.key !== item.key));

  return (
    <fieldset className={classes["builder"]}>
      <legend>{t`Conditions`}</legend>
      {draft.items.length > 1 && (
        <Match label={t`Conditions à remplir`} value={draft.match} onChange={(match) => change({ ...draft, match })} />
      )}
      {draft.items.map((item, place) =>
        "criteria" in item ? (
          <Group
            key={item.key}
            group={item}
            name={t`Groupe ${place + 1}`}
            subjects={subjects}
            onChange={replace}
            onRemove={() => remove(item)}
          />
        ) : (
          <CriterionLine
            key={item.key}
            name={t`Condition ${place + 1}`}
            criterion={item}
            subjects={subjects}
            onChange={replace}
            onRemove={() => remove(item)}
          />
        ),
      )}
      <div className={classes["add"]}>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => items([...draft.items, newCriterion()])}
        >
          {t`Ajouter une condition`}
        </Button>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => items([...draft.items, newGroup()])}
        >
          {t`Ajouter un groupe`}
        </Button>
      </div>
    </fieldset>
  );
}

function Match({
  label,
  value,
  onChange,
}: {
  label: string;
  value: FilterTree["match"];
  onChange: (match: FilterTree["match"]) => void;
}) {
  const { t } = useLingui();
  return (
    <SegmentedControl
      size="xs"
      aria-label={label}
      className={classes["match"] ?? ""}
      value={value}
      data={[
        { value: "all", label: t`Toutes les conditions` },
        { value: "any", label: t`Au moins une` },
      ]}
      onChange={(match) => onChange(match as FilterTree["match"])}
    />
  );
}

function Group({
  group,
  name,
  subjects,
  onChange,
  onRemove,
}: {
  group: DraftGroup;
  name: string;
  subjects: readonly FilterSubject[];
  onChange: (group: DraftGroup) => void;
  onRemove: () => void;
}) {
  const { t } = useLingui();
  return (
    <fieldset className={classes["group"]}>
      <legend className={classes["said"]}>{name}</legend>
      <div className={classes["groupHead"]}>
        <Match
          label={t`Conditions du groupe à remplir`}
          value={group.match}
          onChange={(match) => onChange({ ...group, match })}
        />
        <IconButton label={t`Enlever : ${name}`} variant="subtle" size={28} onClick={onRemove}>
          <IconTrash size={15} aria-hidden />
        </IconButton>
      </div>
      {group.criteria.map((criterion, place) => (
        <CriterionLine
          key={criterion.key}
          name={t`${name}, condition ${place + 1}`}
          criterion={criterion}
          subjects={subjects}
          onChange={(next) =>
            onChange({ ...group, criteria: group.criteria.map((other) => (other.key === next.key ? next : other)) })
          }
          onRemove={() => onChange({ ...group, criteria: group.criteria.filter(({ key }) => key !== criterion.key) })}
        />
      ))}
      <div className={classes["add"]}>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => onChange({ ...group, criteria: [...group.criteria, newCriterion()] })}
        >
          {t`Ajouter une condition au groupe`}
        </Button>
      </div>
    </fieldset>
  );
}
