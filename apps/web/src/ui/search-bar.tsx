import { useLingui } from "@lingui/react/macro";
import { CloseButton, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useDebouncedSearch } from "../lib/search.ts";
import { MoreFilters } from "./more-filters.tsx";
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
      {children && <MoreFilters active={activeFilters}>{children}</MoreFilters>}
    </search>
  );
}
