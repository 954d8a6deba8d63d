import type { RouteObject } from "react-router";

/** The pages for who is not signed in. */
export const sessionRoutes: RouteObject[] = [
  {
    path: "/connexion",
    lazy: async () => ({ Component: (await import("../../features/session/sign-in-page.tsx")).SignInPage }),
  },
  {
    path: "/mot-de-passe-oublie",
    lazy: async () => ({ Component: (await import("../../features/session/forgotten-page.tsx")).ForgottenPage }),
  },
  {
    path: "/reinitialiser",
    lazy: async () => ({ Component: (await import("../../features/session/reset-page.tsx")).ResetPage }),
  },
];
