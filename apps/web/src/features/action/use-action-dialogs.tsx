import type { ActionView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import { errorSentence } from "../../lib/error-sentence.ts";
import { formatDate } from "../../lib/format.ts";
import { notify } from "../../ui/notify.ts";
import {
  usePlanAction,
  useRemoveAction,
  useReopenAction,
  useRestoreAction,
  useUpdateAction,
} from "./action.queries.ts";
import { ActionDialog, type ActionFields } from "./action-dialog.tsx";
import { inAWeek } from "./days.ts";
import { DoneDialog } from "./done-dialog.tsx";

/** On what an action is planned. */
interface On {
  contactId: string;
  opportunityId?: string | undefined;
}

type Open =
  | { kind: "plan"; on: On }
  | { kind: "edit"; action: ActionView }
  | { kind: "done"; action: ActionView }
  | { kind: "next"; action: ActionView };

export interface ActionCommands {
  plan: (on: On) => void;
  edit: (action: ActionView) => void;
  done: (action: ActionView) => void;
  remove: (action: ActionView) => void;
  /** The windows; they outlive the line that opened them, which goes once its action is done. */
  dialogs: ReactNode;
}

/** What can be done with actions, and the windows for it. `myId`: who does a new one, unless told otherwise. */
export function useActionDialogs(myId: string): ActionCommands {
  const { t } = useLingui();
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const [planning, update] = [usePlanAction(), useUpdateAction()];
  const [reopen, remove, restore] = [useReopenAction(), useRemoveAction(), useRestoreAction()];
  const undo = t({ message: "Annuler", context: "undo" });
  const refused = (error: unknown) => void notify({ kind: "error", message: errorSentence(error) });

  const plan = async (on: On, fields: ActionFields) => {
    const { day } = await planning.mutateAsync({ ...on, ...fields });
    void notify({ message: t`Action planifiée le ${formatDate(day)}` });
  };

  function dialogs(): ReactNode {
    if (open === null) return null;
    if (open.kind === "plan")
      return (
        <ActionDialog
          title={t`Planifier une action`}
          start={{ ownerId: myId }}
          draftKey={open.on.opportunityId ?? open.on.contactId}
          save={(fields) => plan(open.on, fields)}
          onClose={close}
        />
      );
    const { action } = open;
    const { id, version } = action;
    if (open.kind === "done")
      return (
        <DoneDialog
          action={action}
          onClose={close}
          onDone={(done) => {
            void notify({
              message: t`Action réalisée`,
              action: { label: undo, run: () => reopen.mutate(id, { onError: refused }) },
            });
            // Of a contact out of sight, nothing more can be planned.
            setOpen(done.contact?.open || done.opportunity ? { kind: "next", action: done } : null);
          }}
        />
      );
    const start = { typeId: action.type.id, time: action.time, ownerId: action.owner?.id };
    if (open.kind === "next")
      return (
        <ActionDialog
          key="next"
          title={t`Planifier la prochaine action`}
          cancelLabel={t`Aucune suite`}
          start={{ ...start, day: inAWeek() }}
          draftKey={`next:${id}`}
          save={(fields) =>
            plan({ contactId: action.contact?.id ?? "", opportunityId: action.opportunity?.id }, fields)
          }
          onClose={close}
        />
      );
    return (
      <ActionDialog
        title={t`Modifier l'action`}
        start={{ ...start, day: action.day, text: action.text }}
        of={action}
        draftKey={id}
        save={(fields) => update.mutateAsync({ id, version, ...fields })}
        postpone={async (day) => {
          await update.mutateAsync({ id, version, day });
          void notify({
            message: t`Action reportée au ${formatDate(day)}`,
            action: {
              label: undo,
              run: () => update.mutate({ id, version: version + 1, day: action.day }, { onError: refused }),
            },
          });
        }}
        onClose={close}
      />
    );
  }

  return {
    plan: (on) => setOpen({ kind: "plan", on }),
    edit: (action) => setOpen({ kind: "edit", action }),
    done: (action) => setOpen({ kind: "done", action }),
    remove: ({ id }) =>
      remove.mutate(id, {
        onError: refused,
        onSuccess: () =>
          void notify({
            message: t`Action supprimée`,
            action: { label: undo, run: () => restore.mutate(id, { onError: refused }) },
          }),
      }),
    dialogs: dialogs(),
  };
}
