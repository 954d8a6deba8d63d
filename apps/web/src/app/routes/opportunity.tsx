import type { RouteObject } from "react-router";

/** Opportunités → Liste, and the card of one. */
export const opportunityRoutes: RouteObject[] = [
  {
    path: "opportunites",
    lazy: async () => ({ Component: (await import("./opportunity-list-screen.tsx")).OpportunityList }),
  },
  {
    path: "opportunites/:id",
    lazy: async () => ({ Component: (await import("./opportunity-card-screen.tsx")).OpportunityCard }),
  },
];
