import { useLingui } from "@lingui/react/macro";
import { IconPencil } from "@tabler/icons-react";
import { type ReactNode, useCallback, useId, useRef, useState } from "react";
import { IconButton } from "./icon-button.tsx";
import classes from "./section.module.css";

interface SectionProps {
  title: string;
  children: ReactNode;
  /** On the right of the title. */
  actions?: ReactNode;
  /** Beside the title: a count. */
  badge?: ReactNode;
  /** No padding around the content: a list that reaches the edges. */
  flush?: boolean;
}

/** A titled card. */
export function Section({ title, children, actions, badge, flush }: SectionProps) {
  const id = useId();
  return (
    <section className={classes["section"]} aria-labelledby={id}>
      <div className={classes["head"]}>
        <h2 id={id} className={classes["title"]}>
          {title}
          {badge !== undefined && <span className={classes["badge"]}>{badge}</span>}
        </h2>
        {actions && <div className={classes["actions"]}>{actions}</div>}
      </div>
      <div className={classes["body"]} data-flush={flush || undefined}>
        {children}
      </div>
    </section>
  );
}

interface EditableSectionProps {
  title: string;
  /** The pencil's name: « Modifier les questions ». */
  editLabel: string;
  canEdit: boolean;
  view: ReactNode;
  /** The form; it calls `close` once saved or given up. */
  form: (close: () => void) => ReactNode;
  /** Opens on its form (a draft was found). */
  startsOpen?: boolean;
  actions?: ReactNode;
}

/** A card that is read, and becomes a form when its pencil is pressed. The focus goes into the form and comes back. */
export function EditableSection({
  title,
  editLabel,
  canEdit,
  view,
  form,
  startsOpen = false,
  actions,
}: EditableSectionProps) {
  const { t } = useLingui();
  const [editing, setEditing] = useState(startsOpen && canEdit);
  // The pencil takes the focus as it appears: a frame later it may not be there yet.
  const closed = useRef(false);
  const pencil = useCallback((button: HTMLButtonElement | null) => {
    if (!button || !closed.current) return;
    closed.current = false;
    button.focus();
  }, []);
  const close = () => {
    closed.current = true;
    setEditing(false);
  };
  return (
    <Section
      title={title}
      actions={
        <>
          {actions}
          {canEdit && !editing && (
            <IconButton ref={pencil} label={editLabel || t`Modifier`} onClick={() => setEditing(true)}>
              <IconPencil size={16} aria-hidden />
            </IconButton>
          )}
        </>
      }
    >
      {editing ? <div ref={focusFirstField}>{form(close)}</div> : view}
    </Section>
  );
}

function focusFirstField(node: HTMLDivElement | null): void {
  node?.querySelector<HTMLElement>("input:not([type=hidden]), select, textarea, [contenteditable=true]")?.focus();
}

/** Labels and values of a read view. */
export function Properties({ children }: { children: ReactNode }) {
  return <dl className={classes["properties"]}>{children}</dl>;
}

/** One of them; an absent value is a dash. */
export function Property({ label, children }: { label: string; children?: ReactNode }) {
  const { t } = useLingui();
  const empty = children === undefined || children === null || children === "" || children === false;
  return (
    <div className={classes["property"]}>
      <dt>{label}</dt>
      <dd>
        {empty ? (
          <span className={classes["none"]} title={t`Non renseigné`}>
            —
          </span>
        ) : (
          children
        )}
      </dd>
    </div>
  );
}
