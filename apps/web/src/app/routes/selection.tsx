import type { RouteObject } from "react-router";

/** Outils → Listes de sélection. */
export const selectionRoutes: RouteObject[] = [
  {
    path: "outils/selections",
    lazy: async () => ({ Component: (await import("../../features/selection/selection-page.tsx")).SelectionPage }),
  },
];
