import { useLingui } from "@lingui/react/macro";
import { IconChevronRight } from "@tabler/icons-react";
import { useId, useState } from "react";
import { Link, NavLink, useLocation } from "react-router";
import { useMe } from "../features/session/session.queries.ts";
import { Brand } from "../ui/brand.tsx";
import { navigationFor } from "./navigation.tsx";
import classes from "./sidebar.module.css";

type Tab = ReturnType<typeof navigationFor>[number];

interface Props {
  /** Icons only. */
  narrow: boolean;
  /** A screen was chosen: the drawer of a phone closes. */
  onChoose: () => void;
  /** An icon was pressed while narrow. */
  onWiden: () => void;
}

/** The tabs on the left with their screens (guide 1.2). */
export function Sidebar({ narrow, onChoose, onWiden }: Props) {
  const { t } = useLingui();
  const me = useMe();
  return (
    <nav className={classes["sidebar"]} data-narrow={narrow || undefined} aria-label={t`Navigation principale`}>
      <Link to="/" className={classes["brand"]} aria-label={t`Hélium CRM, accueil`} onClick={onChoose}>
        <Brand compact={narrow} />
      </Link>
      <ul className={classes["tabs"]}>
        {navigationFor(me.permissions).map((tab) => (
          <TabItem key={tab.label.message as string} tab={tab} narrow={narrow} onChoose={onChoose} onWiden={onWiden} />
        ))}
      </ul>
    </nav>
  );
}

function TabItem({ tab, narrow, onChoose, onWiden }: Props & { tab: Tab }) {
  const { i18n } = useLingui();
  const { pathname } = useLocation();
  const panel = useId();
  const current = tab.entries.some(({ to }) => pathname === to || pathname.startsWith(`${to}/`));
  const [opened, setOpened] = useState<boolean | null>(null);
  const open = !narrow && (opened ?? (current || tab.entries.length <= 2));
  const label = i18n._(tab.label);
  const content = (
    <>
      <tab.icon size={18} stroke={1.7} aria-hidden />
      <span className={classes["label"]}>{label}</span>
    </>
  );
  if (tab.to !== undefined)
    return (
      <li>
        <NavLink
          end
          to={tab.to}
          className={classes["tab"] ?? ""}
          title={narrow ? label : undefined}
          aria-label={label}
          onClick={onChoose}
        >
          {content}
        </NavLink>
      </li>
    );
  return (
    <li>
      <button
        type="button"
        className={classes["tab"]}
        aria-expanded={open}
        aria-controls={panel}
        aria-label={label}
        title={narrow ? label : undefined}
        data-current={(narrow && current) || undefined}
        onClick={() => {
          if (narrow) onWiden();
          setOpened(narrow || !open);
        }}
      >
        {content}
        <IconChevronRight size={14} aria-hidden className={classes["arrow"]} />
      </button>
      <ul id={panel} className={classes["entries"]} hidden={!open}>
        {tab.entries.map((entry, place) => {
          const under = entry.under?.map((word) => i18n._(word)).join(" › ");
          const first = under !== tab.entries[place - 1]?.under?.map((word) => i18n._(word)).join(" › ");
          return (
            <li key={`${under}${entry.to}`}>
              {under && first && <span className={classes["under"]}>{under}</span>}
              <NavLink
                // A screen of its own under the address of a list is not the list.
                end={tab.entries.some(({ to }) => to.startsWith(`${entry.to}/`) && pathname.startsWith(to))}
                to={entry.to}
                className={classes["entry"] ?? ""}
                data-nested={under !== undefined || undefined}
                onClick={onChoose}
              >
                {i18n._(entry.label)}
              </NavLink>
            </li>
          );
        })}
      </ul>
    </li>
  );
}
