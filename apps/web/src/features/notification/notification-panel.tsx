import { Plural, useLingui } from "@lingui/react/macro";
import { Button, Popover } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { cloneElement } from "react";
import { Link } from "react-router";
import { formatRelative } from "../../lib/format.ts";
import { type Trigger, usePopup } from "../../ui/lazy-popup.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { notificationList, useMarkRead } from "./notification.queries.ts";
import classes from "./notification-bell.module.css";
import { notificationSentence } from "./notification-sentence.ts";

/** What the bell opens: the latest notifications, « Tout marquer comme lu ». */
export default function NotificationPanel({ trigger }: { trigger: Trigger }) {
  const { t } = useLingui();
  const { opened, setOpened, target } = usePopup(trigger);
  const { data } = useQuery(notificationList);
  const markRead = useMarkRead();
  const unread = data?.unread ?? 0;
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={380} trapFocus returnFocus>
      <Popover.Target>{cloneElement(target, { onClick: () => setOpened(!opened) })}</Popover.Target>
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
