import { LeaveDialog } from "../../features/handover/leave-dialog.tsx";
import { useMe } from "../../features/session/session.queries.ts";
import { UserPage } from "../../features/user/user-page.tsx";

/** A user; « Désactiver » asks to whom goes what he follows. */
export function UserCard() {
  const me = useMe();
  const canGive = me.permissions.includes("contact:write");
  return <UserPage leaving={(leaving) => <LeaveDialog {...leaving} canGive={canGive} />} />;
}
