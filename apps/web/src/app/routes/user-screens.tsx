import { LeaveDialog } from "../../features/handover/leave-dialog.tsx";
import { useMe } from "../../features/session/session.queries.ts";
import { UserPage } from "../../features/user/user-page.tsx";
import type { Leaving } from "../../features/user/user-state-button.tsx";
import { LazyPart } from "../../ui/lazy-part.tsx";

/** A user; « Désactiver » asks to whom goes what he follows. */
export const UserCard = () => (
  <UserPage
    me={useMe().id}
    leaving={(leaving) => (
      <LazyPart>
        <Leave {...leaving} />
      </LazyPart>
    )}
  />
);

function Leave(leaving: Leaving) {
  const me = useMe();
  return <LeaveDialog {...leaving} canGive={me.permissions.includes("contact:write")} />;
}
