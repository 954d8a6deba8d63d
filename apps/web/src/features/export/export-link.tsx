import { useLingui } from "@lingui/react/macro";
import { IconFileSpreadsheet } from "@tabler/icons-react";
import { useLocation } from "react-router";
import { IconButton } from "../../ui/icon-button.tsx";
import type { ExportRecord } from "./export.queries.ts";

/** « Exporter vers Excel » beside a list: leads to the export with the filters that the list has now. */
export function ExportLink({ record }: { record: ExportRecord }) {
  const { t } = useLingui();
  const { search } = useLocation();
  const page = record === "contact" ? "/contacts/export" : "/outils/exporter-opportunites";
  return (
    <IconButton label={t`Exporter vers Excel`} variant="default" size={36} to={`${page}${search}`}>
      <IconFileSpreadsheet size={16} aria-hidden />
    </IconButton>
  );
}
