import type { RouteObject } from "react-router";

const card = async () => ({ Component: (await import("./form-screens.tsx")).FormCard });

/** Formulaires → Liste, Nouveau formulaire, and one form. */
export const formRoutes: RouteObject[] = [
  { path: "formulaires", lazy: async () => ({ Component: (await import("./form-screens.tsx")).FormList }) },
  { path: "formulaires/nouveau", lazy: card },
  { path: "formulaires/:id", lazy: card },
];

/** What a visitor opens: no account, no shell. */
export const publicRoutes: RouteObject[] = [
  {
    path: "/f/:slug",
    lazy: async () => ({ Component: (await import("../../features/form/public-form-page.tsx")).PublicFormPage }),
  },
];
