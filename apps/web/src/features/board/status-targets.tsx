import type { OpportunityRow, OpportunityStatus } from "@crm/contract";
import { useDroppable } from "@dnd-kit/core";
import { useLingui } from "@lingui/react/macro";
import { ActionIcon, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import type { SyntheticEvent } from "react";
import { StatusBadge, statusLabels } from "../../ui/status-badge.tsx";
import classes from "./board.module.css";

/** The states that end an opportunity, or put it off. */
const ends = ["won", "lost", "postponed"] as const satisfies OpportunityStatus[];
const prefix = "status:";

export const isTarget = (id: string | number): boolean => String(id).startsWith(prefix);
export const statusOf = (id: string | number): OpportunityStatus | undefined =>
  ends.find((status) => `${prefix}${status}` === id);

/** Where a card is dropped to be won, lost or postponed: over the foot of the board, while it is dragged. */
export function StatusTargets({ row }: { row: OpportunityRow }) {
  const { t } = useLingui();
  return (
    <section className={classes["targets"]} aria-label={t`Déposer pour changer l’état`}>
      {ends.map((status) => status !== row.status && <Target key={status} status={status} />)}
    </section>
  );
}

function Target({ status }: { status: OpportunityStatus }) {
  const { setNodeRef, isOver } = useDroppable({ id: `${prefix}${status}` });
  return (
    <div ref={setNodeRef} className={classes["target"]} data-over={isOver || undefined} data-status={status}>
      <StatusBadge status={status} />
    </div>
  );
}

const stop = (event: SyntheticEvent) => event.stopPropagation();
/** What is pressed there drags nothing. */
const still = { onMouseDown: stop, onTouchStart: stop };

/** The same by keyboard, or without dragging. */
export function StatusMenu({ row, onStatus }: { row: OpportunityRow; onStatus: (status: OpportunityStatus) => void }) {
  const { t, i18n } = useLingui();
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={24}
          className={classes["menu"]}
          {...still}
          aria-label={t`Changer l’état de ${row.title}`}
        >
          <IconDots size={14} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown {...still}>
        {ends.map(
          (status) =>
            status !== row.status && (
              <Menu.Item key={status} onClick={() => onStatus(status)}>
                {i18n._(statusLabels[status])}
              </Menu.Item>
            ),
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
