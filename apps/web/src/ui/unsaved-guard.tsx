import { useLingui } from "@lingui/react/macro";
import { Button, Group, Modal, Text } from "@mantine/core";
import { useEffect } from "react";
import { useBlocker } from "react-router";

/** Put it in a form: while `when`, leaving the page or closing the tab asks first. Signing in again is let through: the draft keeps the text. */
export function UnsavedGuard({
  when,
  onLeave,
}: {
  when: boolean /** The person chose to lose it: forget the draft. */;
  onLeave?: () => void;
}) {
  const { t } = useLingui();
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      when && nextLocation.pathname !== currentLocation.pathname && nextLocation.pathname !== "/connexion",
  );

  useEffect(() => {
    if (!when) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [when]);

  return (
    <Modal
      opened={blocker.state === "blocked"}
      onClose={() => blocker.reset?.()}
      title={t`Quitter sans enregistrer ?`}
      size={440}
    >
      <Text c="dimmed">{t`Vos modifications ne sont pas enregistrées. Si vous quittez cette page, elles seront perdues.`}</Text>
      <Group justify="flex-end" gap="xs" mt="lg">
        <Button
          variant="default"
          onClick={() => {
            onLeave?.();
            blocker.proceed?.();
          }}
        >{t`Quitter sans enregistrer`}</Button>
        <Button onClick={() => blocker.reset?.()} data-autofocus>{t`Continuer la saisie`}</Button>
      </Group>
    </Modal>
  );
}
