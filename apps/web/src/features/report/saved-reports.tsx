import type { ReportAddress, ReportName } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconBookmark } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { LazyPopup } from "../../ui/lazy-popup.tsx";
import { savedReports } from "./saved-report.queries.ts";
import { differs } from "./saved-report-address.ts";
import classes from "./saved-reports.module.css";

const load = () => import("./saved-reports-menu.tsx");

export interface ReportState {
  report: ReportName;
  address: ReportAddress;
  /** Goes to another address of the screen, given as its query. */
  open: (query: string) => void;
  /** The days are ones that a report can be about. */
  ready: boolean;
}

/** « Rapports enregistrés », or the name of the one that is open. */
export function SavedReports({ state }: { state: ReportState }) {
  const { t } = useLingui();
  const { data } = useQuery(savedReports(state.report));
  const saved = data?.find(({ id }) => id === state.address.saved);
  return (
    <LazyPopup
      kind="menu"
      load={load}
      popup={{ state }}
      trigger={
        <Button
          variant={saved ? "light" : "default"}
          leftSection={<IconBookmark size={16} aria-hidden />}
          aria-label={saved ? t`Rapports enregistrés : ${saved.name}` : t`Rapports enregistrés`}
        >
          <span className={classes["current"]}>{saved ? saved.name : t`Rapports enregistrés`}</span>
          {saved && differs(saved, state.address) && (
            <span className={classes["changed"]} title={t`Modifié depuis`} aria-hidden />
          )}
        </Button>
      }
    />
  );
}
