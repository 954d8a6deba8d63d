import { useLingui } from "@lingui/react/macro";
import { Button, Checkbox, Group, Modal } from "@mantine/core";
import { cloneElement, useState } from "react";
import { type Trigger, usePopup } from "../../ui/lazy-popup.tsx";
import type { ListState } from "../../ui/list-slots.ts";
import { SortableList } from "../../ui/sortable-list.tsx";
import classes from "./view.module.css";

/** Which columns the table shows, in which order: with the mouse, a finger or the keyboard. What is chosen shows at once. */
export default function ColumnChooser({ state, trigger }: { state: ListState; trigger: Trigger }) {
  const { opened, setOpened, target } = usePopup(trigger);
  return (
    <>
      {cloneElement(target, { onClick: () => setOpened(true), "aria-expanded": opened })}
      <Chooser state={state} opened={opened} onClose={() => setOpened(false)} />
    </>
  );
}

function Chooser({ state, opened, onClose }: { state: ListState; opened: boolean; onClose: () => void }) {
  const { t } = useLingui();
  const { columns, shown, usual, onColumns } = state;
  /** Those that are hidden stay where they were put. */
  const [order, setOrder] = useState<string[]>(() => [
    ...shown,
    ...columns.map(({ id }) => id).filter((id) => !shown.includes(id)),
  ]);
  const listed = [...order, ...columns.map(({ id }) => id).filter((id) => !order.includes(id))].flatMap(
    (id) => columns.find((column) => column.id === id) ?? [],
  );
  const choose = (ids: string[], chosen: readonly string[]) => onColumns(ids.filter((id) => chosen.includes(id)));
  const ids = listed.map(({ id }) => id);

  return (
    <Modal opened={opened} onClose={onClose} title={t`Colonnes du tableau`} size={420}>
      <SortableList
        label={t`Colonnes`}
        items={listed}
        itemId={({ id }) => id}
        itemLabel={({ header }) => header}
        onReorder={(next) => {
          setOrder(next);
          choose(next, shown);
        }}
      >
        {({ id, header, leads }) => (
          <Checkbox
            className={classes["column"] ?? ""}
            label={header}
            checked={shown.includes(id)}
            disabled={leads ?? false}
            onChange={({ currentTarget: { checked } }) =>
              choose(ids, checked ? [...shown, id] : shown.filter((other) => other !== id))
            }
          />
        )}
      </SortableList>
      <Group justify="space-between" mt="md">
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={() => {
            setOrder([...usual]);
            onColumns([...usual]);
          }}
        >
          {t`Colonnes habituelles`}
        </Button>
        <Button onClick={onClose}>{t`Fermer`}</Button>
      </Group>
    </Modal>
  );
}
