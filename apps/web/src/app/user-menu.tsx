import { useLingui } from "@lingui/react/macro";
import { Menu, useMantineColorScheme } from "@mantine/core";
import {
  IconCheck,
  IconDeviceDesktop,
  IconDevices,
  IconKey,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconSun,
} from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useNavigate } from "react-router";
import { useMe, useSignOut } from "../features/session/session.queries.ts";
import { errorSentence } from "../lib/error-sentence.ts";
import { notify } from "../ui/notify.ts";
import { UserAvatar } from "../ui/user-avatar.tsx";
import classes from "./user-menu.module.css";

const ChangePassword = lazy(() => import("../features/session/change-password-dialog.tsx"));
const Sessions = lazy(() => import("../features/session/sessions-dialog.tsx"));

/** Me: theme, language, password, devices, signing out. */
export function UserMenu({ onShortcuts }: { onShortcuts: () => void }) {
  const { t } = useLingui();
  const me = useMe();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const [dialog, setDialog] = useState<"password" | "sessions" | null>(null);
  const name = `${me.firstName} ${me.lastName}`.trim();
  const leave = (everywhere: boolean) =>
    signOut.mutateAsync({ everywhere }).then(
      () => navigate("/connexion", { replace: true }),
      (error: unknown) => notify({ kind: "error", message: errorSentence(error) }),
    );
  return (
    <>
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <button type="button" className={classes["me"]} aria-label={t`Mon compte : ${name}`}>
            <UserAvatar name={name} photoId={me.photoId} size={28} />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <div className={classes["who"]}>
            <strong>{name}</strong>
            <span>{me.email}</span>
          </div>
          <Menu.Divider />
          <Menu.Label>{t`Thème`}</Menu.Label>
          <Themes />
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconKey size={16} aria-hidden />}
            onClick={() => setDialog("password")}
          >{t`Changer mon mot de passe`}</Menu.Item>
          <Menu.Item
            leftSection={<IconDevices size={16} aria-hidden />}
            onClick={() => setDialog("sessions")}
          >{t`Appareils connectés`}</Menu.Item>
          <Menu.Item
            leftSection={<IconKeyboard size={16} aria-hidden />}
            onClick={onShortcuts}
          >{t`Raccourcis clavier`}</Menu.Item>
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconLogout size={16} aria-hidden />}
            onClick={() => void leave(false)}
          >{t`Se déconnecter`}</Menu.Item>
          <Menu.Item
            leftSection={<IconLogout size={16} aria-hidden />}
            onClick={() => void leave(true)}
          >{t`Se déconnecter partout`}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Suspense>
        {dialog === "password" && <ChangePassword onClose={() => setDialog(null)} />}
        {dialog === "sessions" && (
          <Sessions onClose={() => setDialog(null)} onSignOutEverywhere={() => void leave(true)} />
        )}
      </Suspense>
    </>
  );
}

const chosen = <IconCheck size={16} aria-hidden />;

function Themes() {
  const { t } = useLingui();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const themes = [
    { value: "light", label: t`Clair`, icon: <IconSun size={16} aria-hidden /> },
    { value: "dark", label: t`Sombre`, icon: <IconMoon size={16} aria-hidden /> },
    { value: "auto", label: t`Automatique`, icon: <IconDeviceDesktop size={16} aria-hidden /> },
  ] as const;
  return themes.map(({ value, label, icon }) => (
    <Menu.Item
      key={value}
      leftSection={icon}
      rightSection={value === colorScheme ? chosen : null}
      aria-current={value === colorScheme || undefined}
      onClick={() => setColorScheme(value)}
    >
      {label}
    </Menu.Item>
  ));
}
