import type { RouteObject } from "react-router";

const screens = () => import("./export-screens.tsx");

/** Contacts → Exporter les contacts vers Excel, Outils → Exporter les opportunités ou les enregistrements, Mes exports (guide 4). */
export const exportRoutes: RouteObject[] = [
  { path: "contacts/export", lazy: async () => ({ Component: (await screens()).ContactExport }) },
  { path: "outils/exporter-opportunites", lazy: async () => ({ Component: (await screens()).OpportunityExport }) },
  { path: "outils/exporter-enregistrements", lazy: async () => ({ Component: (await screens()).SubmissionExport }) },
  {
    path: "outils/mes-exports",
    lazy: async () => ({ Component: (await import("../../features/export/export-list-page.tsx")).ExportListPage }),
  },
];
