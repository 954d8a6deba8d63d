import type { RecordName } from "@crm/fields";
import type { RouteObject } from "react-router";
import { profiles } from "../../features/question/question-words.ts";

const list = (record: RecordName) => async () => {
  const { ProfilePage } = await import("../../features/question/profile-page.tsx");
  return { element: <ProfilePage record={record} /> };
};
const form = (record: RecordName) => async () => {
  const { QuestionPage } = await import("../../features/question/question-page.tsx");
  return { element: <QuestionPage record={record} /> };
};

/** Configuration → Profils → Fiche contact, Fiche opportunité. */
export const questionRoutes: RouteObject[] = (["contact", "opportunity"] as const).flatMap((record) => {
  const path = profiles[record].path.slice(1);
  return [
    { path, lazy: list(record) },
    { path: `${path}/nouvelle`, lazy: form(record) },
    { path: `${path}/:id`, lazy: form(record) },
  ];
});
