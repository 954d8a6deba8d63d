import type { RouteObject } from "react-router";

/** The page that makes the first account; the server leads there until there is one. */
export const installationRoutes: RouteObject[] = [
  {
    path: "/installation",
    lazy: async () => ({ Component: (await import("./installation-screen.tsx")).InstallationScreen }),
  },
];
