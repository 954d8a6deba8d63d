import { useLingui } from "@lingui/react/macro";
import { ActionIcon, Menu } from "@mantine/core";
import { IconFileImport, IconPlus, IconUserPlus } from "@tabler/icons-react";
import { Link } from "react-router";
import { useMe } from "../features/session/session.queries.ts";

/** « + »: what can be created from anywhere. */
export function CreateMenu() {
  const { t } = useLingui();
  const { permissions } = useMe();
  if (!permissions.includes("contact:write")) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="filled" color="indigo" size={30} aria-label={t`Créer`} title={t`Créer`}>
          <IconPlus size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          component={Link}
          to="/contacts/nouveau"
          leftSection={<IconUserPlus size={16} aria-hidden />}
        >{t`Nouveau contact`}</Menu.Item>
        <Menu.Item
          component={Link}
          to="/outils/importer-contacts"
          leftSection={<IconFileImport size={16} aria-hidden />}
        >{t`Importer des contacts`}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
