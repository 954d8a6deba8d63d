import { useLingui } from "@lingui/react/macro";
import { ActionIcon } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { useEvents, useStreamEvent } from "../../lib/events.ts";
import { LazyPopup } from "../../ui/lazy-popup.tsx";
import { notificationKeys, notificationList } from "./notification.queries.ts";
import classes from "./notification-bell.module.css";

const panel = () => import("./notification-panel.tsx");

/** The bell: how many are unread, and the latest ones when pressed. Holds the tab's event stream. */
export function NotificationBell() {
  const { t } = useLingui();
  const client = useQueryClient();
  const { data } = useQuery(notificationList);
  const refresh = useCallback(() => void client.invalidateQueries({ queryKey: notificationKeys.all }), [client]);
  useEvents();
  useStreamEvent(useCallback(({ kind }) => (kind === "notification" || kind === "missed") && refresh(), [refresh]));

  const count = data?.unread ?? 0;
  // The name says what the badge shows.
  const unread = count > 9 ? "9+" : String(count);
  const label = count > 0 ? t`Notifications, ${unread} non lues` : t`Notifications`;
  return (
    <LazyPopup
      kind="dialog"
      load={panel}
      popup={{}}
      trigger={
        <ActionIcon aria-label={label} className={classes["bell"]} data-tip={t`Notifications`}>
          <IconBell size={18} stroke={1.7} aria-hidden />
          {count > 0 && <span className={classes["unread"]}>{unread}</span>}
        </ActionIcon>
      }
    />
  );
}
