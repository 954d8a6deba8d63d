import { type RouteObject, redirect } from "react-router";

/** À traiter (two ways to one screen), Configuration → Types d'actions. */
export const actionRoutes: RouteObject[] = [
  { path: "a-traiter", lazy: async () => ({ Component: (await import("./action-screens.tsx")).ToDo }) },
  { path: "opportunites/a-traiter", loader: ({ request }) => redirect(`/a-traiter${new URL(request.url).search}`) },
  {
    path: "configuration/types-actions",
    lazy: async () => ({ Component: (await import("../../features/action/action-type-page.tsx")).ActionTypePage }),
  },
];
