import { t } from "@lingui/core/macro";
import { Button } from "@mantine/core";
import { Notifications, notifications } from "@mantine/notifications";
import "@mantine/notifications/styles.layer.css";
import type { Notice } from "./notify.ts";

export function showNotice({ message, title, kind = "success", action }: Notice): void {
  const id = notifications.show({
    title,
    color: kind === "error" ? "red" : "indigo",
    autoClose: kind === "error" || action ? 10_000 : 5000,
    withBorder: false,
    closeButtonProps: { "aria-label": t`Fermer` },
    message: (
      <>
        {message}
        {action && (
          <Button
            variant="light"
            size="compact-sm"
            ml="xs"
            onClick={() => {
              notifications.hide(id);
              action.run();
            }}
          >
            {action.label}
          </Button>
        )}
      </>
    ),
  });
}

/** The notices; toaster-host.tsx renders it. */
export default function Toaster() {
  return <Notifications position="bottom-right" limit={4} />;
}
