import type { ExportColumn, ExportColumns } from "@crm/contract";
import { fold, type RecordName } from "@crm/fields";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Badge, Button, CloseButton, TextInput } from "@mantine/core";
import { IconChevronDown, IconPlus, IconSearch } from "@tabler/icons-react";
import { type RefObject, useId, useState } from "react";
import { IconButton } from "../../ui/icon-button.tsx";
import { focusNeighbour } from "./chosen-columns.tsx";
import classes from "./export-template.module.css";
import { columnLabel, panelWords } from "./template-words.ts";

interface Props {
  record: RecordName;
  panels: ExportColumns["panels"];
  /** Those on the right: no longer on the left. */
  chosen: readonly string[];
  onAdd: (refs: string[]) => void;
  field: RefObject<HTMLInputElement | null>;
}

/** The panels on the left (guide 4.3: « ouvrez le volet voulu »): each criterion with its « + », and a search through all. */
export function ColumnPanels({ record, panels, chosen, onAdd, field }: Props) {
  const { t, i18n } = useLingui();
  const [search, setSearch] = useState("");
  const [open, setOpen] = useState<string | null>(record);
  const wanted = fold(search.trim());
  const left = panels.map(({ panel, columns }) => ({
    panel,
    columns: columns.filter(
      (column) => !chosen.includes(column.ref) && fold(`${columnLabel(i18n, column)} ${column.code}`).includes(wanted),
    ),
  }));
  const shown = wanted === "" ? left : left.filter(({ columns }) => columns.length > 0);
  return (
    <>
      <TextInput
        ref={field}
        type="search"
        aria-label={t`Rechercher un critère`}
        placeholder={t`Rechercher un critère`}
        autoComplete="off"
        value={search}
        leftSection={<IconSearch size={16} aria-hidden />}
        rightSection={
          search ? <CloseButton size="sm" aria-label={t`Effacer la recherche`} onClick={() => setSearch("")} /> : null
        }
        onChange={({ currentTarget }) => setSearch(currentTarget.value)}
        onKeyDown={(event) => {
          // Enter searches; it does not save the template.
          if (event.key === "Enter") event.preventDefault();
        }}
        className={classes["search"] ?? ""}
      />
      {shown.length === 0 && <p className={classes["none"]}>{t`Aucun critère ne correspond à cette recherche.`}</p>}
      {shown.map(({ panel, columns }) => (
        <Panel
          key={panel}
          title={i18n._(panelWords(record)[panel])}
          columns={columns}
          opened={wanted !== "" || open === panel}
          onToggle={() => setOpen(open === panel ? null : panel)}
          onAdd={onAdd}
          field={field}
        />
      ))}
    </>
  );
}

interface PanelProps {
  title: string;
  columns: readonly ExportColumn[];
  opened: boolean;
  onToggle: () => void;
  onAdd: (refs: string[]) => void;
  field: RefObject<HTMLInputElement | null>;
}

function Panel({ title, columns, opened, onToggle, onAdd, field }: PanelProps) {
  const { t, i18n } = useLingui();
  const id = useId();
  return (
    <div className={classes["panel"]}>
      <h3 className={classes["fold"]}>
        <button type="button" aria-expanded={opened} aria-controls={id} onClick={onToggle}>
          <IconChevronDown size={16} aria-hidden />
          {title}
          <span className={classes["left"]} aria-hidden>
            {columns.length}
          </span>
        </button>
      </h3>
      <div id={id} hidden={!opened}>
        {columns.length === 0 ? (
          <p className={classes["none"]}>{t`Plus rien à ajouter dans ce volet.`}</p>
        ) : (
          <>
            <ul className={classes["criteria"]} aria-label={title}>
              {columns.map((column) => {
                const label = columnLabel(i18n, column);
                return (
                  <li key={column.ref}>
                    <span className={classes["label"]}>
                      {label}
                      {column.archived && <Badge color="gray">{t({ message: "Archivée", context: "question" })}</Badge>}
                    </span>
                    <IconButton
                      label={t`Ajouter ${label}`}
                      onClick={({ currentTarget }) => {
                        focusNeighbour(currentTarget, field.current);
                        onAdd([column.ref]);
                      }}
                    >
                      <IconPlus size={16} aria-hidden />
                    </IconButton>
                  </li>
                );
              })}
            </ul>
            {columns.length > 1 && (
              <Button
                variant="subtle"
                size="compact-sm"
                onClick={() => {
                  field.current?.focus();
                  onAdd(columns.filter(({ archived }) => !archived).map(({ ref }) => ref));
                }}
              >
                {plural(columns.filter(({ archived }) => !archived).length, {
                  one: "Ajouter le critère de ce volet",
                  other: "Ajouter les # critères de ce volet",
                })}
              </Button>
            )}
          </>
        )}
      </div>
    </div>
  );
}
