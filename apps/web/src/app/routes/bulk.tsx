import type { RouteObject } from "react-router";

/** Outils → Modifications en masse, Supprimer des contacts. */
export const bulkRoutes: RouteObject[] = [
  {
    path: "outils/modifications-en-masse",
    lazy: async () => ({ Component: (await import("../../features/bulk/bulk-page.tsx")).BulkPage }),
  },
  {
    path: "outils/supprimer-contacts",
    lazy: async () => ({ Component: (await import("../../features/bulk/deletion-page.tsx")).DeletionPage }),
  },
];
