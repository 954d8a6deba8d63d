import { ExportLink } from "../../features/export/export-link.tsx";
import { useMe } from "../../features/session/session.queries.ts";
import { SubmissionListPage } from "../../features/submission/submission-list-page.tsx";

/** Formulaires → Enregistrements, which can be exported from there. */
export const SubmissionList = () => (
  <SubmissionListPage tools={useMe().permissions.includes("export:run") && <ExportLink record="submission" />} />
);
