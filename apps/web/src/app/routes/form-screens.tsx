import { FormListPage } from "../../features/form/form-list-page.tsx";
import { FormPage } from "../../features/form/form-page.tsx";
import { useMe } from "../../features/session/session.queries.ts";

const useCanWrite = () => useMe().permissions.includes("form:write");

/** Formulaires → Liste. */
export const FormList = () => <FormListPage canWrite={useCanWrite()} />;

/** A form, or a new one. */
export const FormCard = () => <FormPage canWrite={useCanWrite()} />;
