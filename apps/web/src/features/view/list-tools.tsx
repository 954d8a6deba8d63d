import type { RecordName } from "@crm/fields";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconBookmark, IconColumns3 } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { IconButton } from "../../ui/icon-button.tsx";
import { LazyPopup } from "../../ui/lazy-popup.tsx";
import type { ListState } from "../../ui/list-slots.ts";
import classes from "./view.module.css";
import { listViews } from "./view.queries.ts";
import { differs } from "./view-address.ts";

const loadViews = () => import("./views-menu.tsx");
const loadColumns = () => import("./column-chooser.tsx");

/** « Vues » and « Colonnes », on the right of a list's search field. */
export function ListTools({ record, state }: { record: RecordName; state: ListState }) {
  const { t } = useLingui();
  const { data } = useQuery(listViews(record));
  const view = data?.views.find(({ id }) => id === state.view);
  const changed = view !== undefined && differs(view, state, state.usual);
  return (
    <>
      <LazyPopup
        kind="menu"
        load={loadViews}
        popup={{ record, state }}
        trigger={
          <Button
            h={36}
            variant={view ? "light" : "default"}
            leftSection={<IconBookmark size={16} aria-hidden />}
            aria-label={view ? t`Vues : ${view.name}` : t`Vues`}
          >
            <span className={classes["current"]}>{view ? view.name : t`Vues`}</span>
            {changed && <span className={classes["changed"]} title={t`Modifiée depuis`} aria-hidden />}
          </Button>
        }
      />
      {state.display === "table" && (
        <LazyPopup
          kind="dialog"
          load={loadColumns}
          popup={{ state }}
          trigger={
            <IconButton label={t`Colonnes`} variant="default" size={36}>
              <IconColumns3 size={16} aria-hidden />
            </IconButton>
          }
        />
      )}
    </>
  );
}
