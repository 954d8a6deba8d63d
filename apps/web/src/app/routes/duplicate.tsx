import type { RouteObject } from "react-router";

/** Outils → Doublons, and the merge of two contacts. */
export const duplicateRoutes: RouteObject[] = [
  {
    path: "outils/doublons",
    lazy: async () => ({
      Component: (await import("../../features/duplicate/duplicate-list-page.tsx")).DuplicateListPage,
    }),
  },
  {
    path: "outils/doublons/:firstId/:secondId",
    lazy: async () => ({ Component: (await import("../../features/duplicate/merge-page.tsx")).MergePage }),
  },
];
