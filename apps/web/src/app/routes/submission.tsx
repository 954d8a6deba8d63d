import type { RouteObject } from "react-router";

/** Formulaires → Enregistrements, and one of them. */
export const submissionRoutes: RouteObject[] = [
  {
    path: "formulaires/enregistrements",
    lazy: async () => ({
      Component: (await import("../../features/submission/submission-list-page.tsx")).SubmissionListPage,
    }),
  },
  {
    path: "formulaires/enregistrements/:id",
    lazy: async () => ({ Component: (await import("../../features/submission/submission-page.tsx")).SubmissionPage }),
  },
];
