import type { RouteObject } from "react-router";

/** Outils → Import/export, Importer des contacts, des opportunités, des enregistrements. */
export const importRoutes: RouteObject[] = [
  {
    path: "outils/import-export",
    lazy: async () => ({ Component: (await import("../../features/import/import-hub-page.tsx")).ImportHubPage }),
  },
  {
    path: "outils/importer-contacts",
    lazy: async () => ({ Component: (await import("./import-screens.tsx")).ImportContacts }),
  },
  {
    path: "outils/importer-opportunites",
    lazy: async () => ({ Component: (await import("./import-screens.tsx")).ImportOpportunities }),
  },
  {
    path: "outils/importer-enregistrements",
    lazy: async () => ({ Component: (await import("./import-screens.tsx")).ImportSubmissions }),
  },
];
