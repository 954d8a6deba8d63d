import type { Permission } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { IconFileImport, IconUserPlus } from "@tabler/icons-react";
import type { ReactElement } from "react";
import { Link } from "react-router";

export default function CreateMenuItems({
  trigger,
  permissions,
}: {
  trigger: ReactElement;
  permissions: Permission[];
}) {
  const { t } = useLingui();
  return (
    <Menu position="bottom-end" defaultOpened>
      <Menu.Target>{trigger}</Menu.Target>
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
