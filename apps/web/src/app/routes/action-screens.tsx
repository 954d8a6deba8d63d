import { ToDoPage } from "../../features/action/to-do-page.tsx";
import { useMe } from "../../features/session/session.queries.ts";

/** Opportunités → À traiter. */
export const ToDo = () => <ToDoPage me={useMe()} />;
