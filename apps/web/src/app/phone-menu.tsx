import { useLingui } from "@lingui/react/macro";
import { Drawer } from "@mantine/core";
import type { ReactNode } from "react";

/** The tabs, over the screen, on a phone. */
export default function PhoneMenu({
  children,
  ...props
}: {
  opened: boolean;
  onClose: () => void;
  children: ReactNode;
}) {
  const { t } = useLingui();
  return (
    <Drawer.Root {...props} size={280}>
      <Drawer.Overlay />
      <Drawer.Content aria-label={t`Menu`}>{children}</Drawer.Content>
    </Drawer.Root>
  );
}
