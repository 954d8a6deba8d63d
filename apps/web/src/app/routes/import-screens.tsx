import type { ImportRecord } from "@crm/contract";
import { ImportPage } from "../../features/import/import-page.tsx";
import { useMe } from "../../features/session/session.queries.ts";

function Import({ record }: { record: ImportRecord }) {
  const { id, permissions } = useMe();
  return <ImportPage record={record} myId={id} canConfigure={permissions.includes("configuration:write")} />;
}
export const ImportContacts = () => <Import record="contact" />;
export const ImportOpportunities = () => <Import record="opportunity" />;
export const ImportSubmissions = () => <Import record="submission" />;
