import { TemplateListPage } from "../../features/export-template/template-list-page.tsx";
import { useMe } from "../../features/session/session.queries.ts";

export const TemplateList = () => <TemplateListPage myId={useMe().id} />;
