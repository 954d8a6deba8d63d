import { useLingui } from "@lingui/react/macro";
import { IconFileSpreadsheet } from "@tabler/icons-react";
import { useLocation } from "react-router";
import { IconButton } from "../../ui/icon-button.tsx";
import type { ExportRecord } from "./export.queries.ts";

const pages: Record<ExportRecord, string> = {
  contact: "/contacts/export",
  opportunity: "/outils/exporter-opportunites",
  submission: "/outils/exporter-enregistrements",
};

/** « Exporter vers Excel » beside a list: leads to the export with the filters that the list has now. */
export function ExportLink({ record }: { record: ExportRecord }) {
  const { t } = useLingui();
  const { search } = useLocation();
  const label = record === "submission" ? t`Exporter les enregistrements vers Excel` : t`Exporter vers Excel`;
  return (
    <IconButton label={label} variant="default" size={36} to={`${pages[record]}${search}`}>
      <IconFileSpreadsheet size={16} aria-hidden />
    </IconButton>
  );
}
