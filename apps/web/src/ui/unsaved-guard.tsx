import { useLingui } from "@lingui/react/macro";
import { Button, Group, Modal, Text } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useBlocker } from "react-router";

/**
 * Put it in a form: while `when`, leaving the page, closing the tab or giving the form up with Escape asks first. Escape
 * presses the button marked `data-cancel`; in a window it is the window's. Signing in again is let through: the draft keeps the text.
 */
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

  const place = useRef<HTMLSpanElement>(null);
  const [givingUp, setGivingUp] = useState(false);
  const cancel = () => place.current?.closest("form")?.querySelector<HTMLElement>("[data-cancel]");
  useEffect(() => {
    let listOpen = false;
    const before = ({ target }: KeyboardEvent) => {
      listOpen = target instanceof Element && target.getAttribute("aria-expanded") === "true";
    };
    const onKey = ({ key, target, defaultPrevented }: KeyboardEvent) => {
      const form = place.current?.closest("form");
      // The list of a field closes first; a window closes itself.
      if (key !== "Escape" || defaultPrevented || listOpen || !form || !(target instanceof Element)) return;
      if (!form.contains(target) || target.closest("[role=dialog]")) return;
      const button = form.querySelector<HTMLElement>("[data-cancel]");
      // A link leaves the page, which asks by itself.
      if (when && button && button.tagName !== "A") setGivingUp(true);
      else button?.click();
    };
    document.addEventListener("keydown", before, true);
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("keydown", before, true);
      document.removeEventListener("keydown", onKey);
    };
  }, [when]);

  const stay = () => {
    setGivingUp(false);
    blocker.reset?.();
  };
  return (
    <>
      <span ref={place} hidden />
      <Modal
        opened={blocker.state === "blocked" || givingUp}
        onClose={stay}
        title={t`Quitter sans enregistrer ?`}
        size={440}
      >
        <Text c="dimmed">{t`Vos modifications ne sont pas enregistrées. Si vous quittez cette page, elles seront perdues.`}</Text>
        <Group justify="flex-end" gap="xs" mt="lg">
          <Button
            variant="default"
            onClick={() => {
              onLeave?.();
              if (givingUp) cancel()?.click();
              setGivingUp(false);
              blocker.proceed?.();
            }}
          >{t`Quitter sans enregistrer`}</Button>
          <Button onClick={stay} data-autofocus>{t`Continuer la saisie`}</Button>
        </Group>
      </Modal>
    </>
  );
}
