import type { RouteObject } from "react-router";

const screens = () => import("./report-screens.tsx");

/** Opportunités → Entonnoir des ventes, Reporting commercial (guide 6). */
export const reportRoutes: RouteObject[] = [
  { path: "opportunites/entonnoir", lazy: async () => ({ Component: (await screens()).Funnel }) },
  { path: "opportunites/reporting", lazy: async () => ({ Component: (await screens()).Sales }) },
];
