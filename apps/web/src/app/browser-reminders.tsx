import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useNavigate } from "react-router";
import { showInBrowser } from "../features/action/browser-reminders.tsx";
import { notificationList } from "../features/notification/notification.queries.ts";
import { notificationSentence } from "../features/notification/notification-sentence.ts";

/** Shows the reminders that come while the application is open as notifications of the browser too, where it may. */
export default function BrowserReminders() {
  const navigate = useNavigate();
  const { data } = useQuery(notificationList);
  const seen = useRef<Set<string> | null>(null);
  useEffect(() => {
    if (!data) return;
    const due = data.rows.filter(({ kind, readAt }) => kind === "action.due" && readAt === null);
    // What was there when the application was opened stands in the bell.
    const fresh = seen.current === null ? [] : due.filter(({ id }) => !seen.current?.has(id));
    seen.current = new Set(data.rows.map(({ id }) => id));
    for (const row of fresh) {
      const { text, to } = notificationSentence(row);
      showInBrowser({ id: row.id, text }, () => void navigate(to));
    }
  }, [data, navigate]);
  return null;
}
