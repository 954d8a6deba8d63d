import { Plural, useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, Popover } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { Link } from "react-router";
import { useEvents, useStreamEvent } from "../../lib/events.ts";
import { formatRelative } from "../../lib/format.ts";
import { EmptyState } from "../../ui/states.tsx";
import { notificationKeys, notificationList, useMarkRead } from "./notification.queries.ts";
import classes from "./notification-bell.module.css";
import { notificationSentence } from "./notification-sentence.ts";

/** The bell: how many are unread, the latest ones, « Tout marquer comme lu ». Holds the tab's event stream. */
export function NotificationBell() {
  const { t } = useLingui();
  const client = useQueryClient();
  const [opened, setOpened] = useState(false);
  const { data } = useQuery(notificationList);
  const markRead = useMarkRead();
  const refresh = useCallback(() => void client.invalidateQueries({ queryKey: notificationKeys.all }), [client]);
  useEvents(refresh);
  useStreamEvent(useCallback((event) => event.kind === "notification" && refresh(), [refresh]));

  const unread = data?.unread ?? 0;
  const label = unread > 0 ? t`Notifications, ${unread} non lues` : t`Notifications`;
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={380} trapFocus>
      <Popover.Target>
        <ActionIcon
          aria-label={label}
          className={classes["bell"]}
          onClick={() => setOpened(!opened)}
          title={t`Notifications`}
        >
          <IconBell size={18} stroke={1.7} aria-hidden />
          {unread > 0 && <span className={classes["unread"]}>{unread > 9 ? "9+" : unread}</span>}
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={t`Notifications`}>
        <div className={classes["head"]}>
          <strong>{t`Notifications`}</strong>
          {unread > 0 && (
            <Button variant="subtle" size="compact-sm" onClick={() => markRead.mutate()}>
              {t`Tout marquer comme lu`}
            </Button>
          )}
        </div>
        {data?.rows.length ? (
          <ul className={classes["list"]} aria-label={t`Notifications`}>
            {data.rows.map((row) => {
              const { text, to } = notificationSentence(row);
              return (
                <li key={row.id}>
                  <Link
                    to={to}
                    className={classes["item"]}
                    data-unread={row.readAt === null || undefined}
                    onClick={() => setOpened(false)}
                  >
                    <span>{text}</span>
                    <time dateTime={row.createdAt}>{formatRelative(row.createdAt)}</time>
                  </Link>
                </li>
              );
            })}
          </ul>
        ) : (
          <EmptyState compact title={t`Aucune notification`} icon={<IconBell size={20} stroke={1.6} />}>
            {t`Les affectations et la fin de vos imports s’affichent ici.`}
          </EmptyState>
        )}
        <span className={classes["said"]} role="status">
          {unread > 0 && <Plural value={unread} one="# notification non lue" other="# notifications non lues" />}
        </span>
      </Popover.Dropdown>
    </Popover>
  );
}
