import type { RouteObject } from "react-router";

const screens = () => import("./export-screens.tsx");

/** Contacts → Exporter les contacts vers Excel, Outils → Exporter les opportunités vers Excel, Mes exports (guide 4). */
export const exportRoutes: RouteObject[] = [
  { path: "contacts/export", lazy: async () => ({ Component: (await screens()).ContactExport }) },
  { path: "outils/exporter-opportunites", lazy: async () => ({ Component: (await screens()).OpportunityExport }) },
  {
    path: "outils/mes-exports",
    lazy: async () => ({ Component: (await import("../../features/export/export-list-page.tsx")).ExportListPage }),
  },
];
