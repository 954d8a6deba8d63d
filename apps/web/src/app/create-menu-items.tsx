import type { Permission } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { IconFileImport, IconUserPlus } from "@tabler/icons-react";
import { Link } from "react-router";
import { type Trigger, usePopup } from "../ui/lazy-popup.tsx";

export default function CreateMenuItems({ trigger, permissions }: { trigger: Trigger; permissions: Permission[] }) {
  const { t } = useLingui();
  const { opened, setOpened, target } = usePopup(trigger);
  return (
    <Menu position="bottom-end" opened={opened} onChange={setOpened}>
      <Menu.Target>{target}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          component={Link}
          to="/contacts/nouveau"
          leftSection={<IconUserPlus size={16} aria-hidden />}
        >{t`Nouveau contact`}</Menu.Item>
        {permissions.includes("import:run") && (
          <Menu.Item
            component={Link}
            to="/outils/importer-contacts"
            leftSection={<IconFileImport size={16} aria-hidden />}
          >{t`Importer des contacts`}</Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
