import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconBellRinging } from "@tabler/icons-react";
import { useState } from "react";

const known = () => typeof Notification !== "undefined";

/** Asks the browser, on a press alone, whether it may show reminders; gone once it has answered. */
export function BrowserRemindersButton() {
  const { t } = useLingui();
  const [permission, setPermission] = useState(() => (known() ? Notification.permission : "denied"));
  if (permission !== "default") return null;
  return (
    <Button
      variant="default"
      leftSection={<IconBellRinging size={16} aria-hidden />}
      onClick={() => void Notification.requestPermission().then(setPermission)}
    >
      {t`Activer les rappels du navigateur`}
    </Button>
  );
}

/** Shows a reminder outside the page, if the browser may; of several tabs, one does. */
export function showInBrowser({ id, text }: { id: string; text: string }, onOpen: () => void): void {
  if (!known() || Notification.permission !== "granted") return;
  // Browsers of phones have the permission, but only let a service worker use it.
  try {
    const shown = new Notification(text, { tag: id });
    shown.onclick = () => {
      window.focus();
      onOpen();
      shown.close();
    };
  } catch {
    // The bell tells it.
  }
}
