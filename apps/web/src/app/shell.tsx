import { useLingui } from "@lingui/react/macro";
import { useLocalStorage, useMediaQuery } from "@mantine/hooks";
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand, IconMenu2, IconSearch } from "@tabler/icons-react";
import { lazy, useEffect, useRef, useState } from "react";
import { Outlet, useLocation, useNavigate, useNavigation } from "react-router";
import { NotificationBell } from "../features/notification/notification-bell.tsx";
import { signInAddress } from "../features/session/session.queries.ts";
import { onSessionExpired } from "../lib/api.ts";
import { useLive } from "../lib/live.ts";
import { IconButton } from "../ui/icon-button.tsx";
import { LazyPart } from "../ui/lazy-part.tsx";
import { useScrollPlace } from "../ui/scroll-place.ts";
import { CreateMenu } from "./create-menu.tsx";
import { PaletteSoon } from "./palette-soon.tsx";
import classes from "./shell.module.css";
import { Sidebar } from "./sidebar.tsx";
import { UserMenu } from "./user-menu.tsx";

const PhoneMenu = lazy(() => import("./phone-menu.tsx"));
const BrowserReminders = lazy(() => import("./browser-reminders.tsx"));
const DemoBanner = lazy(() => import("../features/installation/demo-banner.tsx"));
const Shortcuts = lazy(() => import("./shortcuts.tsx"));

/** What surrounds every screen: tabs on the left (a drawer on a phone), the bar above, the screen. */
export function Shell() {
  const { t } = useLingui();
  const phone = useMediaQuery("(max-width: 48em)", window.matchMedia("(max-width: 48em)").matches);
  const [narrow, setNarrow] = useLocalStorage({
    key: "crm-nav-narrow",
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  // null: never opened, its code is not there yet.
  const [drawer, setDrawer] = useState<boolean | null>(null);
  const [dialog, setDialog] = useState<"palette" | "shortcuts" | null>(null);
  const { state } = useNavigation();
  const content = useRef<HTMLElement>(null);
  useScrollPlace(content, "screen", { screens: "path" });
  useSessionEnd();
  useLive();
  useShortcuts(setDialog);
  const sidebar = (
    <Sidebar
      narrow={narrow && !phone}
      onChoose={() => setDrawer((open) => open && false)}
      onWiden={() => setNarrow(false)}
    />
  );
  return (
    <div className={classes["shell"]} data-narrow={narrow || undefined}>
      <a className={classes["skip"]} href="#contenu">{t`Aller au contenu`}</a>
      {phone ? (
        drawer !== null && (
          <LazyPart>
            <PhoneMenu opened={drawer} onClose={() => setDrawer(false)}>
              {sidebar}
            </PhoneMenu>
          </LazyPart>
        )
      ) : (
        <div className={classes["side"]}>{sidebar}</div>
      )}
      <div className={classes["main"]}>
        <header className={classes["bar"]}>
          {phone ? (
            <IconButton label={t`Menu`} size={36} onClick={() => setDrawer(true)}>
              <IconMenu2 size={20} aria-hidden />
            </IconButton>
          ) : (
            <IconButton label={narrow ? t`Déplier le menu` : t`Replier le menu`} onClick={() => setNarrow(!narrow)}>
              {narrow ? (
                <IconLayoutSidebarLeftExpand size={18} aria-hidden />
              ) : (
                <IconLayoutSidebarLeftCollapse size={18} aria-hidden />
              )}
            </IconButton>
          )}
          <button
            type="button"
            className={classes["find"]}
            onClick={() => setDialog("palette")}
            aria-keyshortcuts="Control+K"
          >
            <IconSearch size={16} aria-hidden />
            <span className={classes["words"]}>{t`Aller à un contact, une opportunité, un écran…`}</span>
            <kbd className={classes["key"]}>Ctrl K</kbd>
          </button>
          <div className={classes["tools"]}>
            <CreateMenu />
            <NotificationBell />
            <LazyPart>
              <BrowserReminders />
            </LazyPart>
            <UserMenu onShortcuts={() => setDialog("shortcuts")} />
          </div>
        </header>
        <LazyPart>
          <DemoBanner />
        </LazyPart>
        <div className={classes["loading"]} data-on={state === "loading" || undefined} aria-hidden />
        <main ref={content} id="contenu" tabIndex={-1} className={classes["content"]}>
          <Outlet />
        </main>
      </div>
      {dialog === "palette" && <PaletteSoon onClose={() => setDialog(null)} />}
      <LazyPart>{dialog === "shortcuts" && <Shortcuts onClose={() => setDialog(null)} />}</LazyPart>
    </div>
  );
}

/** The keys that work everywhere. Told by what they write: « / » and « ? » are elsewhere on a French keyboard. */
function useShortcuts(open: (dialog: "palette" | "shortcuts") => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { key, ctrlKey, metaKey, altKey, target } = event;
      const command = ctrlKey || metaKey;
      const typing = target instanceof Element && target.closest("input, textarea, select, [contenteditable=true]");
      const search = document.querySelector<HTMLInputElement>('[data-shortcut="search"]');
      if (command && !altKey && key.toLowerCase() === "k") open("palette");
      else if (command || typing) return;
      else if (key === "?") open("shortcuts");
      else if (key === "/" && search) search.focus();
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [open]);
}

/** A session that has ended leads to the sign-in page, which leads back here. */
function useSessionEnd(): void {
  const navigate = useNavigate();
  const location = useLocation();
  useEffect(
    () => onSessionExpired(() => void navigate(signInAddress(location), { replace: true })),
    [navigate, location],
  );
}
