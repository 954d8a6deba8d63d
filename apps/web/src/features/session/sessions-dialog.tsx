import { useLingui } from "@lingui/react/macro";
import { Badge, Button, Group, Modal, Skeleton, Stack, Text } from "@mantine/core";
import { IconDeviceDesktop, IconDeviceMobile } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { formatRelative } from "../../lib/format.ts";
import { ErrorState } from "../../ui/states.tsx";
import { sessionList } from "./session.queries.ts";

/** « Appareils connectés »: where this account is signed in, and the way to leave them all. */
export default function SessionsDialog({
  onClose,
  onSignOutEverywhere,
}: {
  onClose: () => void;
  onSignOutEverywhere: () => void;
}) {
  const { t } = useLingui();
  const { data: sessions, error, refetch } = useQuery(sessionList);
  return (
    <Modal opened onClose={onClose} title={t`Appareils connectés`} size={480}>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      <Stack gap="sm">
        {!sessions && !error && <Skeleton height={44} />}
        {sessions?.map((session) => (
          <Group key={session.id} gap="sm" wrap="nowrap">
            {/Mobile|Android|iPhone/.test(session.userAgent) ? (
              <IconDeviceMobile size={20} aria-hidden />
            ) : (
              <IconDeviceDesktop size={20} aria-hidden />
            )}
            <div style={{ flex: 1, minWidth: 0 }}>
              <Text fw={500}>{deviceName(session.userAgent) || t`Navigateur inconnu`}</Text>
              <Text fz="xs" c="dimmed">{t`Dernière activité : ${formatRelative(session.rotatedAt)}`}</Text>
            </div>
            {session.current && <Badge>{t`Cet appareil`}</Badge>}
          </Group>
        ))}
      </Stack>
      <Group justify="space-between" gap="xs" mt="lg">
        <Button variant="light" color="red" onClick={onSignOutEverywhere}>{t`Se déconnecter partout`}</Button>
        <Button variant="default" onClick={onClose}>{t`Fermer`}</Button>
      </Group>
    </Modal>
  );
}

/** « Firefox · Windows », as far as a user agent tells. */
function deviceName(agent: string): string {
  const browser = /Edg\//.test(agent)
    ? "Edge"
    : /Firefox\//.test(agent)
      ? "Firefox"
      : /Chrome\//.test(agent)
        ? "Chrome"
        : /Safari\//.test(agent)
          ? "Safari"
          : "";
  const system = /Windows/.test(agent)
    ? "Windows"
    : /Android/.test(agent)
      ? "Android"
      : /iPhone|iPad/.test(agent)
        ? "iOS"
        : /Mac OS/.test(agent)
          ? "macOS"
          : /Linux/.test(agent)
            ? "Linux"
            : "";
  return [browser, system].filter(Boolean).join(" · ");
}
