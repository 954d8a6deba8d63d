import type { SelectionView } from "@crm/contract";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconListCheck, IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { formatNumber } from "../../lib/format.ts";
import { selectionList } from "../../lib/shared.queries.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Page, PageHeader } from "../../ui/page.tsx";
import { CardSkeleton, EmptyState, ErrorState } from "../../ui/states.tsx";
import classes from "./selection.module.css";
import { useRemoveSelection } from "./selection.queries.ts";
import { SelectionDialog } from "./selection-dialog.tsx";

/** Outils → Listes de sélection (guide 1.2): contacts put together by hand; a list opens as the contacts in it. */
export function SelectionPage() {
  const { t } = useLingui();
  const { data: selections, error, refetch } = useQuery(selectionList);
  const [editing, setEditing] = useState<SelectionView | "new" | null>(null);
  const [removing, setRemoving] = useState<SelectionView | null>(null);
  const remove = useRemoveSelection();
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEditing("new")}>
      {t`Nouvelle liste`}
    </Button>
  );
  return (
    <Page>
      <PageHeader
        title={t`Listes de sélection`}
        count={selections && formatNumber(selections.length)}
        subtitle={t`Des contacts réunis à la main. Pour en ajouter, sélectionnez-les dans la liste des contacts.`}
        actions={add}
      />
      {!selections ? (
        error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <CardSkeleton lines={5} />
        )
      ) : selections.length === 0 ? (
        <EmptyState title={t`Aucune liste de sélection`} icon={<IconListCheck size={20} stroke={1.6} />} actions={add}>
          {t`Créez-en une, ou sélectionnez des contacts dans leur liste puis « Ajouter à une liste ».`}
        </EmptyState>
      ) : (
        <ul className={classes["lines"]} aria-label={t`Listes de sélection`}>
          {selections.map((selection) => (
            <SelectionLine
              key={selection.id}
              selection={selection}
              onEdit={() => setEditing(selection)}
              onRemove={() => setRemoving(selection)}
            />
          ))}
        </ul>
      )}
      {editing && <SelectionDialog selection={editing === "new" ? null : editing} onClose={() => setEditing(null)} />}
      <ConfirmDialog
        opened={removing !== null}
        danger
        title={t`Supprimer la liste « ${removing?.name ?? ""} » ?`}
        confirmLabel={t`Supprimer`}
        onConfirm={() => removing && remove.mutateAsync(removing)}
        onClose={() => setRemoving(null)}
      >
        {t`Ses contacts restent dans la base. La liste elle-même ne peut pas être rétablie.`}
      </ConfirmDialog>
    </Page>
  );
}

interface LineProps {
  selection: SelectionView;
  onEdit: () => void;
  onRemove: () => void;
}

function SelectionLine({ selection, onEdit, onRemove }: LineProps) {
  const { t } = useLingui();
  const { id, name, contacts, shared, owner, can } = selection;
  const whose = can.update ? (shared ? t`Partagée` : t`Privée`) : t`Partagée par ${owner.name}`;
  return (
    <li className={classes["line"]}>
      <Link to={`/contacts?selectionId=${id}`} className={classes["name"]}>
        {name}
      </Link>
      <span className={classes["facts"]}>
        {plural(contacts, { 0: "aucun contact", one: "# contact", other: `${formatNumber(contacts)} contacts` })}
      </span>
      <span className={classes["facts"]}>{whose}</span>
      <span className={classes["actions"]}>
        {can.update && (
          <>
            <IconButton label={t`Modifier ${name}`} onClick={onEdit}>
              <IconPencil size={16} aria-hidden />
            </IconButton>
            <IconButton label={t`Supprimer ${name}`} onClick={onRemove}>
              <IconTrash size={16} aria-hidden />
            </IconButton>
          </>
        )}
      </span>
    </li>
  );
}
