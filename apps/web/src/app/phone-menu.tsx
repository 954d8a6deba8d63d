import { useLingui } from "@lingui/react/macro";
import { Drawer } from "@mantine/core";
import type { ReactNode } from "react";

/** The tabs, over the screen, on a phone. */
export default function PhoneMenu(props: { opened: boolean; onClose: () => void; children: ReactNode }) {
  const { t } = useLingui();
  return <Drawer {...props} size={280} withCloseButton={false} padding={0} aria-label={t`Menu`} />;
}
