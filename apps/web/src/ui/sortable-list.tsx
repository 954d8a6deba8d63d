import {
  type Announcements,
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import {
  arrayMove,
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from "@dnd-kit/sortable";
import { CSS } from "@dnd-kit/utilities";
import { useLingui } from "@lingui/react/macro";
import { IconGripVertical } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./sortable-list.module.css";

interface Props<Item> {
  /** Names the list. */
  label: string;
  items: readonly Item[];
  itemId: (item: Item) => string;
  /** What the handle names: « Déplacer Origine », and what is announced. */
  itemLabel: (item: Item) => string;
  /** The whole new order of ids. */
  onReorder: (ids: string[]) => void;
  children: (item: Item) => ReactNode;
  disabled?: boolean;
}

/** A vertical list put in order with the mouse, a finger (press, then move) or the keyboard (space, arrows, space). */
export function SortableList<Item>({
  label,
  items,
  itemId,
  itemLabel,
  onReorder,
  children,
  disabled = false,
}: Props<Item>) {
  const { t } = useLingui();
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 4 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 180, tolerance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const ids = items.map(itemId);
  const nameOf = (id: string | number) => {
    const item = items[ids.indexOf(String(id))];
    return item === undefined ? "" : itemLabel(item);
  };
  const total = ids.length;
  const placeOf = (id: string | number) => ids.indexOf(String(id)) + 1;

  const announcements: Announcements = {
    onDragStart: ({ active }) => t`« ${nameOf(active.id)} » saisi, position ${placeOf(active.id)} sur ${total}.`,
    onDragOver: ({ active, over }) =>
      over ? t`« ${nameOf(active.id)} » en position ${placeOf(over.id)} sur ${total}.` : undefined,
    onDragEnd: ({ active, over }) =>
      t`« ${nameOf(active.id)} » déposé en position ${placeOf(over?.id ?? active.id)} sur ${total}.`,
    onDragCancel: ({ active }) => t`Déplacement annulé. « ${nameOf(active.id)} » reprend sa place.`,
  };

  function onDragEnd({ active, over }: DragEndEvent) {
    if (over && active.id !== over.id)
      onReorder(arrayMove(ids, ids.indexOf(String(active.id)), ids.indexOf(String(over.id))));
  }

  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={onDragEnd}
      accessibility={{
        announcements,
        screenReaderInstructions: {
          draggable: t`Appuyez sur Espace pour saisir l’élément, sur les flèches haut et bas pour le déplacer, de nouveau sur Espace pour le déposer, sur Échap pour annuler.`,
        },
      }}
    >
      <SortableContext items={ids} strategy={verticalListSortingStrategy} disabled={disabled}>
        <ol className={classes["list"]} aria-label={label}>
          {items.map((item) => (
            <SortableItem key={itemId(item)} id={itemId(item)} label={itemLabel(item)} disabled={disabled}>
              {children(item)}
            </SortableItem>
          ))}
        </ol>
      </SortableContext>
    </DndContext>
  );
}

function SortableItem({
  id,
  label,
  disabled,
  children,
}: {
  id: string;
  label: string;
  disabled: boolean;
  children: ReactNode;
}) {
  const { t } = useLingui();
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({
    id,
    disabled,
  });
  return (
    <li
      ref={setNodeRef}
      className={classes["item"]}
      data-dragging={isDragging || undefined}
      style={{ transform: CSS.Translate.toString(transform), transition }}
    >
      <button
        {...attributes}
        {...listeners}
        ref={setActivatorNodeRef}
        type="button"
        className={classes["handle"]}
        disabled={disabled}
        aria-roledescription={t`élément déplaçable`}
        aria-label={t`Déplacer ${label}`}
      >
        <IconGripVertical size={16} aria-hidden />
      </button>
      <div className={classes["content"]}>{children}</div>
    </li>
  );
}
