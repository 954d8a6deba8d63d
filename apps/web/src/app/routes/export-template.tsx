import type { RouteObject } from "react-router";

const page = async () => ({
  Component: (await import("../../features/export-template/template-page.tsx")).TemplatePage,
});

/** Configuration → Modèles d'exports. */
export const exportTemplateRoutes: RouteObject[] = [
  {
    path: "configuration/modeles-export",
    lazy: async () => ({ Component: (await import("./export-template-screens.tsx")).TemplateList }),
  },
  { path: "configuration/modeles-export/nouveau", lazy: page },
  { path: "configuration/modeles-export/:id", lazy: page },
];
