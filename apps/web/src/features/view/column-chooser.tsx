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
  return (
    <Modal opened={opened} onClose={onClose} title={t`Colonnes du tableau`} size={420}>
      <Choices state={state} onClose={onClose} />
    </Modal>
  );
}

function Choices({ state, onClose }: { state: ListState; onClose: () => void }) {
  const { t } = useLingui();
  const { columns, usual, onColumns } = state;
  // Of its own: a box that was ticked is ticked at once, and the next press stands on it, whatever the list still does.
  const [chosen, setChosen] = useState(state.shown);
  /** Those that are hidden stay where they were put. */
  const [order, setOrder] = useState<string[]>(() => [
    ...chosen,
    ...columns.map(({ id }) => id).filter((id) => !chosen.includes(id)),
  ]);
  const listed = [...order, ...columns.map(({ id }) => id).filter((id) => !order.includes(id))].flatMap(
    (id) => columns.find((column) => column.id === id) ?? [],
  );
  const ids = listed.map(({ id }) => id);
  function choose(ids: string[], of: readonly string[]) {
    const next = ids.filter((id) => of.includes(id));
    setChosen(next);
    onColumns(next);
  }

  return (
    <>
      <SortableList
        label={t`Colonnes`}
        items={listed}
        itemId={({ id }) => id}
        itemLabel={({ header }) => header}
        onReorder={(next) => {
          setOrder(next);
          choose(next, chosen);
        }}
      >
        {({ id, header, leads }) => (
          <Checkbox
            className={classes["column"] ?? ""}
            label={header}
            checked={chosen.includes(id)}
            disabled={leads ?? false}
            onChange={({ currentTarget: { checked } }) =>
              choose(ids, checked ? [...chosen, id] : chosen.filter((other) => other !== id))
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
            choose([...usual], usual);
          }}
        >
          {t`Colonnes habituelles`}
        </Button>
        <Button onClick={onClose}>{t`Fermer`}</Button>
      </Group>
    </>
  );
}
