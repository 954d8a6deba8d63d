import type { OpportunityRow, OpportunityStatus } from "@crm/contract";
import { useDraggable } from "@dnd-kit/core";
import { useLingui } from "@lingui/react/macro";
import { IconGripVertical } from "@tabler/icons-react";
import { type CSSProperties, type RefObject, useEffect, useRef } from "react";
import { Link } from "react-router";
import { formatAmount } from "../../lib/format.ts";
import { Highlight } from "../../ui/highlight.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { UserAvatar } from "../../ui/user-avatar.tsx";
import classes from "./board.module.css";
import { StatusMenu } from "./status-targets.tsx";

/** The card that was just dropped by keyboard: its handle takes the focus once it stands on its new stage. */
export interface Dropped {
  id: string;
  to: string | null;
}

interface Props {
  row: OpportunityRow;
  search: string;
  canMove: boolean;
  style: CSSProperties;
  position: number;
  size: number;
  dropped: RefObject<Dropped | null>;
  onStatus: (row: OpportunityRow, status: OpportunityStatus) => void;
}

/** An opportunity on the board: dragged by any part of it with a mouse or a finger, by its handle with the keyboard. */
export function BoardCard({ row, search, canMove, style, position, size, dropped, onStatus }: Props) {
  const { t } = useLingui();
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, isDragging } = useDraggable({
    id: row.id,
    data: { row },
    disabled: !canMove,
  });
  const handle = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isDragging || dropped.current?.id !== row.id || dropped.current.to !== row.stageId) return;
    dropped.current = null;
    handle.current?.focus();
  });
  return (
    <li
      ref={setNodeRef}
      {...listeners}
      className={classes["card"]}
      data-movable={canMove || undefined}
      data-dragging={isDragging || undefined}
      aria-posinset={position}
      aria-setsize={size}
      style={style}
    >
      <CardFace row={row} search={search} />
      {canMove && (
        <span className={classes["choices"]}>
          <StatusMenu row={row} onStatus={(status) => onStatus(row, status)} />
        </span>
      )}
      {canMove && (
        <button
          {...attributes}
          ref={(button) => {
            handle.current = button;
            setActivatorNodeRef(button);
          }}
          type="button"
          className={classes["handle"]}
          aria-roledescription={t`carte déplaçable`}
          aria-label={t`Déplacer ${row.title}`}
        >
          <IconGripVertical size={14} aria-hidden />
        </button>
      )}
    </li>
  );
}

/** What a card shows, also while it is dragged. */
export function CardFace({ row, search }: { row: OpportunityRow; search: string }) {
  const { t } = useLingui();
  return (
    <>
      <Link to={`/opportunites/${row.id}`} className={classes["title"]} draggable={false} title={row.title}>
        <Highlight text={row.title} search={search} />
      </Link>
      <span className={classes["contact"]}>
        <Highlight text={row.contact.name} search={search} />
      </span>
      <span className={classes["foot"]}>
        <span className={classes["amount"]} data-none={row.amount === null || undefined}>
          {row.amount === null ? t`Sans montant` : formatAmount(row.amount)}
        </span>
        {row.status !== "open" && <StatusBadge status={row.status} />}
        {row.owner && (
          <span className={classes["owner"]} title={t`Suivi par ${row.owner.name}`}>
            <UserAvatar name={row.owner.name} photoId={row.owner.photoId} size={20} />
            <span className={classes["said"]}>{t`Suivi par ${row.owner.name}`}</span>
          </span>
        )}
      </span>
    </>
  );
}
