import { type BulkKind, type BulkRecord, bulkKinds } from "@crm/contract";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { formatCount } from "../../lib/format.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import type { SelectedRows } from "../../ui/list-slots.ts";
import { selectedCount } from "../../ui/selection.ts";
import classes from "./bulk.module.css";
import { type BulkBody, useBulkEvents } from "./bulk.queries.ts";
import { bulkActions } from "./bulk-actions.tsx";
import { BulkProgress } from "./bulk-progress.tsx";

/** The records that are selected: how many (null while they are being counted), and which. */
export interface Selected {
  count: number | null;
  target: Pick<BulkBody, "ids" | "filter" | "except">;
}

/** Below a list: how many rows are selected, what can be done with all of them, and how far that is. */
export function BulkBar<Key extends readonly unknown[]>({
  record,
  selection,
  filter,
  count,
  counting,
  more,
}: SelectedRows<Key> & { record: BulkRecord; more?: (of: Selected) => ReactNode }) {
  const { t } = useLingui();
  const [kind, setKind] = useState<BulkKind | null>(null);
  const [underWay, setUnderWay] = useState<string | null>(null);
  useBulkEvents();
  const active = selection.all || selection.marked.size > 0;
  const capped = useQuery({ ...counting(false), enabled: active && count === null });
  const found = count ?? capped.data ?? null;
  // What is done to thousands is asked for by its exact number.
  const exact = useQuery({ ...counting(true), enabled: active && selection.all && found?.capped === true });
  const total = found?.capped ? (exact.data?.value ?? null) : (found?.value ?? null);
  const selected = selectedCount(selection, total);
  const words = (value: number, shown: string) =>
    record === "contact"
      ? plural(value, { one: "# sélectionné", other: `${shown} sélectionnés` })
      : plural(value, { one: "# sélectionnée", other: `${shown} sélectionnées` });

  const target = selection.all
    ? { filter: filter as BulkBody["filter"], except: [...selection.marked] }
    : { ids: [...selection.marked] };
  const selectionId = filter && "selectionId" in filter ? (filter["selectionId"] as string | undefined) : undefined;
  const Dialog = kind && bulkActions[kind].Dialog;
  return (
    <>
      {underWay && <BulkProgress id={underWay} onEnd={() => setUnderWay(null)} />}
      {active && (
        <section className={classes["bar"]} aria-label={t`Sélection`}>
          <span className={classes["count"]} role="status">
            {selected === null
              ? words(10_000, formatCount(found ?? { value: 0, capped: false }))
              : words(selected, formatCount({ value: selected, capped: false }))}
          </span>
          {!selection.all && found && found.value > selection.marked.size && (
            <Button variant="subtle" size="compact-sm" onClick={selection.selectAll}>
              {t`Tout sélectionner (${formatCount(found)})`}
            </Button>
          )}
          <span className={classes["actions"]}>
            {more?.({ count: selected, target })}
            {(Object.keys(bulkActions) as BulkKind[])
              .filter((kind) => (bulkKinds[kind].records as readonly BulkRecord[]).includes(record))
              .filter((kind) => !bulkActions[kind].ofSelection || selectionId !== undefined)
              .map((kind) => {
                const { label, icon: Icon, danger } = bulkActions[kind];
                return (
                  <Button
                    key={kind}
                    size="compact-sm"
                    variant="default"
                    {...(danger ? { color: "red", variant: "light" } : {})}
                    leftSection={<Icon size={15} aria-hidden />}
                    disabled={selected === 0}
                    onClick={() => setKind(kind)}
                  >
                    {label()}
                  </Button>
                );
              })}
          </span>
          <IconButton label={t`Ne plus rien sélectionner`} onClick={selection.clear}>
            <IconX size={16} aria-hidden />
          </IconButton>
        </section>
      )}
      {Dialog && (
        <Dialog
          record={record}
          count={selected}
          target={target}
          selectionId={selectionId}
          onClose={() => setKind(null)}
          onStarted={(id) => {
            setUnderWay(id);
            selection.clear();
          }}
        />
      )}
    </>
  );
}
