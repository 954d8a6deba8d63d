import type { RouteObject } from "react-router";

/** Configuration → Réglages. */
export const settingRoutes: RouteObject[] = [
  {
    path: "configuration/reglages",
    lazy: async () => ({ Component: (await import("../../features/setting/setting-page.tsx")).SettingPage }),
  },
];
