import type { RouteObject } from "react-router";

/** Formulaires → Enregistrements, and one of them. */
export const submissionRoutes: RouteObject[] = [
  {
    path: "formulaires/enregistrements",
    lazy: async () => ({ Component: (await import("./submission-screens.tsx")).SubmissionList }),
  },
  {
    path: "formulaires/enregistrements/:id",
    lazy: async () => ({ Component: (await import("../../features/submission/submission-page.tsx")).SubmissionPage }),
  },
];
