import type { RouteObject } from "react-router";

/** Opportunités → Liste, and the card of one. */
export const opportunityRoutes: RouteObject[] = [
  {
    path: "opportunites",
    lazy: async () => ({ Component: (await import("./opportunity-screens.tsx")).OpportunityList }),
  },
  {
    path: "opportunites/:id",
    lazy: async () => ({ Component: (await import("./opportunity-screens.tsx")).OpportunityCard }),
  },
];
