import { ImportPage } from "../../features/import/import-page.tsx";
import { useMe } from "../../features/session/session.queries.ts";

export const ImportContacts = () => <ImportPage myId={useMe().id} />;
