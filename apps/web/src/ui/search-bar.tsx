import { Plural, useLingui } from "@lingui/react/macro";
import { CloseButton, TextInput } from "@mantine/core";
import { IconChevronDown, IconSearch } from "@tabler/icons-react";
import { type ReactNode, useId, useState } from "react";
import { useDebouncedSearch } from "../lib/search.ts";
import classes from "./search-bar.module.css";

interface Props {
  /** The search in force, from the address. */
  value: string;
  onSearch: (text: string) => void;
  placeholder?: string;
  /** The extra filters; the little arrow under the field unfolds them. */
  children?: ReactNode;
  /** How many of them are on: shown beside the arrow, and unfolds them at first. */
  activeFilters?: number;
  /** On the right of the field: display switch, sort, columns. */
  aside?: ReactNode;
}

/** The search field of every list, « Plus de filtres » under it. Typing never waits for an answer. */
export function SearchBar({ value, onSearch, placeholder, children, activeFilters = 0, aside }: Props) {
  const { t } = useLingui();
  const panel = useId();
  // On a phone, filters in force are told by their number: unfolded, they would push the list out of sight.
  const [open, setOpen] = useState(activeFilters > 0 && !window.matchMedia("(max-width: 48em)").matches);
  // Folded again, it keeps a filter that is not finished; never unfolded, it asks for nothing.
  const [unfolded, setUnfolded] = useState(open);
  if (open && !unfolded) setUnfolded(true);
  const { text, change, flush } = useDebouncedSearch(value, onSearch);
  return (
    <search className={classes["search"]}>
      <div className={classes["line"]}>
        <div className={classes["field"]}>
          <TextInput
            type="search"
            aria-label={t`Rechercher`}
            placeholder={placeholder ?? t`Rechercher`}
            value={text}
            autoComplete="off"
            data-shortcut="search"
            leftSection={<IconSearch size={16} aria-hidden />}
            rightSection={
              text ? <CloseButton size="sm" aria-label={t`Effacer la recherche`} onClick={() => change("")} /> : null
            }
            onChange={({ currentTarget }) => change(currentTarget.value)}
            onKeyDown={({ key }) => key === "Enter" && flush()}
          />
        </div>
        {aside && <div className={classes["aside"]}>{aside}</div>}
      </div>
      {children && (
        <>
          <div className={classes["fold"]}>
            <button
              type="button"
              className={classes["more"]}
              aria-expanded={open}
              aria-controls={panel}
              onClick={() => setOpen(!open)}
            >
              <IconChevronDown size={14} aria-hidden className={classes["arrow"]} />
              {t`Plus de filtres`}
            </button>
            {activeFilters > 0 && (
              <span className={classes["active"]}>
                <Plural value={activeFilters} one="# actif" other="# actifs" />
              </span>
            )}
          </div>
          <div id={panel} hidden={!open} className={classes["panel"]}>
            {unfolded && children}
          </div>
        </>
      )}
    </search>
  );
}
