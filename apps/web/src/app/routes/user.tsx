import type { RouteObject } from "react-router";

/** Configuration → Utilisateurs. */
export const userRoutes: RouteObject[] = [
  {
    path: "configuration/utilisateurs",
    lazy: async () => ({ Component: (await import("../../features/user/user-list-page.tsx")).UserListPage }),
  },
  {
    path: "configuration/utilisateurs/nouveau",
    lazy: async () => ({ Component: (await import("../../features/user/user-create-page.tsx")).UserCreatePage }),
  },
  {
    path: "configuration/utilisateurs/:id",
    lazy: async () => ({ Component: (await import("./user-screens.tsx")).UserCard }),
  },
];
