import { useLingui } from "@lingui/react/macro";
import { ActionIcon } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useMe } from "../features/session/session.queries.ts";
import { LazyPopup } from "../ui/lazy-popup.tsx";

const items = () => import("./create-menu-items.tsx");

/** « + »: what can be created from anywhere. */
export function CreateMenu() {
  const { t } = useLingui();
  const { permissions } = useMe();
  if (!permissions.includes("contact:write")) return null;
  return (
    <LazyPopup
      kind="menu"
      load={items}
      popup={{ permissions }}
      trigger={
        <ActionIcon variant="filled" color="indigo" size={30} aria-label={t`Créer`} data-tip={t`Créer`}>
          <IconPlus size={18} aria-hidden />
        </ActionIcon>
      }
    />
  );
}
