import type { RouteObject } from "react-router";

/** Outils → Corbeille, and the certificates of anonymisation. */
export const binRoutes: RouteObject[] = [
  { path: "outils/corbeille", lazy: async () => ({ Component: (await import("./bin-screens.tsx")).Bin }) },
  {
    path: "outils/corbeille/certificats/:id",
    lazy: async () => ({
      Component: (await import("../../features/anonymisation/certificate-page.tsx")).CertificatePage,
    }),
  },
];
