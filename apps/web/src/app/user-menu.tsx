import { useLingui } from "@lingui/react/macro";
import { lazy, useState } from "react";
import { useMe, useSignOut } from "../features/session/session.queries.ts";
import { errorSentence } from "../lib/error-sentence.ts";
import { LazyPart } from "../ui/lazy-part.tsx";
import { LazyPopup } from "../ui/lazy-popup.tsx";
import { notify } from "../ui/notify.ts";
import { UserAvatar } from "../ui/user-avatar.tsx";
import classes from "./user-menu.module.css";

const items = () => import("./user-menu-items.tsx");
const ChangePassword = lazy(() => import("../features/session/change-password-dialog.tsx"));
const Calendar = lazy(() => import("../features/action/calendar-dialog.tsx"));
const Sessions = lazy(() => import("../features/session/sessions-dialog.tsx"));

/** Me: theme, language, password, devices, signing out. */
export function UserMenu({ onShortcuts }: { onShortcuts: () => void }) {
  const { t } = useLingui();
  const me = useMe();
  const signOut = useSignOut();
  const [dialog, setDialog] = useState<"calendar" | "password" | "sessions" | null>(null);
  const name = `${me.firstName} ${me.lastName}`.trim();
  const leave = (everywhere: boolean) =>
    signOut.mutate(
      { everywhere },
      { onError: (error) => void notify({ kind: "error", message: errorSentence(error) }) },
    );
  return (
    <>
      <LazyPopup
        kind="menu"
        load={items}
        popup={{
          me,
          ...(me.permissions.includes("crm:use") ? { onCalendar: () => setDialog("calendar") } : {}),
          onPassword: () => setDialog("password"),
          onSessions: () => setDialog("sessions"),
          onShortcuts,
          onSignOut: (everywhere: boolean) => leave(everywhere),
        }}
        trigger={
          <button type="button" className={classes["me"]} aria-label={t`Mon compte : ${name}`}>
            <UserAvatar name={name} photoId={me.photoId} size={28} />
          </button>
        }
      />
      <LazyPart>
        {dialog === "calendar" && <Calendar onClose={() => setDialog(null)} />}
        {dialog === "password" && <ChangePassword onClose={() => setDialog(null)} />}
        {dialog === "sessions" && <Sessions onClose={() => setDialog(null)} onSignOutEverywhere={() => leave(true)} />}
      </LazyPart>
    </>
  );
}
