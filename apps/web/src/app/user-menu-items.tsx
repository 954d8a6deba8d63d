import type { Me } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Menu, useMantineColorScheme } from "@mantine/core";
import {
  IconCalendar,
  IconCheck,
  IconDeviceDesktop,
  IconDevices,
  IconKey,
  IconKeyboard,
  IconLanguage,
  IconLogout,
  IconMoon,
  IconSun,
} from "@tabler/icons-react";
import { errorSentence } from "../lib/error-sentence.ts";
import { chooseLocale, type Locale } from "../lib/i18n.ts";
import { type Trigger, usePopup } from "../ui/lazy-popup.tsx";
import { notify } from "../ui/notify.ts";
import classes from "./user-menu.module.css";

interface Props {
  trigger: Trigger;
  me: Me;
  /** Left out: this person has no actions. */
  onCalendar?: () => void;
  onPassword: () => void;
  onSessions: () => void;
  onShortcuts: () => void;
  onSignOut: (everywhere: boolean) => void;
}

/** What the avatar opens: theme, language, password, devices, signing out. */
export default function UserMenuItems({
  trigger,
  me,
  onCalendar,
  onPassword,
  onSessions,
  onShortcuts,
  onSignOut,
}: Props) {
  const { t } = useLingui();
  const { opened, setOpened, target } = usePopup(trigger);
  return (
    <Menu position="bottom-end" width={260} opened={opened} onChange={setOpened}>
      <Menu.Target>{target}</Menu.Target>
      <Menu.Dropdown>
        <div className={classes["who"]}>
          <strong>{`${me.firstName} ${me.lastName}`.trim()}</strong>
          <span>{me.email}</span>
        </div>
        <Menu.Divider />
        <Menu.Label>{t`Thème`}</Menu.Label>
        <Themes />
        <Menu.Divider />
        <Menu.Label>{t`Langue`}</Menu.Label>
        <Languages />
        <Menu.Divider />
        {onCalendar && (
          <Menu.Item
            leftSection={<IconCalendar size={16} aria-hidden />}
            onClick={onCalendar}
          >{t`Mon agenda`}</Menu.Item>
        )}
        <Menu.Item
          leftSection={<IconKey size={16} aria-hidden />}
          onClick={onPassword}
        >{t`Changer mon mot de passe`}</Menu.Item>
        <Menu.Item
          leftSection={<IconDevices size={16} aria-hidden />}
          onClick={onSessions}
        >{t`Appareils connectés`}</Menu.Item>
        <Menu.Item
          leftSection={<IconKeyboard size={16} aria-hidden />}
          onClick={onShortcuts}
        >{t`Raccourcis clavier`}</Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconLogout size={16} aria-hidden />}
          onClick={() => onSignOut(false)}
        >{t`Se déconnecter`}</Menu.Item>
        <Menu.Item
          leftSection={<IconLogout size={16} aria-hidden />}
          onClick={() => onSignOut(true)}
        >{t`Se déconnecter partout`}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
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

/** Each in its own words: who can't read the one on screen finds theirs. */
const languages: { value: Locale; label: string }[] = [
  { value: "fr", label: "Français" },
  { value: "en", label: "English" },
];

function Languages() {
  const { i18n } = useLingui();
  const choose = (locale: Locale) =>
    chooseLocale(locale).catch((error: unknown) => notify({ kind: "error", message: errorSentence(error) }));
  return languages.map(({ value, label }) => (
    <Menu.Item
      key={value}
      lang={value}
      leftSection={<IconLanguage size={16} aria-hidden />}
      rightSection={value === i18n.locale ? chosen : null}
      aria-current={value === i18n.locale || undefined}
      onClick={() => void choose(value)}
    >
      {label}
    </Menu.Item>
  ));
}
